"""Claiming that a mission was met, and ruling on a claim that is disputed."""

from bot.domain.council import commands as cc
from bot.domain.errors.claims import ClaimsNotOpen, NoSuchClaim
from bot.domain.evidence import Case
from bot.slack.acting.asked import Word
from bot.slack.acting.pressed import Handler, Pressed
from bot.slack.acting.submitted import Sent, Taken, takes
from bot.slack.blocks import message, names
from bot.slack.claims.forms import ClaimForm, RejectForm, UpholdForm


async def _make_claim(sent: Sent[ClaimForm]) -> None:
    """Keeps a claim."""
    form = sent.form
    priorities = tuple((key, Case(evidence)) for key, evidence in form.priorities.items())
    command = cc.MakeClaim(Case(form.team_mission), Case(form.role_mission), priorities)
    await sent.services.councils.handle(form.council, command, actor=sent.user)


async def _uphold(sent: Sent[UpholdForm]) -> None:
    """A facilitator upholds a disputed claim."""
    command = cc.RuleOnClaim(sent.form.seat, True, sent.form.reason)
    await sent.services.councils.handle(sent.form.council, command, actor=sent.user)


async def _reject(sent: Sent[RejectForm]) -> None:
    """A facilitator rejects a disputed claim."""
    command = cc.RuleOnClaim(sent.form.seat, False, sent.form.reason)
    await sent.services.councils.handle(sent.form.council, command, actor=sent.user)


FORMS: tuple[Taken, ...] = (
    takes(ClaimForm, _make_claim),
    takes(UpholdForm, _uphold),
    takes(RejectForm, _reject),
)


async def _open_claim(pressed: Pressed) -> None:
    council, where = await pressed.seated()
    if council.outcome is None:
        raise ClaimsNotOpen
    seat = council.seat_of(pressed.user)
    assert seat is not None
    if not council.policies:
        await pressed.answer(message.plain("Your book has no policy, so there is nothing to claim."))
        return
    await pressed.open(ClaimForm.view(where.scenario, council, seat))


def _opens_ruling(form: type[UpholdForm] | type[RejectForm]) -> Handler:
    async def handler(pressed: Pressed) -> None:
        council, _ = await pressed.council()
        role = names.role_number(pressed.value.partition(":")[2])
        if pressed.user in council.facilitators and role not in council.claims:
            raise NoSuchClaim
        pressed.refuse_early(council, cc.RuleOnClaim(role, form is UpholdForm, ""))
        await pressed.open(form.view(council, council.claims[role]))

    return handler


WORDS: tuple[Word, ...] = ()
BUTTONS: dict[str, Handler] = {
    names.MAKE_CLAIM: _open_claim,
    names.UPHOLD: _opens_ruling(UpholdForm),
    names.REJECT: _opens_ruling(RejectForm),
}
