"""Ruling on claims: one by one from the queue, by `/moot rule`, or as most who took a side say."""

import re

from bot.domain.council import Council
from bot.domain.council import commands as cc
from bot.domain.council.verdicts import to_rule_on
from bot.domain.errors import Refusal
from bot.domain.errors.claims import NoSuchClaim
from bot.domain.game import Stage
from bot.domain.ids import CouncilId, RoleNumber
from bot.domain.owed import Task
from bot.queries.place import Where
from bot.slack.acting.asked import Asked, ForWhom, Press, Word
from bot.slack.acting.pressed import Handler, Pressed
from bot.slack.acting.submitted import Sent, Taken, takes
from bot.slack.blocks import carried, names
from bot.slack.blocks.message import Message
from bot.slack.rulings import cards
from bot.slack.rulings.forms import REASON, ChangeRulingForm, RejectForm, UpholdForm
from bot.slack.typed import words as typed

UPHOLD = ("uphold", "upheld", "yes", "confirm", "accept")
REJECT = ("reject", "rejected", "no", "deny", "refuse")
TYPED = re.compile(r"(?:(\d{1,4})\s*[.:/-]\s*)?(\d{1,4})\s*[:,]?\s+([a-z]+)\b[\s.,:;-]*(.*)", re.I | re.S)


class NotARuling(Refusal):
    template = (
        "Say which claim and how, like this: /moot rule 2.3 uphold. You can add a reason. /moot rule on its "
        "own lists the claims with their numbers."
    )


# --- forms


async def _uphold(sent: Sent[UpholdForm]) -> None:
    """A facilitator upholds a disputed claim."""
    command = cc.RuleOnClaim(sent.form.seat, True, sent.form.reason)
    await sent.services.councils.handle(sent.form.council, command, actor=sent.user)


async def _reject(sent: Sent[RejectForm]) -> None:
    """A facilitator rejects a disputed claim."""
    command = cc.RuleOnClaim(sent.form.seat, False, sent.form.reason)
    await sent.services.councils.handle(sent.form.council, command, actor=sent.user)


async def _change(sent: Sent[ChangeRulingForm]) -> None:
    """A facilitator rules anew."""
    form = sent.form
    command = cc.RuleOnClaim(form.seat, form.how == "upheld", form.reason, form.seen == "upheld")
    await sent.services.councils.handle(form.council, command, actor=sent.user)


FORMS: tuple[Taken, ...] = (
    takes(UpholdForm, _uphold),
    takes(RejectForm, _reject),
    takes(ChangeRulingForm, _change),
)


# --- buttons


async def _queue(by: Asked | Pressed, where: Where, page: int = 1) -> Message:
    """The queue as it is now. Raises FacilitatorsOnly."""
    game, reader = where.as_facilitator().game, by.services.reader
    councils = await reader.councils(game)
    links = await reader.links(game.id, cards.shown_with(where.scenario, councils, page))
    return cards.queue(game, where.scenario, councils, page, links)


async def _show(pressed: Pressed) -> None:
    await pressed.answer.turn(await _queue(pressed, await pressed.where()))


async def _turn(pressed: Pressed) -> None:
    page = carried.number(carried.parts(pressed.value, 2)[1])
    await pressed.answer.turn(await _queue(pressed, await pressed.where(), page))


def _opens(form: type[UpholdForm] | type[RejectForm]) -> Handler:
    async def handler(pressed: Pressed) -> None:
        council, role = await _claimed(pressed)
        pressed.refuse_early(council, cc.RuleOnClaim(role, form is UpholdForm))
        await pressed.open(form.view(council, council.claims[role]))

    return handler


async def _open_change(pressed: Pressed) -> None:
    council, role = await _claimed(pressed)
    claim = council.claims.get(role)
    if claim is None or claim.ruling is None:
        pressed.refuse_early(council, cc.RuleOnClaim(role, upheld=True))
        raise NoSuchClaim
    pressed.refuse_early(council, cc.RuleOnClaim(role, claim.ruling.upheld, instead=claim.ruling.upheld))
    await pressed.open(ChangeRulingForm.view(council, claim, claim.ruling))


async def _claimed(pressed: Pressed) -> tuple[Council, RoleNumber]:
    council, _ = await pressed.council()
    role = names.role_number(pressed.value.partition(":")[2])
    if pressed.user in council.facilitators and role not in council.claims:
        raise NoSuchClaim
    return council, role


async def _follow_majority(pressed: Pressed) -> None:
    """Only what was seen to be against the majority is decided, council by council; ties stay open."""
    where = (await pressed.where()).as_facilitator()
    rejected = left = 0
    for council in await pressed.services.reader.councils(where.game):
        seats = cards.rejected_by_most(where.scenario, council)
        after = council
        if seats:
            command = cc.FollowMajority(seats)
            after = await pressed.services.councils.handle(council.id, command, actor=pressed.user)
        rejected += len(seats)
        left += len(list(to_rule_on(where.scenario, after)))
    await pressed.answer(cards.followed(rejected, left))


BUTTONS: dict[str, Handler] = {
    names.SHOW_RULINGS: _show,
    names.TURN_RULINGS: _turn,
    names.UPHOLD: _opens(UpholdForm),
    names.REJECT: _opens(RejectForm),
    names.CHANGE_RULING: _open_change,
    names.FOLLOW_MAJORITY: _follow_majority,
}


# --- words


async def _rule(asked: Asked) -> None:
    """Shows the queue; with a claim's number and a word, rules on it."""
    where = (await asked.where()).as_facilitator()
    if not asked.typed.rest:
        await asked.answer(await _queue(asked, where))
        return
    councils = await asked.services.reader.councils(where.game)
    council, command = _typed(await asked.said(), where, councils)
    after = await asked.services.councils.handle(council, command, actor=asked.user)
    await asked.answer(cards.ruled(cards.Entry(where.scenario, after, after.claim_of(command.claimant))))


def _typed(text: str, where: Where, councils: tuple[Council, ...]) -> tuple[CouncilId, cc.RuleOnClaim]:
    """The ruling in these words: `2.3 uphold The text says so`. In a council's channel, and where there is
    only one council, the role's number is enough. Raises NotARuling, NoSuchClaim and TooLong."""
    found = TYPED.fullmatch(text.strip())
    if found is None or found[3].lower() not in (*UPHOLD, *REJECT):
        raise NotARuling
    here = where.council or (councils[0] if len(councils) == 1 else None)
    number = int(found[1]) if found[1] else here.number if here else 0
    council = next((one for one in councils if one.number == number), None)
    if council is None:
        raise NoSuchClaim if found[1] else NotARuling
    reason = typed.fitting(found[4].strip(), REASON)
    return council.id, cc.RuleOnClaim(RoleNumber(int(found[2])), found[3].lower() in UPHOLD, reason)


WORDS: tuple[Word, ...] = (
    Word("rule", _rule, "rule on disputed claims; `rule 2.3 uphold` or `reject` decides on one",
         frozenset({Stage.RUNNING, Stage.ENDED}), ForWhom.FACILITATORS,
         only_in=lambda pack: pack is None or pack.takes_claims, after="councils",
         press=Press("Rule on claims", "/moot rule", 1, does=Task.RULE)),
)  # fmt: skip
