"""The final vote: opened, cast, closed and counted."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import assert_never

from bot.domain.ballot import Ballot, Choice, Uncounted, Why, count, is_guess
from bot.domain.council import commands as c
from bot.domain.council import events as e
from bot.domain.council.acting import about, can_vote, steward_of
from bot.domain.council.care import may_vote_for
from bot.domain.council.evolve import evolve
from bot.domain.council.secret_ballot import press
from bot.domain.council.state import Council
from bot.domain.errors.ballot import (
    BallotAlreadyHeld,
    BallotClosed,
    BallotNotOpen,
    BallotTooEarly,
    EmptyBook,
    NoFinalVote,
    ReactionToSecretBallot,
    VotesThemselves,
)
from bot.domain.errors.seating import NoSuchPaperSeat
from bot.domain.ids import MOOT, Moment, RoleNumber, UserId
from bot.domain.offer import BallotBy
from bot.domain.paper import is_paper, paper_name
from bot.domain.reactions import Reaction


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
            stands = council.ballot is not None and council.outcome is None and not council.ballot.secret
            return [e.BallotMoved(at)] if stands else []
        case c.CloseBallot():
            return list(_close(council, command, at))
        case c.CatchUpVotes():
            return list(_caught_up(council, command, at))
        case c.CastVote(choice, emoji) | c.RetractVote(choice, emoji):
            cast = isinstance(command, c.CastVote)
            return _vote(council, Reaction(choice, emoji), at, actor, cast=cast)
        case c.PressVote(choice):
            return list(press(council, choice, at, actor))
        case _:
            assert_never(command)


def _vote(
    council: Council, one: Reaction[Choice], at: Moment, actor: UserId, *, cast: bool
) -> list[e.CouncilEvent]:
    ballot = council.ballot
    if ballot is None:
        raise BallotNotOpen
    if ballot.secret:
        raise ReactionToSecretBallot
    about(ballot.opened_at, at)
    seat = can_vote(council, ballot, council.seat_of(actor))
    if council.outcome is not None:
        raise BallotClosed
    known = ballot.reactions.known_as(seat.role, one)
    if ballot.called_at is not None and at > ballot.called_at:
        return _late(ballot, seat.role, known, at, cast=cast)
    if not ballot.reactions.is_news(seat.role, one, at, added=cast):
        return []
    if cast:
        return [e.VoteCast(seat.role, one.says, at, emoji=one.emoji)]
    return [e.VoteRetracted(seat.role, one.says, at, emoji=known.emoji)]


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
    if not council.ballot_rule.held:
        raise NoFinalVote
    if ballot is None:
        raise BallotNotOpen
    can_vote(council, ballot, seat)
    if council.outcome is not None or ballot.called_at is not None:
        raise BallotClosed
    if seat.role in ballot.proxies and ballot.vote_of(seat.role) == choice:
        return []
    return [e.VoteCast(seat.role, choice, at, proxy_by=actor)]


def _on_paper(council: Council) -> str:
    names = [paper_name(one.holder) for one in council.filled if one.holder and is_paper(one.holder)]
    return ", ".join(names) or "nobody"


def _late(
    ballot: Ballot, seat: RoleNumber, one: Reaction[Choice], at: Moment, *, cast: bool
) -> list[e.CouncilEvent]:
    """After the close, the first change of a reaction tells how it stood then; no later one matters."""
    if (seat, one) in ballot.late or (seat, one) in ballot.kept:
        return []
    if not cast:
        return [e.RemovalCameLate(seat, one.says, at, one.emoji)]
    stood = one in ballot.reactions.of(seat)
    return [] if stood else [e.VoteCameLate(seat, one.says, at, one.emoji)]


def _open_ballot(council: Council, at: Moment, actor: UserId) -> list[e.CouncilEvent]:
    runs_the_game = actor == MOOT or actor in council.facilitators
    if not runs_the_game:
        steward_of(council, actor)
    if council.ballot is not None:
        if runs_the_game:
            return []
        raise BallotAlreadyHeld
    if not council.ballot_rule.held:
        raise NoFinalVote
    if council.phase is None or not council.phase.holds_ballot:
        raise BallotTooEarly
    if not council.order:
        raise EmptyBook
    electorate = tuple(sorted(seat.role for seat in council.voters))
    secret = council.ballot_rule.by is BallotBy.SECRET
    return [e.BallotOpened(council.book_hash(), electorate, at, secret)]


def _close(council: Council, command: c.CloseBallot, at: Moment) -> Iterator[e.CouncilEvent]:
    if council.outcome is not None:
        return
    if council.ballot is None:
        raise BallotNotOpen
    secret = council.ballot.secret  # then there is nothing to read back
    after, standing = council, None if secret else command.standing
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
    guesses, as_heard = _uncertain(after, after.ballot, standing)
    outcome = count(
        after.ballot,
        council.ballot_rule,
        council.electorate,
        teams={seat.role: seat.team for seat in council.seats.values()},
        verified=secret or (standing is not None and not command.partly),
        guesses=guesses,
        as_heard=as_heard,
    )
    yield e.BallotCounted(outcome)


def _uncertain(
    council: Council, ballot: Ballot, standing: Mapping[UserId, frozenset[Reaction[Choice]]] | None
) -> tuple[list[RoleNumber], list[RoleNumber]]:
    """The seats whose vote is a guess; and those of which Slack can show nothing, so that what was heard
    counts."""
    guesses, as_heard = list[RoleNumber](), list[RoleNumber]()
    if ballot.secret:
        return guesses, as_heard  # buttons have an order, and nothing of them is lost
    for role in sorted(ballot.electorate - ballot.proxies):
        holder = council.seats[role].holder
        shown = () if holder is None else _shown(ballot, role, (standing or {}).get(holder, ()))
        said = ballot.reactions.of(role)
        older = any((role, one) in ballot.inherited for one in said)
        if is_guess(ballot, role, shown):
            guesses.append(role)
        elif not shown and (said if holder is None or is_paper(holder) else older or ballot.moved):
            as_heard.append(role)
    return guesses, as_heard if standing is not None else []


def _uncounted(
    council: Council,
    ballot: Ballot,
    standing: Mapping[UserId, frozenset[Reaction[Choice]]],
    others: tuple[tuple[UserId, str], ...],
) -> Iterator[Uncounted]:
    """What Slack shows at the close besides the votes of seats. Whoever gave up a seat voted for it."""
    for user, shown in sorted(standing.items()):
        seat = council.seat_of(user)
        if user in ballot.left or (seat is not None and seat.role in ballot.electorate):
            continue
        why = Why.NO_SEAT if seat is None or seat.role in ballot.resting else Why.NEWCOMER
        if seat is not None and not council.electorate.votes(seat.role):
            why = Why.NO_VOTE
        yield from (Uncounted(user, choice.value, why) for choice in sorted({one.says for one in shown}))
    yield from (Uncounted(user, emoji, Why.OTHER_EMOJI) for user, emoji in sorted(set(others)))


def _caught_up(council: Council, command: c.CatchUpVotes, at: Moment) -> Iterator[e.CouncilEvent]:
    """The corrections that nothing else can contradict. Where a seat has several reactions, the events that
    are still to come tell which was the latest, or else the close takes what is known."""
    ballot = council.ballot
    if ballot is None or ballot.secret or ballot.called_at is not None or council.outcome is not None:
        return
    heard_since = {seat for (seat, _), moment in ballot.reactions.heard.items() if moment > at}
    for event in _corrections(council, ballot, command, at):
        assert isinstance(event, e.VoteCast | e.VoteRetracted)
        holder = council.seats[event.seat].holder
        alone = holder is not None and len({one.says for one in command.standing.get(holder, ())}) <= 1
        if alone and event.seat not in heard_since:
            yield event
    if doubled := tuple(_doubled(council, ballot, command.standing)):
        yield e.TwoChoicesSeen(doubled, at)


def _doubled(
    council: Council, ballot: Ballot, standing: Mapping[UserId, frozenset[Reaction[Choice]]]
) -> Iterator[RoleNumber]:
    """The seats of which two choices stand there, and whose holder was not asked yet to take one away."""
    for role in sorted(ballot.electorate - ballot.proxies - ballot.asked):
        holder = council.seats[role].holder
        if holder is not None and len({one.says for one in standing.get(holder, ())}) > 1:
            yield role


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
        shown = _shown(ballot, role, standing.get(holder, ()))
        if role not in ballot.proxies:
            yield from _corrected(ballot, role, shown, command.partly, at)
        else:  # what was entered stands, unless they said something themselves
            yield from (_found(role, one, at) for one in shown)


def _shown(ballot: Ballot, role: RoleNumber, standing: Iterable[Reaction[Choice]]) -> list[Reaction[Choice]]:
    """What Slack shows of a seat, as it is noted, without what came after the close."""
    return [one for one in ballot.reactions.as_known(role, standing) if (role, one) not in ballot.late]


def _corrected(
    ballot: Ballot,
    role: RoleNumber,
    shown: Collection[Reaction[Choice]],
    partly: frozenset[Choice],
    at: Moment,
) -> Iterator[e.CouncilEvent]:
    known, inherited = ballot.reactions.of(role), {one for seat, one in ballot.inherited if seat == role}
    stood = {one for seat, one in ballot.kept if seat == role}
    stood |= {one for one in known if one in inherited or one.says in partly}
    kept = tuple(one for one in known if one in stood or one in shown)
    for one in known:
        if one not in kept:
            yield e.VoteRetracted(role, one.says, at, reconciled=True, emoji=one.emoji)
    unannounced = ballot.reactions.as_known(role, {*shown, *stood} - {*known})
    before = [one for one in kept if one in inherited and one not in shown]  # older than what stands here
    order = (*before, *unannounced, *(one for one in kept if one not in before))
    if order != kept:
        yield from (_found(role, one, at) for one in order)


def _found(role: RoleNumber, one: Reaction[Choice], at: Moment) -> e.VoteCast:
    return e.VoteCast(role, one.says, at, reconciled=True, emoji=one.emoji)
