"""What can be entered for people on paper in a council now: the options of a menu, and what each does."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias, assert_never

from bot.domain.asks.asked import Asked
from bot.domain.ballot import Choice
from bot.domain.council import Council, Proposal, ProposalStatus
from bot.domain.council import commands as cc
from bot.domain.council.on_paper import on_paper
from bot.domain.floor import AskFloor, LeaveFloor
from bot.domain.scenario import Scenario
from bot.domain.seating import Seat
from bot.slack.blocks.names import proposal_number, role_number

MOST_PROPOSALS, MOST_CLAIMS = 15, 12  # the latest of them: a menu has room for a hundred options


class EntryKind(StrEnum):
    """What somebody on paper can do by others."""

    PROPOSE = "propose"
    SIDE = "side"
    OBJECT = "object"
    VOTE = "vote"
    ANSWER = "answer"
    FLOOR = "floor"
    CLAIM = "claim"
    JUDGE = "judge"


FORMS = (
    EntryKind.PROPOSE,
    EntryKind.OBJECT,
    EntryKind.ANSWER,
    EntryKind.CLAIM,
)  # what takes a form of its own
SAYS = {"yes": True, "no": False, "none": None}
Done: TypeAlias = cc.EnterForPaper | cc.CastProxyVote


@dataclass(frozen=True, slots=True)
class Entry:
    """An option: what is done, to what, and how."""

    kind: EntryKind
    about: str = ""
    says: str = ""
    round: int = 1

    @classmethod
    def read(cls, value: str) -> "Entry":
        """From an option's value."""
        kind, about, says, round = (*value.split(":"), "", "", "")[:4]
        return cls(EntryKind(kind), about, says, int(round or 1))

    def __str__(self) -> str:
        return ":".join((self.kind, self.about, self.says, str(self.round)))

    def work(self, seat: Seat) -> Done:
        """What it does for this seat."""
        assert seat.holder is not None
        match self.kind:
            case EntryKind.VOTE:
                return cc.CastProxyVote(seat.holder, Choice(self.says))
            case EntryKind.SIDE:
                side = cc.TakeSide(proposal_number(self.about), SAYS[self.says], round=self.round)
                return cc.EnterForPaper(seat.role, side)
            case EntryKind.JUDGE:
                judged = cc.JudgeClaim(role_number(self.about), SAYS[self.says])
                return cc.EnterForPaper(seat.role, judged)
            case EntryKind.FLOOR:
                return cc.EnterForPaper(seat.role, LeaveFloor() if self.says else AskFloor())
            case EntryKind.PROPOSE | EntryKind.OBJECT | EntryKind.ANSWER | EntryKind.CLAIM:
                raise ValueError(f"{self.kind} takes a form")
            case _:
                assert_never(self.kind)


def offered(scenario: Scenario, council: Council) -> dict[str, str]:
    """What can be entered now, by the options' values; what the moment is about comes first."""
    return {str(entry): words for entry, words in _offered(scenario, council)}


def _offered(scenario: Scenario, council: Council) -> Iterator[tuple[Entry, str]]:
    yield from _votes(council)
    yield from _claims(scenario, council)
    yield from _questions(council)
    if council.begun and not council.frozen:
        yield Entry(EntryKind.PROPOSE), "Propose a policy"
        yield from _proposals(council)
    if council.phase is not None and not council.ended:
        yield Entry(EntryKind.FLOOR), "Ask for the floor"
        yield Entry(EntryKind.FLOOR, says="done"), "Has spoken, or no longer wants to"


def _votes(council: Council) -> Iterator[tuple[Entry, str]]:
    vote = council.ballot
    if vote is not None and vote.called_at is None and council.outcome is None:
        for choice in Choice:
            yield Entry(EntryKind.VOTE, says=choice.value), f"Final vote: {choice.value}"


def _proposals(council: Council) -> Iterator[tuple[Entry, str]]:
    """The newest first."""
    open_ones = [one for one in council.proposals.values() if one.status is ProposalStatus.OPEN]
    for one in [*reversed(open_ones)][:MOST_PROPOSALS]:
        yield from _of_proposal(council, one)


def _of_proposal(council: Council, one: Proposal) -> Iterator[tuple[Entry, str]]:
    about = str(one.number)
    for says, words in (("yes", "Support"), ("no", "Oppose"), ("none", "No side on")):
        yield Entry(EntryKind.SIDE, about, says, one.round), f"{words} proposal {one.number}: {one.title}"
    if council.rule is not None and council.rule.objections:
        yield Entry(EntryKind.OBJECT, about, round=one.round), f"Object to proposal {one.number}: {one.title}"


def _questions(council: Council) -> Iterator[tuple[Entry, str]]:
    roles = {seat.role for seat in on_paper(council)}
    asked: Iterator[Asked] = (one for one in council.asks.values() if one.open)
    for one in asked:
        if roles & {*one.question.seats}:
            yield Entry(EntryKind.ANSWER, one.question.id), f"Answer: {one.question.title}"


def _claims(scenario: Scenario, council: Council) -> Iterator[tuple[Entry, str]]:
    if not council.aims.claimed or not council.decided or council.ended:
        return
    yield Entry(EntryKind.CLAIM), "Claim to have won"
    claims = [one for one in council.standing_claims() if one.ruling is None]
    for one in claims[:MOST_CLAIMS]:
        whose = scenario.role(one.seat).name
        for says, words in (("yes", "Confirm"), ("no", "Dispute"), ("none", "No word on")):
            yield Entry(EntryKind.JUDGE, str(one.seat), says), f"{words} the claim of {whose}"
