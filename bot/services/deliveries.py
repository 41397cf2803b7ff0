"""What an event means for Slack: pure functions from events to pieces of work for the courier.

A delivery names what to show and where, never the words: the courier renders it when it sends it. A card with
a key is posted once and updated from then on, so a repeated delivery is harmless.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from enum import IntEnum, StrEnum

from bot.domain.ballot import Choice
from bot.domain.council import Council, ProposalStatus
from bot.domain.council import events as ce
from bot.domain.council.conditions import still_waits
from bot.domain.council.revealing import asked
from bot.domain.game import Game
from bot.domain.game import events as ge
from bot.domain.ids import CouncilId, ProposalNumber, UserId
from bot.domain.mending import empty_teams
from bot.domain.paper import is_paper
from bot.domain.scenario import DecisionRuleKind, PhaseKind

PLENARY = "plenary"


class Kind(StrEnum):
    """What the courier does."""

    OPEN_ROOM = "open_room"  # conversations.create
    INVITE = "invite"  # conversations.invite
    REMOVE = "remove"  # conversations.kick
    CLOSE_ROOM = "close_room"  # conversations.archive
    TOPIC = "topic"  # conversations.setTopic
    CARD = "card"  # chat.postMessage the first time, chat.update afterwards
    DELETE = "delete"  # chat.delete: a card's second copy
    SEED = "seed"  # reactions.add: the choices under a card
    WHISPER = "whisper"  # chat.postEphemeral
    READ_VOTES = "read_votes"  # reactions.get, and the count
    CATCH_UP_VOTES = "catch_up_votes"  # reactions.get, after events may have been lost
    CATCH_UP_SIDES = "catch_up_sides"  # likewise, of a council's open proposals
    HOME = "home"  # views.publish
    ZONE = "zone"  # users.info: the time zone in somebody's profile
    LOOK_UP = "look_up"  # users.info, users.lookupByEmail, conversations.members: an invitation's people


class Urgency(IntEnum):
    """DESIGN: bells go before ballots before sheets before replies before Home and topics."""

    BELL = 0
    BALLOT = 1
    SHEET = 2
    REPLY = 3
    UPDATE = 4
    BACKGROUND = 5


class Gentle(StrEnum):
    """When somebody is written to who did not ask for it, in their own time zone."""

    BY_DAY = "by_day"
    ON_WORKING_DAYS = "on_working_days"


Subject = dict[str, str | int | list[str]]


@dataclass(frozen=True, slots=True)
class Delivery:
    """A piece of work. `room` is where: a room's key, or `dm:U…`; order holds within a lane."""

    kind: Kind
    room: str
    urgency: Urgency
    subject: Subject = field(default_factory=dict)
    coalesce: bool = False
    lane: str = ""  # the room's, unless it may overtake what waits there

    @property
    def name(self) -> str:
        """What this delivery is about, for coalescing."""
        only_update = ":existing" if self.subject.get("existing") else ""  # must not swallow the first post
        return f"{self.kind}:{self.room}:{self.subject.get('key', '')}{only_update}"


def council_room(council: Council) -> str:
    """The key of a council's channel."""
    return f"council:{council.number}"


def card(card: str, room: str, urgency: Urgency, key: str = "", **subject: str | int) -> Delivery:
    """A card that is posted once under its key; without one, once in its room under its own name."""
    full: Subject = {"card": card, "key": key or f"{card}:{room}", **subject}
    return Delivery(Kind.CARD, room, urgency, full, coalesce=True)


def beside(update: Delivery) -> Delivery:
    """An update of a card that stands, in a lane of its own: Slack allows few updates a minute, and what is
    posted after it must not wait for them."""
    lane = f"update:{update.subject['key']}"
    return replace(update, subject={**update.subject, "existing": 1}, lane=lane)


def seed(room: str, key: str, urgency: Urgency) -> Delivery:
    """The choices under a card, in a lane of their own for the same reason."""
    return Delivery(Kind.SEED, room, urgency, {"key": key}, lane=f"seed:{key}")


