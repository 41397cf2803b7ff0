"""The final vote on the frozen policy book."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from math import ceil
from types import MappingProxyType
from typing import TypeAlias, assert_never

from bot.domain.ids import Moment, RoleNumber, UserId
from bot.domain.reactions import Reaction, Reactions
from bot.domain.rules import voices
from bot.domain.scenario import BallotRule, CountedOf


class Choice(StrEnum):
    """What a seat can say to the book."""

    YES = "yes"
    NO = "no"
    ABSTAIN = "abstain"


class Why(StrEnum):
    """Why a reaction on the ballot did not count."""

    REPLACED = "replaced"  # the seat said something else later
    REMOVED = "removed"
    LATE = "late"  # it came after the close
    OTHER_EMOJI = "other_emoji"
    NO_SEAT = "no_seat"  # an observer, a facilitator, another bot, a stranger
    NEWCOMER = "newcomer"  # their seat was vacant when the vote opened


@dataclass(frozen=True, slots=True)
class Uncounted:
    """A reaction that did not count, as Slack showed it at the close; `said`: a choice or an emoji's name."""

    user: UserId
    said: str
    why: Why


Key: TypeAlias = tuple[RoleNumber, Reaction[Choice]]
NOTHING_STANDS: Reactions[Choice] = Reactions()


@dataclass(frozen=True, slots=True)
class Ballot:
    """An open or closed vote, and the reactions under it, or the buttons that were pressed.

    `made` is when a seat last changed a reaction, for the receipt: only moments that were announced, and none
    that was inferred at the close. `late` is what is known to have come after it. `entered_by`: who entered
    the vote of a seat, which stands until its holder votes; `entered`: all that was entered for it, and when.
    Nothing of that was heard. `sealed`: seats that changed hands during a secret ballot, and until when an
    earlier holder was heard; what was said until then is no business of the next one's.
    """

    opened_at: Moment
    book_hash: str
    electorate: frozenset[RoleNumber]
    reactions: Reactions[Choice] = NOTHING_STANDS
    called_at: Moment | None = None
    late: Mapping[Key, Moment] = field(default_factory=lambda: MappingProxyType({}))
    kept: frozenset[Key] = frozenset()  # removed after the close, so it stood then
    inherited: frozenset[Key] = frozenset()  # by another holder, on a deleted message
    made: Mapping[Key, Moment] = field(default_factory=lambda: MappingProxyType({}))
    entered_by: Mapping[RoleNumber, UserId] = field(default_factory=lambda: MappingProxyType({}))
    entered: Mapping[tuple[RoleNumber, Choice], Moment] = field(default_factory=lambda: MappingProxyType({}))
    resting: frozenset[RoleNumber] = frozenset()  # left the electorate when their holder's account was gone
    secret: bool = False  # by buttons: reactions count for nothing, and nobody is told anybody's vote
    sealed: Mapping[RoleNumber, Moment] = field(default_factory=lambda: MappingProxyType({}))
    left: frozenset[UserId] = frozenset()  # held a seat when the vote opened, and gave it up since
    uncounted: tuple[Uncounted, ...] = ()  # what other people's reactions, and other emoji, were at the close

    def vote_of(self, seat: RoleNumber) -> Choice | None:
        """The choice that counts for this seat; None if it has not voted, or took its vote back."""
        return self.reactions.latest(seat)

    @property
    def standing(self) -> Mapping[RoleNumber, tuple[Choice, ...]]:
        """What each seat's reactions say, the latest last."""
        return self.reactions.by_seat()

    @property
    def proxies(self) -> frozenset[RoleNumber]:
        """The seats whose vote somebody else entered."""
        return frozenset(self.entered_by)

    @property
    def turnout(self) -> int:
        """How many seats have a vote that counts."""
        return sum(1 for seat in self.electorate if self.vote_of(seat) is not None)

    def missing(self) -> tuple[RoleNumber, ...]:
        """The seats that have not voted yet."""
        return tuple(sorted(seat for seat in self.electorate if self.vote_of(seat) is None))


@dataclass(frozen=True, slots=True)
class Outcome:
    """The count and what it means. `verified` is whether the reactions could be read back at the close."""

    yes: int
    no: int
    abstain: int
    seats: int
    passed: bool
    reason: str
    verified: bool = True
    by_proxy: int = 0  # how many of the votes somebody else entered
    resting: int = 0  # how many seats had left the electorate with their account
    rested: int = 0  # how many of those had a vote, which did not count


