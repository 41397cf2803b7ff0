"""The final vote: opened, cast, closed and counted."""

from collections.abc import Iterator, Mapping
from typing import assert_never

from bot.domain.ballot import Ballot, Choice, Uncounted, Why, count, overtaken
from bot.domain.council import commands as c
from bot.domain.council import events as e
from bot.domain.council.acting import about, steward_of
from bot.domain.council.care import may_vote_for
from bot.domain.council.evolve import evolve
from bot.domain.council.state import Council
from bot.domain.errors.ballot import (
    BallotAlreadyHeld,
    BallotClosed,
    BallotNotOpen,
    BallotTooEarly,
    EmptyBook,
    NotInElectorate,
    VotesThemselves,
)
from bot.domain.errors.seating import NoSuchPaperSeat
from bot.domain.ids import MOOT, Moment, RoleNumber, UserId
from bot.domain.paper import is_paper, paper_name


def decide_ballot(
    council: Council, command: c.BallotCommand, at: Moment, actor: UserId
) -> list[e.CouncilEvent]:
    """What happens to the final vote. For reactions, `at` is when they were made."""
    match command:
        case c.OpenBallot():
            return _open_ballot(council, at, actor)
        case c.CallBallot():
            return [e.BallotCalled(at)] if council.ballot and council.ballot.called_at is None else []
        case c.MoveBallot():
            return [e.BallotMoved(at)] if council.ballot and council.outcome is None else []
        case c.CloseBallot():
            return list(_close(council, command, at))
        case c.CatchUpVotes():
            return list(_caught_up(council, command, at))
        case c.CastVote(choice) | c.RetractVote(choice):
            return _vote(council, choice, at, actor, cast=isinstance(command, c.CastVote))
        case _:
            assert_never(command)


def _vote(council: Council, choice: Choice, at: Moment, actor: UserId, *, cast: bool) -> list[e.CouncilEvent]:
    ballot = council.ballot
    if ballot is None:
        raise BallotNotOpen
    about(ballot.opened_at, at)
    seat = council.seat_of(actor)
    if seat is None or seat.role not in ballot.electorate:
        raise NotInElectorate
    if council.outcome is not None:
        raise BallotClosed
    if ballot.called_at is not None and at > ballot.called_at:
        return _late(ballot, seat.role, choice, at, cast=cast)
    standing = choice in ballot.standing.get(seat.role, ())
    heard, entered = ballot.heard.get((seat.role, choice)), seat.role in ballot.proxies
    if overtaken(heard, at, repeated=entered or (cast and standing)):
        return []
    if entered:  # their own counts, also if it was made before somebody spoke for them
        return [e.VoteCast(seat.role, choice, at)] if cast else []
    if not cast:
        return [e.VoteRetracted(seat.role, choice, at)] if standing else []
    return [] if ballot.vote_of(seat.role) == choice else [e.VoteCast(seat.role, choice, at)]


def proxy_vote(
    council: Council, holder: UserId, choice: Choice, at: Moment, actor: UserId
) -> list[e.CouncilEvent]:
    """The vote of a paper seat, or for its partner of an idle one: entered while the vote is open."""
    seat, ballot = council.seat_of(holder), council.ballot
    idle = seat is not None and not is_paper(holder) and may_vote_for(council, seat, actor)
    if actor not in council.facilitators and not idle:
        steward_of(council, actor)
    if seat is None:
        raise NoSuchPaperSeat(name=paper_name(holder), known=_on_paper(council))
    if not is_paper(holder) and not idle:
        raise VotesThemselves
    if ballot is None:
        raise BallotNotOpen
    if seat.role not in ballot.electorate:
        raise NotInElectorate
    if council.outcome is not None or ballot.called_at is not None:
        raise BallotClosed
    if seat.role in ballot.proxies and ballot.vote_of(seat.role) == choice:
        return []
    return [e.VoteCast(seat.role, choice, at, proxy_by=actor)]


def _on_paper(council: Council) -> str:
    names = [paper_name(one.holder) for one in council.filled if one.holder and is_paper(one.holder)]
    return ", ".join(names) or "nobody"


def _late(
    ballot: Ballot, seat: RoleNumber, choice: Choice, at: Moment, *, cast: bool
) -> list[e.CouncilEvent]:
    """After the close, the first change of a reaction tells how it stood then; no later one matters."""
    if (seat, choice) in ballot.late or (seat, choice) in ballot.kept:
        return []
    if not cast:
        return [e.RemovalCameLate(seat, choice, at)]
    return [] if choice in ballot.standing.get(seat, ()) else [e.VoteCameLate(seat, choice, at)]


