"""What somebody still has to do, right at every moment, as facts: the words stand in slack/help."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.ballot import Ballot
from bot.domain.claims import Claim
from bot.domain.council import Council, Proposal, ProposalStatus
from bot.domain.council.acting import chairs
from bot.domain.council.asks import to_answer
from bot.domain.council.conditions import met
from bot.domain.council.on_paper import on_paper
from bot.domain.council.session import has_mission, unanswered
from bot.domain.council.verdicts import to_rule_on
from bot.domain.game import Game, Stage
from bot.domain.game.surveys import open_to
from bot.domain.ids import Moment, ProposalNumber, UserId
from bot.domain.paper import is_paper, paper_name
from bot.domain.scenario import Scenario
from bot.domain.seating import Seat


class Task(StrEnum):
    """Everything that somebody can still have to do."""

    SHEET = "sheet"  # read one's own
    VOTE = "vote"
    PROXY = "proxy"  # the votes of people on paper
    CHARTER = "charter"
    RESPONSE = "response"  # to an emergency
    RECORD = "record"  # as a steward, where the stewards decide
    CALL = "call"  # the final vote
    SIDES = "sides"  # for or against a proposal
    PRESENTATION = "presentation"
    CLAIM = "claim"
    JUDGE = "judge"  # what others claim
    RULE = "rule"  # on what is disputed
    REVEAL = "reveal"  # whether a mission may be shown
    FEEDBACK = "feedback"
    ANSWER = "answer"  # a question
    DEAL = "deal"  # the seats
    START = "start"  # the game


@dataclass(frozen=True, slots=True)
class Owed:
    """Something to do: for these proposals or people on paper, in so many claims, and for a facilitator in
    which council."""

    key: Task
    proposals: tuple[ProposalNumber, ...] = ()
    on_paper: tuple[str, ...] = ()
    council: str = ""
    claims: int = 0
    questions: tuple[str, ...] = ()  # their titles
    missions: bool = True  # whether there are any in the game


def owed(game: Game, council: Council, seat: Seat, at: Moment) -> Iterator[Owed]:
    """What the holder of this seat owes at this moment, most urgent first."""
    if game.stage not in (Stage.RUNNING, Stage.ENDED):
        return
    if game.stage is Stage.RUNNING and _is_unread(council, seat):
        yield Owed(Task.SHEET, missions=not set(council.seats) <= set(council.aims.no_missions))
    yield from _vote(council, seat)
    yield from _answers(council, seat)
    if game.phase is not None and not council.frozen:
        yield from _book(game, council, seat, at)
    if _owes_presentation(game, council, seat):
        yield Owed(Task.PRESENTATION)
    yield from claims_owed(council, seat)
    if chairs(council, seat):
        yield from _claims_on_paper(council)
    if _reveals(game, council) and seat in unanswered(council):
        yield Owed(Task.REVEAL)


def owes_feedback(game: Game, user: UserId) -> bool:
    """Whether somebody was on the list of a game that is over, and has not said a word about it."""
    return game.stage is Stage.ENDED and user in game.sign_ups and user not in game.feedback


def owed_afterwards(game: Game, user: UserId) -> Iterator[Owed]:
    """What everybody on the list owes when the game is over, also those who only watched."""
    if owes_feedback(game, user):
        yield Owed(Task.FEEDBACK)


def owed_surveys(game: Game, user: UserId) -> Iterator[Owed]:
    """The surveys that somebody has not answered, whether they hold a seat or not."""
    if titles := tuple(one.question.title for one in open_to(game, user)):
        yield Owed(Task.ANSWER, questions=titles)


def owed_by_facilitators(scenario: Scenario, game: Game, councils: Iterable[Council]) -> Iterator[Owed]:
    """What waits for a facilitator, in any council."""
    if game.stage is Stage.SIGN_UP and len(game.players) >= game.layout.minimum:
        yield Owed(Task.DEAL)
    if game.stage is Stage.DEALT:
        yield Owed(Task.START)
    councils = list(councils)
    if waiting := sum(1 for council in councils for _ in to_rule_on(scenario, council) if not council.closed):
        yield Owed(Task.RULE, claims=waiting)
    for council in councils:
        yield from _proxies(council, council.name)
        yield from _answers_on_paper(council, council.name)
        paper = _on_paper(seat.holder for seat in unanswered(council))
        if paper and _reveals(game, council):
            yield Owed(Task.REVEAL, on_paper=paper, council=council.name)


def _is_unread(council: Council, seat: Seat) -> bool:
    """Whether the sheet of this seat is open, and its holder has not read it; paper is read on paper."""
    return council.begun and seat.role not in council.care.opened and not is_paper(seat.holder)


# --- the vote


def _vote(council: Council, seat: Seat) -> Iterator[Owed]:
    if _is_open(council.ballot) and council.ballot is not None and seat.role in council.ballot.missing():
        yield Owed(Task.VOTE)
    if chairs(council, seat):
        yield from _proxies(council)


def _is_open(ballot: Ballot | None) -> bool:
    return ballot is not None and ballot.called_at is None


def _proxies(council: Council, name: str = "") -> Iterator[Owed]:
    """Votes of people on paper, which somebody has to enter."""
    if council.ballot is None or not _is_open(council.ballot):
        return
    if names := _on_paper(council.seats[role].holder for role in council.ballot.missing()):
        yield Owed(Task.PROXY, on_paper=names, council=name)


def _answers(council: Council, seat: Seat) -> Iterator[Owed]:
    """Questions that are open to this seat; for those who chair, also those of people on paper."""
    if titles := tuple(one.question.title for one in to_answer(council, seat)):
        yield Owed(Task.ANSWER, questions=titles)
    if chairs(council, seat):
        yield from _answers_on_paper(council)


def _answers_on_paper(council: Council, name: str = "") -> Iterator[Owed]:
    """Answers of people on paper, which somebody has to enter."""
    for one in council.asks.values():
        seats = (seat for seat in council.filled if one in to_answer(council, seat))
        if names := _on_paper(seat.holder for seat in seats):
            yield Owed(Task.ANSWER, on_paper=names, council=name, questions=(one.question.title,))


def _on_paper(holders: Iterable[UserId | None]) -> tuple[str, ...]:
    return tuple(paper_name(holder) for holder in holders if holder is not None and is_paper(holder))


# --- the book


def _book(game: Game, council: Council, seat: Seat, at: Moment) -> Iterator[Owed]:
    phase = game.phase
    if phase is None or not phase.kind.traits.at_work:
        return
    proposals = [one for one in council.proposals.values() if one.status is ProposalStatus.OPEN]
    if chairs(council, seat):
        if council.charter is None and _charter_is_due(game):
            yield Owed(Task.CHARTER)
        answered = any(one.phase == phase.key for one in council.responses)
        if phase.kind.traits.asks_response and not answered:
            yield Owed(Task.RESPONSE)
        yield from _to_decide(council, seat, proposals, at)
        if phase.holds_ballot and council.order:
            yield Owed(Task.CALL)
    undecided = [one for one in proposals if one.stance_of(seat.role) is None and one.by != seat.role]
    if undecided and council.electorate.votes(seat.role):
        yield Owed(Task.SIDES, _numbers(undecided))


def _charter_is_due(game: Game) -> bool:
    """Whether the session that writes it has begun."""
    return game.clock is not None and any(one.charter for one in game.agenda[: game.clock.phase + 1])


def _to_decide(council: Council, seat: Seat, proposals: list[Proposal], at: Moment) -> Iterator[Owed]:
    """Where the stewards decide: what can be decided, and this one has taken no side on."""
    if council.rule is None or not council.rule.by_stewards:
        return
    if not council.electorate.votes(seat.role):
        return
    ready = [one for one in proposals if one.side_of(seat.role) is None and met(council, one, at)]
    if ready:
        yield Owed(Task.RECORD, _numbers(ready))


def _numbers(proposals: list[Proposal]) -> tuple[ProposalNumber, ...]:
    return tuple(one.number for one in proposals)


# --- after the vote


def _owes_presentation(game: Game, council: Council, seat: Seat) -> bool:
    """Whether this seat prepares the presentation, its time has come, and the council's turn has not."""
    if council.presentation or game.clock is None or game.phase is None or not chairs(council, seat):
        return False
    if game.phase.kind.traits.takes_turns:
        return council.number in {game.presentation_order[turn] for _, turn in game.turns_left()}
    ahead = game.agenda[game.clock.phase :]
    return council.decided and any(one.kind.traits.takes_turns for one in ahead)


