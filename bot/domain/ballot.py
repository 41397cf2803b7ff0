"""The final vote on the frozen policy book."""

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType
from typing import TypeAlias, assert_never

from bot.domain.amounts import Amount, digits, least_of
from bot.domain.counting import team_voices
from bot.domain.electorate import EVERYBODY_ALIKE, Electorate
from bot.domain.ids import Moment, RoleNumber, UserId
from bot.domain.offer import BallotRule
from bot.domain.reactions import Reaction, Reactions
from bot.domain.thresholds import CountedOf


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
    NO_VOTE = "no_vote"  # their seat is not one of those that decide


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
    """The count and what it means. Where seats differ in how many votes they have, `yes`, `no`, `abstain` and
    `seats` are votes (`weighed`), and nothing says how many seats gave them.

    `verified` is whether the reactions could all be read back at the close. Even so, the votes of `guesses`
    are a guess (`is_guess`), on which the result `hangs` or not; and those of `as_heard` were said where
    nothing can be read back: by a holder before, or on a message that was deleted.
    """

    yes: Amount
    no: Amount
    abstain: Amount
    seats: Amount
    passed: bool
    reason: str
    verified: bool = True
    by_proxy: int = 0  # how many of the votes somebody else entered
    resting: int = 0  # how many seats had left the electorate with their account
    rested: int = 0  # how many of those had a vote, which did not count
    guesses: tuple[RoleNumber, ...] = ()
    hangs: bool = False  # with other guesses the result would be another
    as_heard: tuple[RoleNumber, ...] = ()
    weighed: bool = False

    @property
    def unit(self) -> str:
        """What is counted."""
        return "votes" if self.weighed else "seats"

    @property
    def certain(self) -> bool:
        """Whether Slack itself shows every vote that counts."""
        return self.verified and not self.guesses and not self.as_heard


@dataclass(frozen=True, slots=True)
class _Count:
    """What the rule compares: how many are for and against, of how many, and what they are called."""

    for_it: Amount
    against: Amount
    of: Amount
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


@dataclass(frozen=True, slots=True)
class _Terms:
    """By what the votes are counted: the pack's rule, who decides, and each seat's team."""

    rule: BallotRule
    electorate: Electorate
    teams: Mapping[RoleNumber, str]

    @property
    def unit(self) -> str:
        """What is counted."""
        return "votes" if self.electorate.weighed else "seats"


def count(
    ballot: Ballot,
    rule: BallotRule,
    electorate: Electorate = EVERYBODY_ALIKE,
    *,
    teams: Mapping[RoleNumber, str] | None = None,
    verified: bool = True,
    guesses: Collection[RoleNumber] = (),
    as_heard: Collection[RoleNumber] = (),
) -> Outcome:
    """Counts the votes by the pack's rule. `teams`: each seat's team, for rules that count teams."""
    terms = _Terms(rule, electorate, teams or {})
    passed, reason = _verdict(ballot, terms)
    return Outcome(
        yes=_weight(ballot, terms, Choice.YES),
        no=_weight(ballot, terms, Choice.NO),
        abstain=_weight(ballot, terms, Choice.ABSTAIN),
        seats=electorate.weight(ballot.electorate),
        passed=passed,
        reason=reason,
        verified=verified,
        by_proxy=sum(1 for seat in ballot.proxies & ballot.electorate if ballot.vote_of(seat) is not None),
        resting=len(ballot.resting),
        rested=sum(1 for seat in ballot.resting if ballot.vote_of(seat) is not None),
        guesses=tuple(sorted(guesses)),
        hangs=_hangs(ballot, terms, guesses),
        as_heard=tuple(sorted(as_heard)),
        weighed=electorate.weighed,
    )


def _said(ballot: Ballot, *choices: Choice) -> list[RoleNumber]:
    """The seats that say one of these."""
    return [seat for seat in sorted(ballot.electorate) if ballot.vote_of(seat) in choices]


