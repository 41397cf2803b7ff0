"""Entering what people on paper do: by a form, or typed, as `/moot enter Ada yes 3`."""

from collections.abc import Iterable

from slack_sdk.models.views import View

from bot.domain.ballot import Choice
from bot.domain.council import Council
from bot.domain.council import commands as cc
from bot.domain.council.on_paper import entered_for, on_paper
from bot.domain.errors import Refusal
from bot.domain.errors.authority import NotSeated
from bot.domain.errors.ballot import VotesThemselves
from bot.domain.errors.proposals import ProposalUnknown
from bot.domain.floor import AskFloor, LeaveFloor
from bot.domain.game import Game
from bot.domain.ids import ProposalNumber, RoleNumber, UserId
from bot.domain.scenario import Scenario
from bot.domain.seating import Seat
from bot.queries.place import Where
from bot.services import Services
from bot.slack.acting.asked import WHILE_PLAYED, Asked, ForWhom, Word
from bot.slack.acting.pressed import Handler, Pressed
from bot.slack.acting.submitted import Sent, Taken, takes
from bot.slack.asks.listeners import answer_form
from bot.slack.blocks import message, names
from bot.slack.blocks import phrases as p
from bot.slack.blocks.message import Message
from bot.slack.claims.forms import ClaimForm
from bot.slack.claims.listeners import nothing_to_win
from bot.slack.paper import cards
from bot.slack.paper.entries import FORMS as WITH_A_FORM
from bot.slack.paper.entries import Done, Entry, EntryKind, offered
from bot.slack.paper.forms import EntryForm, which_council
from bot.slack.paper.people import paper_seats
from bot.slack.proposals.forms import ObjectionForm, ProposalForm
from bot.slack.typed import words as typed

_CHOICES = {choice.value: choice for choice in Choice} | {
    "y": Choice.YES,
    "n": Choice.NO,
    "abstains": Choice.ABSTAIN,
    "abstention": Choice.ABSTAIN,
}
_SIDES = {Choice.YES: True, Choice.NO: False, Choice.ABSTAIN: None}


class ProxyHow(Refusal):
    template = (
        "Write the name as it is on the list, then yes, no or abstain: /moot proxy Ada Lovelace yes enters "
        "a vote, and /moot enter Ada Lovelace yes 3 a side on proposal 3. /moot enter Ada Lovelace floor "
        "asks for the floor. /moot enter alone offers everything else."
    )


class OneAtATime(Refusal):
    template = "Choose one person: this opens a form of its own."


# --- the form


async def window(services: Services, where: Where, council: Council | None = None) -> View:
    """The form for this council, or the person's; a facilitator chooses where there are several."""
    council = council or where.council
    if where.facilitates and council is None:
        councils = [one for one in await services.reader.councils(where.game) if on_paper(one)]
        if len(councils) != 1:
            return which_council(councils)
        council = councils[0]
    if council is None or not (where.facilitates or council.seat_of(where.user)):
        raise NotSeated
    if seats := on_paper(council):
        entered_for(council, seats[0].role, where.user)
    return EntryForm.view(where.scenario, council)


async def _press(pressed: Pressed) -> None:
    """The value is the game's id, or a council's."""
    where = await pressed.where()
    chosen = None if pressed.value == where.game.id else (await pressed.council())[0]
    await pressed.open(await window(pressed.services, where, chosen))


async def _enter(sent: Sent[EntryForm]) -> None:
    """Enters it for each of them; what needs a form of its own opens in this one's place."""
    form, entry = sent.form, sent.form.what
    council = await sent.services.reader.council(form.council)
    scenario = (await sent.services.reader.game(council.game))[1]
    if entry.kind in WITH_A_FORM:
        if len(form.who) > 1:
            raise OneAtATime
        seat = entered_for(council, form.who[0], sent.user)
        await sent.show(await _form(sent, scenario, council, seat, entry))
        return
    seats = [entered_for(council, role, sent.user) for role in form.who]
    words = offered(scenario, council).get(str(entry), "as chosen")
    entries = [(seat.holder, council, entry.work(seat), words) for seat in seats if seat.holder]
    await sent.show(await _entered(sent.services, sent.user, entries))


async def _form(
    sent: Sent[EntryForm], scenario: Scenario, council: Council, seat: Seat, entry: Entry
) -> View | Message:
    whom = cards.whom(scenario, council, sent.user)
    if entry.kind is EntryKind.PROPOSE:
        return ProposalForm.view(scenario, council, whom=whom, of=seat.role)
    if entry.kind is EntryKind.OBJECT:
        number = names.proposal_number(entry.about)
        return ObjectionForm.view(council, number, entry.round, whom, seat.role)
    if entry.kind is EntryKind.ANSWER:
        return await answer_form(sent.services, sent.user, council.id, entry.about, seat.role)
    if not ClaimForm.offers(scenario, council, seat):
        return message.plain(nothing_to_win(scenario, council, seat))
    return ClaimForm.view(scenario, council, seat)