def claims_owed(council: Council, seat: Seat) -> Iterator[Owed]:
    """A claim of one's own where there is something to win, and a word on those of others."""
    if not council.aims.claimed or not council.decided or not council.order or council.ended:
        return
    by_priorities = council.holds and seat.role not in council.aims.no_priorities
    can_win = by_priorities or has_mission(council, seat)
    if can_win and seat.role not in council.claims:
        yield Owed(Task.CLAIM)
    if any(_to_judge(claim, seat) for claim in council.standing_claims()):
        yield Owed(Task.JUDGE)


def _claims_on_paper(council: Council) -> Iterator[Owed]:
    """Claims that people on paper may make, and that somebody has to enter."""
    seats = (seat for seat in on_paper(council) if Owed(Task.CLAIM) in claims_owed(council, seat))
    if names := _on_paper(seat.holder for seat in seats):
        yield Owed(Task.CLAIM, on_paper=names)


def _to_judge(claim: Claim, seat: Seat) -> bool:
    waits = claim.ruling is None and claim.judgement_of(seat.role) is None
    return claim.seat != seat.role and bool(claim.cases) and waits


def _reveals(game: Game, council: Council) -> bool:
    """Whether holders have been asked."""
    wraps_up = council.phase is not None and council.phase.kind.traits.ends_game
    return wraps_up or game.stage is Stage.ENDED