def _open_ballot(council: Council, at: Moment, actor: UserId) -> list[e.CouncilEvent]:
    runs_the_game = actor == MOOT or actor in council.facilitators
    if not runs_the_game:
        steward_of(council, actor)
    if council.ballot is not None:
        if runs_the_game:
            return []
        raise BallotAlreadyHeld
    if council.phase is None or not council.phase.holds_ballot:
        raise BallotTooEarly
    if not council.policies:
        raise EmptyBook
    electorate = tuple(sorted(seat.role for seat in council.filled))
    return [e.BallotOpened(council.book_hash(), electorate, at)]


def _close(council: Council, command: c.CloseBallot, at: Moment) -> Iterator[e.CouncilEvent]:
    if council.outcome is not None:
        return
    if council.ballot is None:
        raise BallotNotOpen
    after, standing = council, command.standing
    if council.ballot.called_at is None:
        called = e.BallotCalled(at)
        yield called
        after = evolve(after, called)
    if standing is not None:
        for event in _corrections(council, council.ballot, command, at):
            yield event
            after = evolve(after, event)
        uncounted = tuple(_uncounted(council, council.ballot, standing, command.others))
        if uncounted:
            yield e.UncountedNoted(uncounted)
    assert after.ballot is not None
    teams = {seat.role: seat.team for seat in council.seats.values()}
    outcome = count(after.ballot, council.ballot_rule, teams=teams, verified=standing is not None)
    yield e.BallotCounted(outcome)


def _uncounted(
    council: Council,
    ballot: Ballot,
    standing: Mapping[UserId, frozenset[Choice]],
    others: tuple[tuple[UserId, str], ...],
) -> Iterator[Uncounted]:
    """What Slack shows at the close besides the votes of seats. Whoever gave up a seat voted for it."""
    for user, choices in sorted(standing.items()):
        seat = council.seat_of(user)
        if user in ballot.left or (seat is not None and seat.role in ballot.electorate):
            continue
        why = Why.NO_SEAT if seat is None or seat.role in ballot.resting else Why.NEWCOMER
        yield from (Uncounted(user, choice.value, why) for choice in sorted(choices))
    yield from (Uncounted(user, emoji, Why.OTHER_EMOJI) for user, emoji in sorted(set(others)))


def _caught_up(council: Council, command: c.CatchUpVotes, at: Moment) -> Iterator[e.CouncilEvent]:
    """The corrections that nothing else can contradict. Where a seat has several reactions, the events that
    are still to come tell which was the latest, or else the close takes what is known."""
    ballot = council.ballot
    if ballot is None or ballot.called_at is not None or council.outcome is not None:
        return
    heard_since = {seat for (seat, _), moment in ballot.heard.items() if moment > at}
    for event in _corrections(council, ballot, command, at):
        assert isinstance(event, e.VoteCast | e.VoteRetracted)
        holder = council.seats[event.seat].holder
        alone = holder is not None and len(command.standing.get(holder, ())) <= 1
        if alone and event.seat not in heard_since:
            yield event


def _corrections(
    council: Council, ballot: Ballot, command: c.CloseBallot | c.CatchUpVotes, at: Moment
) -> Iterator[e.CouncilEvent]:
    """What Slack shows and no event told, and the other way round, for seats that could vote.

    Reactions carry no time, so one that was never announced counts as the seat's earliest: it decides only
    where nothing else of that seat stands.
    """
    standing = command.standing or {}
    for role in sorted(ballot.electorate):
        holder = council.seats[role].holder
        if holder is None or is_paper(holder):
            continue  # nobody to ask: what the seat said, or was said for it, stands
        known = ballot.standing.get(role, ())
        stood = {choice for seat, choice in ballot.kept if seat == role}
        stood |= {
            choice for choice in known if (role, choice) in ballot.inherited or choice in command.partly
        }
        late = {choice for seat, choice in ballot.late if seat == role}
        if role in ballot.proxies:  # that stands, unless they said something themselves
            own = sorted(standing.get(holder, frozenset()) - late)
            yield from (e.VoteCast(role, choice, at, reconciled=True) for choice in own)
            continue
        shown = standing.get(holder, frozenset()) - late | stood
        kept = tuple(choice for choice in known if choice in shown)
        yield from (
            e.VoteRetracted(role, choice, at, reconciled=True) for choice in known if choice not in shown
        )
        unannounced = sorted(shown - set(known))
        if unannounced:
            before = [choice for choice in kept if (role, choice) in ballot.inherited]
            order = (*before, *unannounced, *(choice for choice in kept if choice not in before))
            yield from (e.VoteCast(role, choice, at, reconciled=True) for choice in order)
