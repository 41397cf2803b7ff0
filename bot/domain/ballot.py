"""The final vote on the frozen policy book."""

import hashlib
import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from fractions import Fraction
from math import ceil
from types import MappingProxyType
from typing import TypeAlias, assert_never

from bot.domain.ids import Moment, RoleNumber, UserId
from bot.domain.offer import BallotRule, CountedOf
from bot.domain.reactions import Reaction, Reactions
from bot.domain.rules import voices


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
    moved: bool = False  # the message was deleted, and another stands in its place
    asked: frozenset[RoleNumber] = frozenset()  # to take one of two choices away that Slack showed
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

    def doubled(self) -> tuple[RoleNumber, ...]:
        """The seats of which two choices stand, as far as we heard, so that what counts is a guess."""
        return tuple(sorted(seat for seat in self.electorate if is_guess(self, seat, ())))

    def missing(self) -> tuple[RoleNumber, ...]:
        """The seats that have not voted yet."""
        return tuple(sorted(seat for seat in self.electorate if self.vote_of(seat) is None))


@dataclass(frozen=True, slots=True)
class Outcome:
    """The count and what it means.

    `verified` is whether the reactions could all be read back at the close. Even so, the votes of `guesses`
    are a guess (`is_guess`), on which the result `hangs` or not; and those of `as_heard` were said where
    nothing can be read back: by a holder before, or on a message that was deleted.
    """

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
    guesses: tuple[RoleNumber, ...] = ()
    hangs: bool = False  # with other guesses the result would be another
    as_heard: tuple[RoleNumber, ...] = ()

    @property
    def certain(self) -> bool:
        """Whether Slack itself shows every vote that counts."""
        return self.verified and not self.guesses and not self.as_heard


@dataclass(frozen=True, slots=True)
class _Count:
    """What the rule compares: how many are for and against, of how many, and what they are called."""

    for_it: int
    against: int
    of: int
    what: str


def is_guess(ballot: Ballot, seat: RoleNumber, shown: Collection[Reaction[Choice]]) -> bool:
    """Whether it is a guess which of a seat's reactions counts. `shown`: what Slack shows of them.

    Slack shows at the close what stands, and never in which order it was made. Only events tell that, and any
    of them may be lost. So:

    * Where all that stands on the ballot says one thing, that counts, and it is certain: whatever was lost on
      the way there, Slack shows where it led.
    * Where two choices stand, the later of them counts, and it is a guess. We take the order in which they
      were made, as far as we heard of it in whichever order that came, with what we never heard of before
      all else. That is likely right, and no more: the older one may have been taken away and made again
      since, and both events lost.
    * What was said on a message that is deleted is older than all that stands on the one in its place, so the
      two are no contradiction.

    What stands at the close is what Slack shows when it is read soon after, but for what we heard was changed
    in between.
    """
    standing = (
        one for one in ballot.reactions.of(seat) if one in shown or (seat, one) not in ballot.inherited
    )
    return seat not in ballot.entered_by and len({one.says for one in standing}) > 1


def count(
    ballot: Ballot,
    rule: BallotRule,
    *,
    teams: Mapping[RoleNumber, str] | None = None,
    verified: bool = True,
    guesses: Collection[RoleNumber] = (),
    as_heard: Collection[RoleNumber] = (),
) -> Outcome:
    """Counts the votes by the pack's rule. `teams`: each seat's team, for rules that count teams."""
    votes = Counter(ballot.vote_of(seat) for seat in ballot.electorate)
    yes, no, abstain = (votes[choice] for choice in (Choice.YES, Choice.NO, Choice.ABSTAIN))
    seats = len(ballot.electorate)
    passed, reason = _verdict(ballot, rule, teams or {})
    by_proxy = sum(1 for seat in ballot.proxies & ballot.electorate if ballot.vote_of(seat) is not None)
    rested = sum(1 for seat in ballot.resting if ballot.vote_of(seat) is not None)
    resting = len(ballot.resting)
    hangs = _hangs(ballot, rule, teams or {}, guesses)
    marked = tuple(sorted(guesses)), hangs, tuple(sorted(as_heard))
    return Outcome(yes, no, abstain, seats, passed, reason, verified, by_proxy, resting, rested, *marked)


def _hangs(
    ballot: Ballot, rule: BallotRule, teams: Mapping[RoleNumber, str], guesses: Collection[RoleNumber]
) -> bool:
    """Whether it matters for the result which of their choices counts."""
    verdicts, worst_last = set[bool](), (Choice.YES, Choice.ABSTAIN, Choice.NO)
    for order in (worst_last, worst_last[::-1]):  # the latest counts
        said = ballot.reactions
        for seat in guesses:
            said = said.instead(seat, *sorted(said.of(seat), key=lambda one: order.index(one.says)))
        verdicts.add(_verdict(replace(ballot, reactions=said), rule, teams)[0])
    return len(verdicts) > 1


def _verdict(ballot: Ballot, rule: BallotRule, teams: Mapping[RoleNumber, str]) -> tuple[bool, str]:
    """Whether it passes, and why."""
    seats, took_part = len(ballot.electorate), ballot.turnout
    needed = ceil(rule.quorum * seats)
    if not seats:
        when = "closed" if ballot.resting else "opened"
        return False, f"nobody held a seat when the vote {when}"
    if took_part < needed:
        return False, f"only {took_part} of {seats} seats took part; {needed} were needed"
    return _judged(_compared(ballot, rule, teams), rule)


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


def book_hash(parts: Iterable[Sequence[str | float]]) -> str:
    """A short fingerprint of a book's parts, in their order. Same book, same ten characters."""
    canonical = json.dumps([list(part) for part in parts], ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()[:10]
