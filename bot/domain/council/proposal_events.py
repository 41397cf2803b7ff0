"""What has happened to a council's proposals and its book."""

from dataclasses import dataclass

from bot.domain.charter import Terms
from bot.domain.ids import Moment, ProposalNumber, RoleNumber, UserId
from bot.domain.photo import Photo
from bot.domain.rules import Tally, Voices
from bot.domain.wording import About, Wording


@dataclass(frozen=True, slots=True)
class ProposalSubmitted:
    """A proposal is on the table. With `terms` it is one to change the charter."""

    number: ProposalNumber
    title: str
    text: str
    question: str | None
    owner_team: str | None
    enforcement: str
    review: str
    by: RoleNumber
    at: Moment
    terms: Terms | None = None
    sources: tuple[ProposalNumber, ...] = ()  # the proposals that were merged into it
    owner_named: bool = True  # else the proposer's team owns it for now
    photos: tuple[Photo, ...] = ()  # of the paper from which it was taken
    about: About | None = None  # the policy that it would change
    proxy_by: UserId | None = None  # who entered it for somebody on paper


@dataclass(frozen=True, slots=True)
class ProposalWithdrawn:
    """A proposal was taken back."""

    number: ProposalNumber


@dataclass(frozen=True, slots=True)
class ProposalAmended:
    """A proposal says something else; the seats take their sides anew. `who` held the seat `by`."""

    number: ProposalNumber
    wording: Wording
    by: RoleNumber
    who: UserId
    at: Moment


@dataclass(frozen=True, slots=True)
class ProposalCompleted:
    """What a proposal, or a policy, left open is said now; whatever was said to it still counts."""

    number: ProposalNumber
    wording: Wording
    owner_named: bool
    by: RoleNumber
    who: UserId
    at: Moment


@dataclass(frozen=True, slots=True)
class ProposalMerged:
    """A proposal was taken into another one."""

    number: ProposalNumber
    into: ProposalNumber
    at: Moment


@dataclass(frozen=True, slots=True)
class SideTaken:
    """A seat supports or opposes a proposal."""

    number: ProposalNumber
    seat: RoleNumber
    support: bool
    at: Moment | None = None  # when the person reacted
    emoji: str = ""  # its name in Slack, with the skin tone; empty where that was not noted
    proxy_by: UserId | None = None  # who entered it for somebody on paper


@dataclass(frozen=True, slots=True)
class SideTakenBack:
    """A seat's reaction on a proposal was removed."""

    number: ProposalNumber
    seat: RoleNumber
    support: bool
    at: Moment | None = None
    emoji: str = ""


@dataclass(frozen=True, slots=True)
class ObjectionMade:
    """A seat objects to a proposal, or gives another reason."""

    number: ProposalNumber
    seat: RoleNumber
    reason: str
    at: Moment
    proxy_by: UserId | None = None  # who entered it for somebody on paper


@dataclass(frozen=True, slots=True)
class ObjectionWithdrawn:
    """A seat's objection no longer stands."""

    number: ProposalNumber
    seat: RoleNumber
    at: Moment


@dataclass(frozen=True, slots=True)
class PolicyAdopted:
    """A proposal became a policy. `charter` is the version that it was adopted by; 0 before any charter."""

    number: ProposalNumber
    policy: int
    charter: int
    tally: Tally
    by_steward: RoleNumber | None
    at: Moment
    aloud: Voices | None = (
        None  # what the council had said aloud, where a steward recorded it under a charter
    )
    about: About | None = None  # the policy that it amends or replaces


@dataclass(frozen=True, slots=True)
class PolicyRescinded:
    """A proposal to rescind a policy was adopted; the rest is as in PolicyAdopted."""

    number: ProposalNumber
    policy: int
    charter: int
    tally: Tally
    by_steward: RoleNumber | None
    at: Moment
    aloud: Voices | None = None


@dataclass(frozen=True, slots=True)
class WaitingEnded:
    """A proposal has stood as long as the charter asks for; from now on its rule may adopt it."""

    number: ProposalNumber
    at: Moment


@dataclass(frozen=True, slots=True)
class BookOrdered:
    """The book's policies, by number, in another order."""

    order: tuple[int, ...]
    by: RoleNumber
    at: Moment


@dataclass(frozen=True, slots=True)
class ItemParked:
    """Something waits, with an owner (a team or a seat) and a date in words; `proposal` if it is one."""

    number: int
    text: str
    until: str
    owner_team: str | None
    owner_seat: RoleNumber | None
    by: RoleNumber
    at: Moment
    proposal: ProposalNumber | None = None


@dataclass(frozen=True, slots=True)
class ItemUnparked:
    """A parked item is settled; if it is a proposal, it is on the table again."""

    number: int
    by: RoleNumber
    at: Moment