def topic(room: str) -> Delivery:
    """The channel's topic, made true."""
    return Delivery(Kind.TOPIC, room, Urgency.BACKGROUND, coalesce=True, lane=f"topic:{room}")


def home(user: str, *, first: bool = False) -> Delivery:
    """Somebody's App Home, made true; the first time it says welcome."""
    subject: Subject = {"user": user, "first": int(first)}
    return Delivery(Kind.HOME, f"home:{user}", Urgency.BACKGROUND, subject, coalesce=True)


def look_up(user: str) -> Delivery:
    """Somebody's time zone is asked for."""
    return Delivery(Kind.ZONE, f"person:{user}", Urgency.BACKGROUND, {"user": user}, coalesce=True)


def whisper(room: str, user: UserId, what: str, **subject: str | int) -> Delivery:
    """A line that one person sees in a channel."""
    full: Subject = {"what": what, "user": user, "key": f"{user}:{what}", **subject}
    return Delivery(Kind.WHISPER, room, Urgency.REPLY, full, coalesce=True, lane=f"whisper:{user}")


# --- games


def of_game(game: Game, event: ge.GameEvent, version: int) -> Iterator[Delivery]:
    """The work that an event of a game makes, except for what the clock does; `game` is as it is after it."""
    match event:
        case ge.GameCreated() | ge.PlayerJoined() | ge.ObserverJoined() | ge.PlayerLeft():
            yield card("sign_up", PLENARY, Urgency.UPDATE)
            yield from _told(event, version)
            yield from _zones(game, event)
        case ge.PlayerReplaced():
            yield card("sign_up", PLENARY, Urgency.UPDATE)
            yield from _zones(game, event)
        case ge.FacilitatorAdded(user, by) | ge.FacilitatorRemoved(user, by):
            yield card("sign_up", PLENARY, Urgency.UPDATE)
            name = "facilitates" if isinstance(event, ge.FacilitatorAdded) else "stepped_down"
            yield card(name, f"dm:{user}", Urgency.REPLY, f"{name}:{version}:{user}", by=by)
        case ge.SeatsDealt():
            yield card("sign_up", PLENARY, Urgency.UPDATE)
            yield card("dealt", PLENARY, Urgency.REPLY)
            yield from (opening(facilitator) for facilitator in sorted(game.facilitators))
        case ge.StartPlanned():
            yield card("sign_up", PLENARY, Urgency.UPDATE)
        case ge.StartNear() | ge.StartCame():
            name = "start_near" if isinstance(event, ge.StartNear) else "start_came"
            for facilitator in sorted(game.facilitators):
                key = f"{name}:{version}:{facilitator}"
                yield card(name, f"dm:{facilitator}", Urgency.REPLY, key)
        case _:
            return  # what the clock does: bells.py


def _zones(game: Game, event: ge.GameEvent) -> Iterator[Delivery]:
    """Over days, everybody's time zone is asked for when they come: nobody is written to at night."""
    if game.working is None:
        return
    match event:
        case ge.GameCreated():
            yield from (look_up(one) for one in sorted(game.facilitators))
        case ge.PlayerJoined(user) | ge.ObserverJoined(user) | ge.PlayerReplaced(to=user):
            yield look_up(user)


def _told(event: ge.GameEvent, version: int) -> Iterator[Delivery]:
    """Somebody whom a facilitator added or removed hears of it."""
    if isinstance(event, ge.PlayerJoined | ge.PlayerLeft) and event.by is not None:
        name = "signed_up" if isinstance(event, ge.PlayerJoined) else "taken_off"
        key = f"{name}:{version}:{event.player}"
        yield card(name, f"dm:{event.player}", Urgency.UPDATE, key, by=event.by)


def slide(council: Council) -> Delivery:
    return on_stage(card("slide", PLENARY, Urgency.REPLY, f"slide:{council.number}", council=council.id))


def on_stage(what: Delivery) -> Delivery:
    """Turns and slides keep their order, and a pile of slides holds up no bell in the plenary."""
    return replace(what, lane="stage")


