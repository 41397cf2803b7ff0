"""Writing the charter, changing it, and reading what it says."""

from bot.domain.council import commands as cc
from bot.domain.council import decide
from bot.slack.acting.asked import WHILE_PLAYED, Asked, ForWhom, Word
from bot.slack.acting.pressed import Handler, Pressed
from bot.slack.acting.submitted import Sent, Taken, takes
from bot.slack.blocks import names
from bot.slack.charter import cards as charter_cards
from bot.slack.charter.forms import CharterForm


async def _adopt(sent: Sent[CharterForm]) -> None:
    """Writes the charter, or proposes to change it."""
    form = sent.form
    council = await sent.services.reader.council(form.council)
    command = cc.AdoptCharter(
        rule=form.rule[0],
        quorum=form.quorum / 100,
        enactment=form.enactment,
        enforcement=form.enforcement,
        conditions=form.conditions(council.offer.default),
        threshold=form.rule[1],
    )
    after = await sent.services.councils.handle(council.id, command, actor=sent.user)
    _, scenario = await sent.services.reader.game(after.game)
    if notice := charter_cards.charter_overtaken(scenario, after, sent.user, command, seen=form.seen):
        await sent.show(notice)


FORMS: tuple[Taken, ...] = (takes(CharterForm, _adopt),)


async def _open_form(pressed: Pressed) -> None:
    council, where = await pressed.seated()
    pressed.refuse_early(council, cc.AdoptCharter(council.rules[0], 0, "…", "…"))
    await pressed.open(CharterForm.view(where.scenario, council))


BUTTONS: dict[str, Handler] = {names.WRITE_CHARTER: _open_form}


async def _show_or_write(asked: Asked) -> None:
    where = await asked.where()
    council = where.in_council()
    if council.charter is not None:
        await asked.answer(charter_cards.charter(where.scenario, council))
        return
    decide(council, cc.AdoptCharter(council.rules[0], 0, "…", "…"), at=asked.services.now(), actor=asked.user)
    await asked.open(CharterForm.view(where.scenario, council), names.WRITE_CHARTER, council.id)


WORDS: tuple[Word, ...] = (
    Word("charter", _show_or_write, "how your council decides; before there is a charter, its form",
         WHILE_PLAYED, ForWhom.SEAT_HOLDERS, after="policies", only_shows=True),
)  # fmt: skip
