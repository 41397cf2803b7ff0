"""Claiming that a mission was met."""

from bot.domain.council import Council
from bot.domain.council.acting import holder_of
from bot.domain.council.commands import EnterForPaper
from bot.domain.council.on_paper import entered_for
from bot.domain.errors import Refusal
from bot.domain.scenario import Scenario
from bot.domain.seating import Seat
from bot.slack.acting.asked import Word
from bot.slack.acting.pressed import Handler, Pressed
from bot.slack.acting.submitted import Sent, Taken, takes
from bot.slack.blocks import message, names, optional
from bot.slack.blocks.carried import number, parts
from bot.slack.claims.forms import ClaimForm, standing


def nothing_to_win(scenario: Scenario, council: Council, seat: Seat) -> str:
    """To somebody whose seat can win by nothing."""
    if council.holds or not scenario.team(seat.team).priorities:
        return "You have no mission and no priorities, so there is nothing you can claim."
    why = "The book was not approved" if scenario.ballot.held else "The book holds no policy"
    without = f", and you play without a {optional.secret_(scenario)}mission" if scenario.has_missions else ""
    return f"{why}{without}, so there is nothing you can claim."


class NothingChosen(Refusal):
    template = "Choose evidence for at least one {what}. If you claim nothing, cancel."


async def _make_claim(sent: Sent[ClaimForm]) -> None:
    """Keeps a claim. One that claims nothing takes back what was claimed before."""
    form, command = sent.form, sent.form.claimed()
    council = await sent.services.reader.council(form.council)
    seat = council.seats.get(form.of) if form.of is not None else council.seat_of(sent.user)
    if not command.claims_something and seat is not None and seat.role not in council.claims:
        scenario = (await sent.services.reader.game(council.game))[1]
        raise NothingChosen(what=optional.claimable(scenario))
    work = command if form.of is None else EnterForPaper(form.of, command)
    await sent.services.councils.handle(form.council, work, actor=sent.user)


FORMS: tuple[Taken, ...] = (takes(ClaimForm, _make_claim),)


async def _open_claim(pressed: Pressed) -> None:
    council, where = await pressed.seated()
    seat = council.seat_of(pressed.user)
    assert seat is not None
    pressed.refuse_early(council, standing(council, seat))
    if not ClaimForm.offers(where.scenario, council, seat):
        await pressed.answer(message.plain(nothing_to_win(where.scenario, council, seat)))
        return
    await pressed.open(ClaimForm.view(where.scenario, council, seat))


async def _turn_evidence(pressed: Pressed) -> None:
    """Another page of the book in the menus; what stands in the form stays."""
    council, where = await pressed.council()
    view, page = pressed.answer.window, number(parts(pressed.value, 2)[1])
    form = ClaimForm.read(view, unfinished=True) if view.get("callback_id") == ClaimForm.callback else None
    of = form.of if form is not None else None
    seat = holder_of(council, pressed.user) if of is None else entered_for(council, of, pressed.user)
    claim = standing(council, seat)
    pressed.refuse_early(council, claim if of is None else EnterForPaper(of, claim))
    said = form.said() if form is not None else None
    await pressed.answer.redraw(ClaimForm.view(where.scenario, council, seat, said, page))


WORDS: tuple[Word, ...] = ()
BUTTONS: dict[str, Handler] = {
    names.MAKE_CLAIM: _open_claim,
    names.TURN_EVIDENCE: _turn_evidence,
}