# --- councils


def founding(game: Game, council: Council) -> Iterator[Delivery]:
    """The work that a new council makes: its channel, its people, and an envelope for each."""
    room = council_room(council)
    holders = [seat.holder for seat in council.filled if seat.holder]
    members = [*holders, *sorted(game.facilitators - set(holders))]
    yield Delivery(Kind.OPEN_ROOM, room, Urgency.BELL)
    yield Delivery(Kind.INVITE, room, Urgency.BELL, {"users": list(members)})
    yield card("welcome", room, Urgency.BELL, council=council.id)
    yield topic(room)
    yield from (envelope(council, holder) for holder in holders)


def opening(facilitator: str) -> Delivery:
    """To a facilitator: how far the opening of a large game is."""
    return card("opening", f"dm:{facilitator}", Urgency.BELL, f"opening:{facilitator}")


def envelope(council: Council, holder: UserId, version: int = 0) -> Delivery:
    """The sealed envelope of a seat's holder; with `version`, a new one that came with this event."""
    key = f"envelope:{holder}:{council.id}:{version}" if version else f"envelope:{holder}"
    return card("envelope", f"dm:{holder}", Urgency.SHEET, key, council=council.id, holder=holder)


def of_council(council: Council, event: ce.CouncilEvent, version: int) -> Iterator[Delivery]:
    """The work that an event of a council makes; `council` is as it is after it."""
    room = council_room(council)
    match event:
        case ce.SeatVacated() | ce.SeatFilled() | ce.SeatHandedOver() | ce.HolderMoved():
            yield from _seat(council, event, version)
        case ce.CharterAdopted(charter_version):
            key = f"charter:{charter_version}:{room}"
            yield card("charter", room, Urgency.REPLY, key, council=council.id, version=charter_version)
            yield from _after_the_charter(council, event)
        case ce.ProposalSubmitted(number) | ce.ProposalAmended(number):
            yield from _put_to_the_council(council, number)
        case ce.ProposalWithdrawn(number) | ce.ProposalMerged(number):
            yield beside(_proposal(council, number))
        case ce.BookOrdered() | ce.ItemParked() | ce.ItemUnparked():
            yield from _revision(council, event, version)
        case ce.ObjectionMade(number) | ce.ObjectionWithdrawn(number) | ce.WaitingEnded(number):
            yield beside(_proposal(council, number))
        case ce.PolicyAdopted(number, policy):
            yield beside(_proposal(council, number))
            key = f"adopted:{policy}:{room}"
            yield card("adopted", room, Urgency.REPLY, key, council=council.id, policy=policy)
        case ce.ResponseRecorded(phase):
            key = f"response:{version}:{room}"
            yield card("response", room, Urgency.REPLY, key, council=council.id, phase=phase)
        case ce.SideTaken() | ce.SideTakenBack():
            yield from _sides(council, event)  # Slack shows the reactions itself, and updates are scarce
        case ce.PhaseEntered(kind=PhaseKind.WRAP_UP):
            yield from reveal_questions(council)
        case ce.PhaseEntered() | ce.CouncilSeated() | ce.IdeaCarriedBack() | ce.StrawAnswered():
            return
        case ce.ClockStopped() | ce.ClockRan():
            yield from _waiting(council)
        case ce.RevealAnswered():
            yield from (beside(question) for question in reveal_questions(council, event.seat))
            yield beside(card("reveal", room, Urgency.UPDATE, f"reveal:{room}", council=council.id))
        case ce.FacilitatorsChanged():
            yield from _facilitators(council, event)
        case ce.ClaimMade() | ce.ClaimJudged() | ce.JudgementTakenBack() | ce.ClaimRuled():
            yield from _claim(council, event)
        case ce.DoneSaid(phase):
            key = f"done:{council.id}:{phase}:{_begun(council)}"
            yield card("done", room, Urgency.REPLY, key, council=council.id, phase=phase)
        case ce.PresentationPrepared():
            key = f"presentation:{council.id}"
            yield card("presentation", room, Urgency.REPLY, key, council=council.id)
            key = f"slide:{council.number}"
            yield on_stage(card("slide", PLENARY, Urgency.UPDATE, key, council=council.id, existing=1))
        case ce.StrawPollAsked(number):
            key = f"straw:{council.id}:{number}"
            yield card("straw", room, Urgency.REPLY, key, council=council.id, number=number)
            yield seed(room, key, Urgency.REPLY)
        case _:
            yield from _ballot(council, event)