@dataclass(frozen=True, slots=True)
class _Count:
    """What the rule compares: how many are for and against, of how many, and what they are called."""

    for_it: int
    against: int
    of: int
    what: str


def count(
    ballot: Ballot, rule: BallotRule, *, teams: Mapping[RoleNumber, str] | None = None, verified: bool = True
) -> Outcome:
    """Counts the votes by the pack's rule. `teams`: each seat's team, for rules that count teams."""
    votes = Counter(ballot.vote_of(seat) for seat in ballot.electorate)
    yes, no, abstain = (votes[choice] for choice in (Choice.YES, Choice.NO, Choice.ABSTAIN))
    seats = len(ballot.electorate)
    needed = ceil(rule.quorum * seats)
    took_part = yes + no + abstain
    if not seats:
        when = "closed" if ballot.resting else "opened"
        passed, reason = False, f"nobody held a seat when the vote {when}"
    elif took_part < needed:
        passed, reason = False, f"only {took_part} of {seats} seats took part; {needed} were needed"
    else:
        passed, reason = _judged(_compared(ballot, rule, teams or {}), rule)
    by_proxy = sum(1 for seat in ballot.proxies & ballot.electorate if ballot.vote_of(seat) is not None)
    rested = sum(1 for seat in ballot.resting if ballot.vote_of(seat) is not None)
    resting = len(ballot.resting)
    return Outcome(yes, no, abstain, seats, passed, reason, verified, by_proxy, resting, rested)


def _compared(ballot: Ballot, rule: BallotRule, teams: Mapping[RoleNumber, str]) -> _Count:
    votes = {seat: ballot.vote_of(seat) for seat in ballot.electorate}
    said = [*votes.values()]
    yes, no = said.count(Choice.YES), said.count(Choice.NO)
    match rule.of:
        case CountedOf.CAST:
            return _Count(yes, no, yes + no, "votes cast")
        case CountedOf.SEATED:
            return _Count(yes, no, len(said), "seats")
        case CountedOf.TEAMS:
            side = {Choice.YES: True, Choice.NO: False, Choice.ABSTAIN: None, None: None}
            said_by_team = voices((teams[seat], side[vote]) for seat, vote in votes.items())
            spoken = [*said_by_team.values()]
            return _Count(spoken.count(True), spoken.count(False), len(spoken), "teams")
        case _:
            assert_never(rule.of)


def _judged(now: _Count, rule: BallotRule) -> tuple[bool, str]:
    said = f"{now.for_it} of {now.of} {now.what} were in favour"
    if now.for_it == now.against:
        return False, f"{now.for_it} to {now.against} is a tie, and a tie does not pass"
    if now.for_it > now.against and _enough(now, rule):
        return True, f"{said}; {threshold(rule)} was needed"
    return False, f"only {said}; {threshold(rule)} was needed"


def _enough(now: _Count, rule: BallotRule) -> bool:
    if rule.at_least is not None:
        return now.for_it >= rule.at_least * now.of
    return now.for_it > rule.more_than * now.of


def threshold(rule: BallotRule) -> str:
    """`more than half`: the share that the rule asks for; a stored outcome says it in its reason."""
    if rule.at_least is not None:
        return "all" if rule.at_least == 1 else f"at least {in_words(rule.at_least)}"
    return f"more than {in_words(rule.more_than)}"


_NAMED = {
    Fraction(1, 2): "half",
    Fraction(1, 3): "a third",
    Fraction(2, 3): "two thirds",
    Fraction(1, 4): "a quarter",
    Fraction(3, 4): "three quarters",
}


def in_words(share: Fraction) -> str:
    """`two thirds`, `60%`, or as it was written."""
    percent = share * 100
    return _NAMED.get(share) or (f"{percent}%" if percent.denominator == 1 else str(share))


def book_hash(policies: Iterable[tuple[int, str, str]]) -> str:
    """A short fingerprint of the book: (number, title, text) in order. Same book, same ten characters."""
    canonical = json.dumps([list(policy) for policy in policies], ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()[:10]
