"""What can be asked of a council about its proposals and its book."""

from dataclasses import dataclass

from bot.domain.ids import ProposalNumber, RoleNumber
from bot.domain.photo import Photo
from bot.domain.wording import About, Wording


@dataclass(frozen=True, slots=True)
class SubmitProposal:
    """A seat proposes a policy; with a `photo`, one that stands on paper."""

    title: str
    text: str
    question: str | None = None
    owner_team: str | None = None
    enforcement: str = ""
    review: str = ""
    photo: Photo | None = None
    about: About | None = None  # the policy that it would change


@dataclass(frozen=True, slots=True)
class WithdrawProposal:
    """The proposer, or a steward, takes a proposal back."""

    number: ProposalNumber


@dataclass(frozen=True, slots=True)
class AmendProposal:
    """The proposer, or a steward, gives an open proposal another wording. `seen` is the version they read."""

    number: ProposalNumber
    wording: Wording
    seen: int


@dataclass(frozen=True, slots=True)
class CompleteProposal:
    """The proposer, or a steward, says what a proposal, or the policy that it became, leaves open."""

    number: ProposalNumber
    question: str | None = None
    owner_team: str | None = None
    enforcement: str = ""
    review: str = ""


@dataclass(frozen=True, slots=True)
class MergeProposals:
    """A steward makes one proposal of several. `sources`: their numbers, with the versions that were read."""

    sources: tuple[tuple[ProposalNumber, int], ...]
    wording: Wording


@dataclass(frozen=True, slots=True)
class TakeSide:
    """A reaction on a proposal's card. `support` None takes the side back."""

    number: ProposalNumber
    support: bool | None
    was: bool | None = None  # with support None: which side the removed reaction was
    round: int = 1  # which of the proposal's cards it is on
    emoji: str = ""  # the reaction's name in Slack, with the skin tone


@dataclass(frozen=True, slots=True)
class Object:
    """A reasoned objection, which blocks a proposal under consent until it is withdrawn."""

    number: ProposalNumber
    reason: str
    round: int = 1


@dataclass(frozen=True, slots=True)
class WithdrawObjection:
    """The seat that objected no longer does."""

    number: ProposalNumber


@dataclass(frozen=True, slots=True)
class Aloud:
    """Who was for something and who against it, where two numbers do not say enough."""

    for_it: tuple[RoleNumber, ...] = ()
    against: tuple[RoleNumber, ...] = ()


@dataclass(frozen=True, slots=True)
class RecordDecision:
    """A steward records that the council adopted a proposal, as the card of this round shows it.

    Under a charter, `said` is how many of those whose voices its rule counts were for it and against it; or
    who they were.
    """

    number: ProposalNumber
    round: int = 1
    said: Aloud | tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class OrderBook:
    """A steward puts these policies first, in this order; the others follow as they stand."""

    order: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Park:
    """Something that the council cannot settle now, with an owner (a team or a seat) and a date in words.

    With `proposal`, that one is parked; the text is its title then.
    """

    text: str
    until: str
    owner_team: str | None = None
    owner_seat: RoleNumber | None = None
    proposal: ProposalNumber | None = None


@dataclass(frozen=True, slots=True)
class Unpark:
    """A parked item is settled; a parked proposal is taken up again."""

    number: int