def _begun(council: Council) -> str:
    """What tells a phase that ran twice apart."""
    return f"{council.phase.at.timestamp():.0f}" if council.phase else ""


def _facilitators(council: Council, event: ce.FacilitatorsChanged) -> Iterator[Delivery]:
    """Who runs the game sees every council; who no longer does, only the one in which they hold a seat."""
    room = council_room(council)
    came = [user for user in event.added if council.seat_of(user) is None]
    if came:
        yield Delivery(Kind.INVITE, room, Urgency.REPLY, {"users": list(came)})
    for user in event.removed:
        if council.seat_of(user) is None:
            yield Delivery(Kind.REMOVE, room, Urgency.REPLY, {"user": user})


def _seat(
    council: Council,
    event: ce.SeatVacated | ce.SeatFilled | ce.SeatHandedOver | ce.HolderMoved,
    version: int,
) -> Iterator[Delivery]:
    """Who goes loses the channel, unless they facilitate; who comes gets it, and an envelope of their own."""
    room, news = council_room(council), f"seat:{version}:{council_room(council)}"
    here: dict[str, str | int] = {"council": council.id, "holder": event.holder, "seat": event.seat}
    match event:
        case ce.SeatVacated():
            left, came, here = [event.holder], [], {**here, "what": "vacated"}
        case ce.SeatFilled():
            left, came, here = [], [event.holder], {**here, "what": "filled"}
        case ce.SeatHandedOver():
            left, came, here = [event.holder], [event.to], {**here, "what": "handed_over", "to": event.to}
        case ce.HolderMoved():
            left, came, here = [], [event.holder], {**here, "what": "moved", "seat": event.to}
    for user in left:
        if user not in council.facilitators:
            yield Delivery(Kind.REMOVE, room, Urgency.REPLY, {"user": user})
    for user in came:
        if not isinstance(event, ce.HolderMoved):
            yield Delivery(Kind.INVITE, room, Urgency.REPLY, {"users": [user]})
    yield beside(card("welcome", room, Urgency.UPDATE, council=council.id))
    yield card("seat_news", room, Urgency.REPLY, news, **here)
    yield from (envelope(council, user, version) for user in came)
    yield from _teams(council, event)


def _teams(
    council: Council, event: ce.SeatVacated | ce.SeatFilled | ce.SeatHandedOver | ce.HolderMoved
) -> Iterator[Delivery]:
    """The facilitators hear of a team that nobody is left in; once somebody is, their card says so."""
    if isinstance(event, ce.SeatHandedOver):
        return
    touched = {event.seat, event.to} if isinstance(event, ce.HolderMoved) else {event.seat}
    for team in sorted({council.seats[seat].team for seat in touched}):
        gone: dict[str, int] = {} if team in empty_teams(council) else {"existing": 1}
        for facilitator in sorted(council.facilitators):
            key = f"team_empty:{council.id}:{team}:{facilitator}"
            dm = f"dm:{facilitator}"
            yield card("team_empty", dm, Urgency.REPLY, key, council=council.id, team=team, **gone)


def proposal_key(council: Council, number: ProposalNumber, of: int) -> str:
    """The key of a proposal's card of this round."""
    return f"proposal:{council.id}:{number}:{of}" if of > 1 else f"proposal:{council.id}:{number}"


def _proposal(council: Council, number: ProposalNumber, of: int = 0) -> Delivery:
    """A proposal's newest card, or an earlier one."""
    room, of = council_room(council), of or council.proposals[number].round
    key = proposal_key(council, number, of)
    return card("proposal", room, Urgency.REPLY, key, council=council.id, number=number, round=of)


