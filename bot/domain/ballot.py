"""The final vote on the frozen policy book."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from math import ceil
from types import MappingProxyType

from bot.domain.charter import share
from bot.domain.ids import Moment, RoleNumber
from bot.domain.scenario import BallotRule


class Choice(StrEnum):
    """What a seat can say to the book."""

    YES = "yes"
    NO = "no"
    ABSTAIN = "abstain"


@dataclass(frozen=True, slots=True)
class Ballot:
    """An open or closed vote. `standing` holds each seat's reactions, oldest first: the latest counts.

    `heard` is when a seat last changed a reaction, since Slack delivers events again and in any order.
    """

    opened_at: Moment
    book_hash: str
    electorate: frozenset[RoleNumber]
    standing: Mapping[RoleNumber, tuple[Choice, ...]] = field(default_factory=lambda: MappingProxyType({}))
    called_at: Moment | None = None
    late: frozenset[tuple[RoleNumber, Choice]] = frozenset()  # known to have come after the close
    kept: frozenset[tuple[RoleNumber, Choice]] = frozenset()  # removed after the close, so it stood then
    inherited: frozenset[tuple[RoleNumber, Choice]] = frozenset()  # by another holder, on a deleted message
    heard: Mapping[tuple[RoleNumber, Choice], Moment] = field(default_factory=lambda: MappingProxyType({}))

    def vote_of(self, seat: RoleNumber) -> Choice | None:
        """The choice that counts for this seat; None if it has not voted, or took its vote back."""
        standing = self.standing.get(seat, ())
        return standing[-1] if standing else None

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


def count(ballot: Ballot, rule: BallotRule, *, verified: bool = True) -> Outcome:
    """Counts the votes by the pack's rule. Ties fail; abstentions take part but are not votes cast."""
    votes = Counter(ballot.vote_of(seat) for seat in ballot.electorate)
    yes, no, abstain = (votes[choice] for choice in (Choice.YES, Choice.NO, Choice.ABSTAIN))
    seats = len(ballot.electorate)
    needed = ceil(share(rule.quorum) * seats)
    took_part, cast = yes + no + abstain, yes + no
    if took_part < needed:
        passed, reason = False, f"only {took_part} of {seats} seats took part; {needed} were needed"
    elif yes > share(rule.more_than) * cast:
        passed, reason = True, f"{yes} of {cast} votes cast were in favour"
    elif yes == no:
        passed, reason = False, f"{yes} to {no} is a tie, and a tie does not pass"
    else:
        passed, reason = False, f"only {yes} of {cast} votes cast were in favour"
    return Outcome(yes, no, abstain, seats, passed, reason, verified)


def overtaken(latest: Moment | None, at: Moment, *, repeated: bool) -> bool:
    """Whether a reaction was made before the latest change of it that was heard, or is that one again."""
    return latest is not None and (at < latest or (at == latest and repeated))


def book_hash(policies: Iterable[tuple[int, str, str]]) -> str:
    """A short fingerprint of the book: (number, title, text) in order. Same book, same ten characters."""
    canonical = json.dumps([list(policy) for policy in policies], ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()[:10]
