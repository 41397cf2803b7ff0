"""What the forms about people and seats do. The answer stands in the form's place afterwards."""

from bot.domain.council import commands as cc
from bot.domain.council.silence import nudged_now
from bot.domain.errors import Refusal
from bot.domain.ids import UserId
from bot.slack.acting.submitted import Sent, Taken, takes
from bot.slack.blocks import message
from bot.slack.seats import people as people_cards
from bot.slack.seats import reseating
from bot.slack.seats.forms import (
    FacilitatorsForm,
    HandOverForm,
    HandOverMineForm,
    InviteForm,
    MoveForm,
    NudgeForm,
    PaperForm,
    RemoveForm,
)
from bot.slack.typed import lists


class NobodyChosen(Refusal):
    template = "Choose somebody first, or close this window."


async def _invite(sent: Sent[InviteForm]) -> None:
    form = sent.form
    named = [lists.person(user) for user in form.people]
    named += [lists.everybody()] if form.everybody else []
    known = {one.user for one in named}
    named += [one for one in lists.read(form.pasted) if one.user is None or one.user not in known]
    await sent.show(await reseating.invited(sent, form.game, named))


async def _paper(sent: Sent[PaperForm]) -> None:
    people = lists.people(sent.form.names)
    await sent.show(await reseating.on_paper(sent, sent.form.game, people))


async def _remove(sent: Sent[RemoveForm]) -> None:
    users = [*sent.form.people, *sent.form.paper]
    if not users:
        raise NobodyChosen
    await sent.show(await reseating.removed(sent, sent.form.game, users))


async def _hand_over(sent: Sent[HandOverForm]) -> None:
    whose = sent.form.paper or sent.form.whose
    if not whose:
        raise NobodyChosen
    await _handed_over(sent, whose)


async def _hand_over_mine(sent: Sent[HandOverMineForm]) -> None:
    await _handed_over(sent, sent.user)


async def _handed_over(sent: Sent[HandOverForm] | Sent[HandOverMineForm], whose: UserId) -> None:
    form = sent.form
    said = await reseating.handed_over(sent, form.game, whose, form.to)
    await sent.show(message.plain(said))


async def _move(sent: Sent[MoveForm]) -> None:
    form = sent.form
    said = await reseating.moved(sent, form.game, form.who, form.seat)
    await sent.show(message.plain(said))


async def _facilitators(sent: Sent[FacilitatorsForm]) -> None:
    """Only what was changed in the form is changed: others may have done so as well meanwhile."""
    before, now = sent.form.before, sent.form.people
    come = [user for user in now if user not in before]
    go = [user for user in before if user not in now]
    if not come and not go:
        await sent.show(message.plain("Nothing changed."))
        return
    await sent.show(await reseating.facilitated(sent, sent.form.game, come, go))


async def _nudge(sent: Sent[NudgeForm]) -> None:
    nudged: list[UserId] = []
    for key, role in sent.form.seats:
        before = await sent.services.reader.council(key)
        seat = before.seats[role]
        after = await sent.services.councils.handle(before.id, cc.NudgeSeat(seat.role), actor=sent.user)
        if seat.holder is not None and nudged_now(after, seat) and not nudged_now(before, seat):
            nudged.append(seat.holder)
    await sent.show(people_cards.nudged(nudged, len(sent.form.seats) - len(nudged)))


FORMS: tuple[Taken, ...] = (
    takes(InviteForm, _invite),
    takes(PaperForm, _paper),
    takes(RemoveForm, _remove),
    takes(HandOverForm, _hand_over),
    takes(HandOverMineForm, _hand_over_mine),
    takes(MoveForm, _move),
    takes(FacilitatorsForm, _facilitators),
    takes(NudgeForm, _nudge),
)