def _put_to_the_council(council: Council, number: ProposalNumber) -> Iterator[Delivery]:
    """A card with fresh reactions; the one before points to it."""
    now = council.proposals[number].round
    if now > 1:
        yield beside(_proposal(council, number, now - 1))
    yield _proposal(council, number)
    yield seed(council_room(council), proposal_key(council, number, now), Urgency.REPLY)


def _revision(
    council: Council, event: ce.BookOrdered | ce.ItemParked | ce.ItemUnparked, version: int
) -> Iterator[Delivery]:
    room = council_room(council)
    if isinstance(event, ce.BookOrdered):
        key = f"book_ordered:{version}:{room}"
        yield card("book_ordered", room, Urgency.REPLY, key, council=council.id, seat=event.by)
        return
    item = council.items[event.number - 1]
    key = f"parked:{council.id}:{item.number}"
    parked = card("parked", room, Urgency.REPLY, key, council=council.id, item=item.number)
    yield parked if isinstance(event, ce.ItemParked) else beside(parked)
    if item.proposal is not None and isinstance(event, ce.ItemParked):
        yield beside(_proposal(council, item.proposal))
    elif item.proposal is not None:
        yield from _put_to_the_council(council, item.proposal)


def _after_the_charter(council: Council, event: ce.CharterAdopted) -> Iterator[Delivery]:
    """What was adopted, and what now needs something else to be adopted, says so."""
    for number, one in council.proposals.items():
        if number == event.proposal or one.status is ProposalStatus.OPEN:
            yield beside(_proposal(council, number))


def _waiting(council: Council) -> Iterator[Delivery]:
    """Proposals that have to stand for a time say until when, and that changes with a pause."""
    if council.conditions.waiting and council.ballot is None:
        for number, one in council.proposals.items():
            if still_waits(one):
                yield beside(_proposal(council, number))


def reveal_questions(council: Council, only: int | None = None) -> Iterator[Delivery]:
    """To each holder of a secret, or for somebody on paper to the facilitators: may it be shown?"""
    for seat in asked(council):
        if only not in (None, seat.role):
            continue
        paper = is_paper(seat.holder)
        for user in sorted(council.facilitators) if paper else [seat.holder]:
            key = f"reveal_question:{council.id}:{seat.role}:{user}"
            yield card(
                "reveal_question", f"dm:{user}", Urgency.REPLY, key, council=council.id, seat=seat.role
            )


def _sides(council: Council, event: ce.SideTaken | ce.SideTakenBack) -> Iterator[Delivery]:
    """What the reactions do not show: teams' voices, and that under consent a thumb down blocks nothing."""
    rule = council.charter.rule if council.charter else None
    number, holder = event.number, council.seats[event.seat].holder
    if rule is DecisionRuleKind.TEAMS or council.conditions.waiting or council.conditions.seconds:
        yield beside(_proposal(council, number))
    opposes = isinstance(event, ce.SideTaken) and not event.support
    objected = event.seat in council.proposals[number].objections
    if rule is DecisionRuleKind.CONSENT and opposes and holder and not objected:
        key = f"{holder}:how_to_object:{number}"
        yield whisper(council_room(council), holder, "how_to_object", number=number, key=key)


def catch_up(council: Council) -> Delivery:
    """The open ballot's reactions are read, as events of them may have been lost."""
    subject: Subject = {"key": ballot_key(council.id), "council": council.id}
    room = council_room(council)
    return Delivery(
        Kind.CATCH_UP_VOTES, room, Urgency.BALLOT, subject, coalesce=True, lane=f"catch_up:{room}"
    )


def catch_up_sides(council: Council) -> Delivery:
    """The reactions on the open proposals are read, when there is nothing else to do."""
    room, subject = council_room(council), Subject(council=council.id)
    lane = f"catch_up_sides:{room}"
    return Delivery(Kind.CATCH_UP_SIDES, room, Urgency.BACKGROUND, subject, coalesce=True, lane=lane)


