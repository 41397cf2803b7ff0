"""How a scenario lets its councils decide: what a charter can say, and how the final vote is held."""

from datetime import timedelta
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from bot.domain.parts import LINE_LENGTH, Duration, Line, Part, Share, one_of
from bot.domain.rules import DecisionRuleKind
from bot.domain.thresholds import HALF, CountedOf, Threshold

SECONDERS = "seconds"  # what a pack and stored events call how many seats must second a proposal


class Proposers(StrEnum):
    """Whose proposals a council takes."""

    ANYONE = "anyone"
    STEWARDS = "stewards"
    TEAMS = "teams"  # each team has one open proposal at most


class DecisionRule(Part):
    """A rule on offer for the charter."""

    kind: DecisionRuleKind = Field(description=one_of(DecisionRuleKind))
    name: Line = Field(description="The name that players read.")
    text: Line = Field(description="What it means, in a line.")
    of: CountedOf = Field(
        default=CountedOf.SEATED,
        description=(
            "For `share`: what the share is of. The `cast` votes (for or against), all `seated` votes, or "
            "the `teams`, each with one voice."
        ),
    )
    more_than: Share = Field(
        default=HALF,
        ge=0.5,
        lt=1,
        description=(
            "For `share`: a proposal is adopted if the share in favour is more than this. It is adopted as "
            "soon as it is, so no share may be smaller than a half."
        ),
    )
    at_least: Share | None = Field(
        default=None,
        gt=0.5,
        le=1,
        description="For `share`, instead of `more_than`: exactly this share is enough.",
    )

    @property
    def threshold(self) -> Threshold | None:
        """The share that it asks for, where the pack sets it."""
        return Threshold(self.of, self.more_than, self.at_least) if self.kind.is_share else None


class GivenCharter(Part):
    """A charter that every council begins with. What it leaves out is the default of what is on offer."""

    rule: Line | None = Field(
        default=None, description="Which of the `rules` it decides by: the rule's kind, or its name."
    )
    quorum: float | None = Field(
        default=None, ge=0, le=1, description="The share of filled seats that must take part."
    )
    proposers: Proposers | None = Field(default=None, description="Who may propose.")
    waiting: Duration | None = Field(
        default=None, description="How long a proposal waits before it can be adopted."
    )
    seconders: Annotated[int, Field(ge=0, le=9)] | None = Field(
        default=None, alias=SECONDERS, description="How many other seats must support a proposal first."
    )
    enactment: Line | None = Field(default=None, description="How a policy is enacted.")
    enforcement: Line | None = Field(default=None, description="How a policy is enforced.")


class CharterOffer(Part):
    """What a council can choose from when it writes or changes its charter."""

    given: GivenCharter | None = Field(
        default=None,
        description=(
            "A charter that every council has as soon as it is seated. No session writes one then; a council "
            "can still change it by its own rule."
        ),
    )
    fixed: bool = Field(default=False, description="Whether the given charter stays as it is.")

    rules: tuple[DecisionRule, ...] = Field(
        description="Decision rules on offer; the first is the default.", min_length=1
    )
    quorum: float = Field(
        default=0.5, ge=0, le=1, description="Default share of filled seats that must take part."
    )
    proposers: tuple[Proposers, ...] = Field(
        default=(Proposers.ANYONE,),
        min_length=1,
        description="Who may propose; the first is the default. `teams`: one open proposal per team.",
    )
    waiting: tuple[Duration, ...] = Field(
        default=(timedelta(),),
        min_length=1,
        max_length=10,
        description="How long a proposal waits before it can be adopted; the first is the default.",
    )
    seconders: tuple[Annotated[int, Field(ge=0, le=9)], ...] = Field(
        default=(0,),
        alias=SECONDERS,
        min_length=1,
        max_length=10,
        description="How many other seats must support a proposal first; the first is the default.",
    )
    enactment: str = Field(
        default="", max_length=LINE_LENGTH, description="Sample text: how a policy is enacted."
    )
    enforcement: str = Field(
        default="", max_length=LINE_LENGTH, description="Sample text: how a policy is enforced."
    )

    def rule(self, kind: DecisionRuleKind, threshold: Threshold | None) -> DecisionRule:
        """The rule on offer that a charter names; of this kind, if its share is not on offer any more."""
        of_kind = [rule for rule in self.rules if rule.kind is kind]
        return next((rule for rule in of_kind if rule.threshold == threshold), of_kind[0])


class BallotBy(StrEnum):
    """How people cast their votes in the final vote."""

    REACTIONS = "reactions"  # under the ballot's card, where everybody sees them
    SECRET = "secret"  # noqa: S105 - by buttons; Moot tells nobody who chose what


class BallotRule(Part):
    """How the final vote is held, and when it passes. It never passes on a tie, or when more votes are
    against the book than for it."""

    held: bool = Field(
        default=True,
        description=(
            "Whether there is a final vote. Without one, the book holds what the councils have adopted. It "
            "closes with the bell after the last session, emergency or sidebar, or with the game if nothing "
            "comes after that, and the result says what is in it."
        ),
    )
    by: BallotBy = Field(
        default=BallotBy.REACTIONS,
        description=(
            "How people vote. `reactions`: under the ballot, where Slack shows everybody who chose what; "
            "Moot itself announces no count before the close. `secret`: with buttons, a private answer and a "
            "private receipt. Moot tells everybody how many have voted and, after the close, the count; "
            "facilitators also see who has not voted. Moot's database holds each vote. Facilitators can "
            "choose the other way when they create a game."
        ),
    )

    of: CountedOf = Field(
        default=CountedOf.CAST,
        description="What the share is of: votes `cast` (yes or no), all `seated` seats, or `teams`.",
    )
    more_than: Share = Field(
        default=HALF,
        ge=0,
        lt=1,
        description="The vote passes if the share in favour is more than this.",
    )
    at_least: Share | None = Field(
        default=None, gt=0, le=1, description="Use it instead of `more_than` if exactly this share is enough."
    )
    quorum: Share = Field(
        default=HALF,
        ge=0,
        le=1,
        description="Share of the seats that must take part; abstaining counts as taking part.",
    )

    @property
    def threshold(self) -> Threshold:
        """The share that approves the book."""
        return Threshold(self.of, self.more_than, self.at_least)