def _weight(ballot: Ballot, terms: _Terms, *choices: Choice) -> Amount:
    """How many votes say one of these."""
    return terms.electorate.weight(_said(ballot, *choices))


def _hangs(ballot: Ballot, terms: _Terms, guesses: Collection[RoleNumber]) -> bool:
    """Whether it matters for the result which of their choices counts."""
    verdicts, worst_last = set[bool](), (Choice.YES, Choice.ABSTAIN, Choice.NO)
    for order in (worst_last, worst_last[::-1]):  # the latest counts
        said = ballot.reactions
        for seat in guesses:
            said = said.instead(seat, *sorted(said.of(seat), key=lambda one: order.index(one.says)))
        verdicts.add(_verdict(replace(ballot, reactions=said), terms)[0])
    return len(verdicts) > 1


def _verdict(ballot: Ballot, terms: _Terms) -> tuple[bool, str]:
    """Whether it passes, and why."""
    if not ballot.electorate:
        when = "closed" if ballot.resting else "opened"
        return (
            False,
            f"nobody held a seat {'' if terms.electorate.for_all else 'that votes '}when the vote {when}",
        )
    missing = next(_missing(ballot, terms), None)
    if missing is not None:
        return False, missing
    if terms.electorate.vetoes(_said(ballot, Choice.NO)):
        return False, "a seat that holds a veto voted against it"
    return _judged(_compared(ballot, terms), terms)


def _missing(ballot: Ballot, terms: _Terms) -> Iterator[str]:
    """Of whom too few took part."""
    rule, votes = terms.rule, terms.electorate
    spoke = _said(ballot, *Choice)
    of, took_part = votes.weight(ballot.electorate), votes.weight(spoke)
    if took_part < rule.quorum * of:
        needed = digits(least_of(rule.quorum * of, votes.step))
        said = f"{digits(took_part)} of {digits(of)} {terms.unit} took part"
        yield f"only {said}; {needed} were needed"
    for group in votes.turnouts(ballot.electorate, spoke):
        if not group.met:
            said = f"{digits(group.sides)} of {digits(group.of)} {terms.unit} of {group.name}"
            yield f"only {said} took part; {digits(group.needed)} were needed"


def _compared(ballot: Ballot, terms: _Terms) -> _Count:
    yes, no = _weight(ballot, terms, Choice.YES), _weight(ballot, terms, Choice.NO)
    match terms.rule.of:
        case CountedOf.CAST:
            return _Count(yes, no, yes + no, "votes cast")
        case CountedOf.SEATED:
            return _Count(yes, no, terms.electorate.weight(ballot.electorate), terms.unit)
        case CountedOf.TEAMS:
            sides = dict.fromkeys(_said(ballot, Choice.YES), True)
            sides |= dict.fromkeys(_said(ballot, Choice.NO), False)
            teams = {seat: terms.teams[seat] for seat in sorted(ballot.electorate)}
            spoken = [*team_voices(terms.electorate, teams, sides).values()]
            return _Count(spoken.count(True), spoken.count(False), len(spoken), "teams")
        case _:
            assert_never(terms.rule.of)


def _judged(now: _Count, terms: _Terms) -> tuple[bool, str]:
    needed = terms.rule.threshold
    for_it, against = digits(now.for_it), digits(now.against)
    said = f"{for_it} of {digits(now.of)} {now.what} were in favour"
    if now.for_it == now.against:
        return False, f"{for_it} to {against} is a tie, and a tie does not pass"
    if now.for_it > now.against and needed.reached(now.for_it, now.of):
        return True, f"{said}; {needed} was needed"
    return False, f"only {said}; {needed} was needed"


def book_hash(parts: Iterable[Sequence[str | float]]) -> str:
    """A short fingerprint of a book's parts, in their order. Same book, same ten characters."""
    canonical = json.dumps([list(part) for part in parts], ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()[:10]
