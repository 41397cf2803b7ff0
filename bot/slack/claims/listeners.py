"""Claiming that a mission was met."""

from bot.domain.council import commands as cc
from bot.domain.evidence import Case
from bot.slack.acting.asked import Word
from bot.slack.acting.pressed import Handler, Pressed
from bot.slack.acting.submitted import Sent, Taken, takes
from bot.slack.blocks import message, names
from bot.slack.claims.forms import ClaimForm


async def _make_claim(sent: Sent[ClaimForm]) -> None:
    """Keeps a claim."""
    form = sent.form
    priorities = tuple((key, Case(evidence)) for key, evidence in form.priorities.items())
    command = cc.MakeClaim(Case(form.team_mission), Case(form.role_mission), priorities)
    await sent.services.councils.handle(form.council, command, actor=sent.user)


FORMS: tuple[Taken, ...] = (takes(ClaimForm, _make_claim),)


async def _open_claim(pressed: Pressed) -> None:
    council, where = await pressed.seated()
    pressed.refuse_early(council, cc.MakeClaim())
    seat = council.seat_of(pressed.user)
    assert seat is not None
    if not council.policies:
        await pressed.answer(message.plain("Your book has no policy, so there is nothing to claim."))
        return
    await pressed.open(ClaimForm.view(where.scenario, council, seat))


WORDS: tuple[Word, ...] = ()
BUTTONS: dict[str, Handler] = {
    names.MAKE_CLAIM: _open_claim,
}