def ballot_key(council: CouncilId) -> str:
    """The key of a council's ballot message."""
    return f"ballot:{council}"


def _ballot(council: Council, event: ce.CouncilEvent) -> Iterator[Delivery]:
    room, key = council_room(council), ballot_key(council.id)
    match event:
        case ce.BallotOpened():
            yield card("book", room, Urgency.BALLOT, f"book:{council.id}", council=council.id)
            yield ballot_card(council, Urgency.BALLOT)
            for number, one in council.proposals.items():
                if one.status is ProposalStatus.OPEN:  # it can no longer be adopted, and its buttons vanish
                    yield beside(_proposal(council, number))
            yield seed(room, key, Urgency.BALLOT)
        case ce.VoteCast(seat, choice, _, reconciled):
            yield beside(ballot_card(council, Urgency.UPDATE))
            holder = council.seats[seat].holder
            if not reconciled and holder and _contradicts(council, seat):
                yield whisper(room, holder, "latest_counts", choice=choice.value)
        case ce.VoteCameLate(seat, choice):
            holder = council.seats[seat].holder
            if holder:
                yield whisper(room, holder, "came_late", choice=choice.value)
        case ce.VoteRetracted():
            yield beside(ballot_card(council, Urgency.UPDATE))
        case ce.BallotMoved():
            yield seed(room, key, Urgency.BALLOT)
        case ce.BallotCalled():
            subject: Subject = {"key": key, "council": council.id}
            yield Delivery(Kind.READ_VOTES, room, Urgency.BALLOT, subject, lane=f"count:{room}")
        case ce.BallotCounted():
            yield beside(ballot_card(council, Urgency.BALLOT))
            yield card("outcome", room, Urgency.BALLOT, f"outcome:{council.id}", council=council.id)
            yield card("receipt", room, Urgency.REPLY, f"receipt:{council.id}", council=council.id)
            if council.outcome is not None and not council.outcome.verified:
                yield from _unread(council)
            yield card("claims_open", room, Urgency.REPLY, f"claims:{council.id}", council=council.id)
        case _:
            return


def _unread(council: Council) -> Iterator[Delivery]:
    """The facilitators hear of a vote that could not be read back, as when its channel is gone."""
    for facilitator in sorted(council.facilitators):
        key = f"unread:{council.id}:{facilitator}"
        yield card("unread", f"dm:{facilitator}", Urgency.REPLY, key, council=council.id)


def _claim(
    council: Council,
    event: ce.ClaimMade | ce.ClaimJudged | ce.JudgementTakenBack | ce.ClaimRuled,
) -> Iterator[Delivery]:
    room = council_room(council)
    claimant = event.seat if isinstance(event, ce.ClaimMade) else event.claimant
    claim, key = council.claims[claimant], f"claim:{council.id}:{claimant}"
    claimed = card("claim", room, Urgency.REPLY, key, council=council.id, seat=claimant)
    if isinstance(event, ce.ClaimMade):
        yield claimed
        yield seed(room, key, Urgency.REPLY)
    elif claim.disputed or not isinstance(event, ce.ClaimJudged):
        yield beside(claimed)  # confirmed by all, it says the same as before, and updates are scarce
    else:
        return
    yield beside(card("farewell", room, Urgency.UPDATE))
    yield beside(card("results", PLENARY, Urgency.UPDATE))
    if claim.disputed:
        for facilitator in sorted(council.facilitators):
            key = f"disputed:{council.id}:{claimant}:{facilitator}"
            yield card("disputed", f"dm:{facilitator}", Urgency.REPLY, key, council=council.id, seat=claimant)


def ballot_card(council: Council, urgency: Urgency) -> Delivery:
    return card("ballot", council_room(council), urgency, ballot_key(council.id), council=council.id)


def _contradicts(council: Council, seat: int) -> bool:
    standing: Iterable[Choice] = ()
    if council.ballot is not None:
        standing = next((votes for role, votes in council.ballot.standing.items() if role == seat), ())
    return len(tuple(standing)) > 1
