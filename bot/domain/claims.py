"""Claims: a player's case for having won, and what became of it.

SPEC section 7: a player wins individually by the team's and the role's missions, or by all of the team's
priorities in the approved book. Everybody can win; some win more.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType

from bot.domain.evidence import NOT_CLAIMED, Case, Evidence
from bot.domain.ids import Moment, RoleNumber, UserId
from bot.domain.reactions import NOBODY_REACTED, Reactions


@dataclass(frozen=True, slots=True)
class Ruling:
    """A facilitator's word on a disputed claim."""

    upheld: bool
    reason: str  # may be empty
    by: UserId
    by_majority: bool = False  # it follows the majority of those who took a side


@dataclass(frozen=True, slots=True)
class Claim:
    """A seat's case for each mission and priority that it claims.

    `reactions` are what other seats say: True confirms, False disputes. `at` is when this case was
    made, where that was noted.
    """

    seat: RoleNumber
    team_mission: Case = NOT_CLAIMED
    role_mission: Case = NOT_CLAIMED
    priorities: Mapping[str, Case] = field(default_factory=lambda: MappingProxyType({}))  # by key
    reactions: Reactions[bool] = NOBODY_REACTED
    ruling: Ruling | None = None
    at: Moment | None = None

    @property
    def cases(self) -> tuple[Case, ...]:
        """What it claims; nothing where its holder claims nothing."""
        cases = (self.team_mission, self.role_mission, *self.priorities.values())
        return tuple(case for case in cases if case.evidence)

    def as_judged_by(self, seats: Collection[RoleNumber]) -> "Claim":
        """This claim with what these seats say of it, and nobody else."""
        theirs = self.reactions.only_of(seats)
        return self if theirs is self.reactions else replace(self, reactions=theirs)

    def judgement_of(self, seat: RoleNumber) -> bool | None:
        """The seat's latest word; None if it has none."""
        return self.reactions.latest(seat)

    @property
    def confirmed(self) -> int:
        """How many seats confirm it."""
        return sum(self.judgement_of(seat) is True for seat in self.reactions.standing)

    @property
    def disputed(self) -> int:
        """How many seats dispute it."""
        return sum(self.judgement_of(seat) is False for seat in self.reactions.standing)


class Verdict(StrEnum):
    """What becomes of a claim."""

    OPEN = "open"  # it is still being judged
    WON = "won"
    LOST = "lost"
    UNDECIDED = "undecided"  # the judging is over, and neither the others nor a facilitator decided


def verdict_of(claim: Claim, *, can_win: bool, over: bool) -> Verdict:
    """What becomes of a claim by what filled seats other than its own say, and by a ruling.

    `over`: the judging is, which ends with the game. `can_win`: somebody holds its seat, and it would win
    something if everything in it is true; else it is lost when the judging is over, whatever others say.

    | ruling   | dispute   | confirm            | until then | when it is over | the facilitators      |
    |----------|-----------|--------------------|------------|-----------------|-----------------------|
    | upheld   | any       | any                | won        | won             | may change the ruling |
    | rejected | any       | any                | lost       | lost            | may change the ruling |
    | none     | nobody    | any, even nobody   | open       | won             | may rule              |
    | none     | 1         | 2 or more          | open       | won             | may rule              |
    | none     | 1         | 1 or nobody        | open       | undecided       | may rule              |
    | none     | 2 or more | more than dispute  | open       | won             | may rule              |
    | none     | 2 or more | as many, or fewer  | open       | undecided       | are asked to rule     |

    Whoever says nothing does not dispute: so a claim wins on which nobody took a side. One seat alone
    neither refuses a claim nor calls a facilitator; where nobody outweighs it, nobody has decided.
    """
    if not can_win:
        return Verdict.LOST if over else Verdict.OPEN
    if claim.ruling is not None:
        return Verdict.WON if claim.ruling.upheld else Verdict.LOST
    if not over:
        return Verdict.OPEN
    return Verdict.UNDECIDED if 0 < claim.disputed >= claim.confirmed else Verdict.WON


def asks_for_ruling(claim: Claim) -> bool:
    """Whether the others leave it to the facilitators: two or more dispute it, no more confirm it, and nobody
    has ruled. The last row of the table of `verdict_of`."""
    return claim.ruling is None and claim.disputed > 1 and claim.disputed >= claim.confirmed


def most_dispute(claim: Claim) -> bool:
    """Whether it waits for a ruling though most who took a side dispute it; a tie stays open."""
    return asks_for_ruling(claim) and claim.disputed > claim.confirmed


class Ground(StrEnum):
    """What an individual win rests on."""

    MISSIONS = "missions"
    PRIORITIES = "priorities"


@dataclass(frozen=True, slots=True)
class Win:
    """An individual win, and what it rests on: each piece of evidence once."""

    seat: RoleNumber
    ground: Ground
    evidence: tuple[Evidence, ...]


def grounds_of(
    claim: Claim,
    priorities: frozenset[str],
    *,
    approved: bool,
    team_mission: bool = True,
    role_mission: bool = True,
) -> Mapping[Ground, Collection[Case]]:
    """By what a claim wins if it is true, and its cases for that: by each mission that its seat has, by all
    priorities in the approved book, or both."""
    grounds: dict[Ground, Collection[Case]] = {}
    missions = ((team_mission, claim.team_mission), (role_mission, claim.role_mission))
    cases = [case for has, case in missions if has]
    if cases and all(case.evidence for case in cases):
        grounds[Ground.MISSIONS] = cases
    if approved and priorities and priorities <= set(claim.priorities):
        grounds[Ground.PRIORITIES] = [case for key, case in claim.priorities.items() if key in priorities]
    return grounds


def win(claim: Claim, ground: Ground, cases: Collection[Case]) -> Win:
    """What a claim wins on a ground, by these of its cases."""
    return Win(claim.seat, ground, tuple(dict.fromkeys(one for case in cases for one in case.evidence)))