async def _entered(
    services: Services, user: UserId, entries: Iterable[tuple[UserId, Council, Done, str]]
) -> Message:
    """Each with what happened; a refusal for one stops nobody else's, and where all are refused it is one."""
    said, refused = list[str](), list[Refusal]()
    for holder, council, work, words in entries:
        try:
            await services.councils.handle(council.id, work, actor=user)
            said.append(_said(holder, council, work, words))
        except Refusal as refusal:
            refused.append(refusal)
            said.append(f"{p.mention(holder)}: {message.refused(refusal)}")
    if refused and len(refused) == len(said):
        raise refused[0]
    return Message.of(*message.sections(said))


def _said(holder: UserId, council: Council, work: Done, words: str) -> str:
    who = p.mention(holder)
    if isinstance(work, cc.CastProxyVote):
        voted = f"The vote of {who} in {council.name} is entered by proxy: *{work.choice.value}*."
        return f"{voted} You can change it until the close."
    return f"Entered for {who}, {council.name}: {message.escaped(words)}."


# --- typed


async def _typed_for_paper(asked: Asked) -> None:
    """`/moot proxy Ada Lovelace yes`: a steward or a facilitator enters the vote of somebody on paper, their
    side on a proposal, or that they want to speak; a partner, by a mention, the vote of somebody who has long
    been idle."""
    where, rest = await asked.where(), typed.as_written(asked.typed.rest)
    if not rest:
        await asked.open(await window(asked.services, where), names.PROXY_VOTE, where.game.id)
        return
    if not where.facilitates and where.seat is None:
        raise NotSeated
    who, what = _read(rest)
    if named := typed.users(asked.typed.rest):
        holders = [await _represented(asked, where.game, user) for user in named]
    else:
        holders = paper_seats(who, await asked.services.reader.councils(where.game))
    entries = [(holder, council, *_typed(council, holder, what)) for holder, council in holders]
    await asked.answer(await _entered(asked.services, asked.user, entries))


def _read(rest: str) -> tuple[str, tuple[str, ...]]:
    """Whose name, and what is entered. Raises ProxyHow."""
    words = rest.split()
    count = 2 if len(words) > 2 and words[-1].strip("#.!").isdecimal() else 1
    name = rest.rsplit(None, count)[0].strip(" :") if len(words) > count else ""
    what = tuple(word.lower().strip("#.!") for word in words[-count:])
    if not name or (what[0] not in _CHOICES and what not in (("floor",), ("done",))):
        raise ProxyHow
    return name, what


def _typed(council: Council, holder: UserId, what: tuple[str, ...]) -> tuple[Done, str]:
    """The command, and its words."""
    if what[0] in ("floor", "done"):
        floor = AskFloor() if what[0] == "floor" else LeaveFloor()
        said = "asks for the floor" if what[0] == "floor" else "has spoken, or no longer wants to"
        return cc.EnterForPaper(_role(council, holder), floor), said
    choice = _CHOICES[what[0]]
    if len(what) == 1:
        return cc.CastProxyVote(holder, choice), ""
    number = ProposalNumber(int(what[1]))
    if number not in council.proposals:
        raise ProposalUnknown(number=number)
    side = cc.TakeSide(number, _SIDES[choice], round=council.proposals[number].round)
    return cc.EnterForPaper(_role(council, holder), side), f"{choice.value} to proposal {number}"


def _role(council: Council, holder: UserId) -> RoleNumber:
    seat = council.seat_of(holder)
    if seat is None:
        raise NotSeated
    return seat.role


async def _represented(asked: Asked, game: Game, user: str) -> tuple[UserId, Council]:
    there = await asked.services.reader.where_in(game.id, UserId(user))
    if there.council is None or there.seat is None:
        raise VotesThemselves
    return UserId(user), there.council


WORDS: tuple[Word, ...] = (
    Word("enter Name yes 3", _typed_for_paper,
         "enter what somebody on paper says (stewards may, too); `enter` alone offers every choice",
         WHILE_PLAYED, ForWhom.FACILITATORS, after="paper"),
    Word("proxy Name yes", _typed_for_paper,
         "enter the vote of somebody on paper (stewards may, too): yes, no or abstain", WHILE_PLAYED,
         ForWhom.FACILITATORS, only_in=lambda pack: pack is None or pack.ballot.held, after="enter"),
)  # fmt: skip
BUTTONS: dict[str, Handler] = {names.PROXY_VOTE: _press}
FORMS: tuple[Taken, ...] = (takes(EntryForm, _enter),)
