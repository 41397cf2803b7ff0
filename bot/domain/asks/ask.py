"""A question as a scenario writes it: to whom, of which kind, when, and how its result is shown."""

from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from bot.domain.amounts import DECIMALS, Decimals, decimals_of
from bot.domain.audience import Audience, Everybody
from bot.domain.parts import Duration, Key, Line, Part, Prose, one_of

POLICIES = "policies"  # in place of options: the policies that the council has adopted by then
MOST = 1_000_000_000  # of a number that somebody gives


class AskKind(StrEnum):
    """What an answer is."""

    ONE_OF = "one_of"
    RANKING = "ranking"
    POINTS = "points"
    NUMBERS = "numbers"
    TEXT = "text"


class AnsweredBy(StrEnum):
    """Whose answers are counted."""

    SEATS = "seats"
    TEAMS = "teams"  # the latest of its members' answers is the team's


class ShowWhen(StrEnum):
    """When everybody sees the result."""

    CLOSE = "close"
    FACILITATOR = "facilitator"
    NEVER = "never"


class AskWhen(StrEnum):
    """When a survey is held. It belongs to people, and not to their seats."""

    SIGN_UP = "sign_up"
    AFTER_RESULT = "after_result"


def _listed(written: Any) -> Any:
    """`policies` is written as one word, without a list."""
    return [written] if isinstance(written, str) else written


Options = Annotated[tuple[Line, ...], Field(max_length=25)]


class AskedNumber(Part):
    """A number that a question of the kind `numbers` asks for."""

    key: Key = Field(description="Short name, unique in the question.")
    label: Line = Field(description="What the number is, such as `Herring`.")
    unit: str = Field(default="", max_length=30, description="Its unit, such as `tonnes`.")
    min: Decimals = Field(default=0, ge=-MOST, le=MOST, description="The smallest number that is taken.")
    max: Decimals = Field(default=MOST, ge=-MOST, le=MOST, description="The largest.")
    decimals: int | None = Field(
        default=None,
        ge=0,
        le=DECIMALS,
        description=(
            "How many decimals it may have: with 1, people can say 12.5 or 12,5. If left out: as many as "
            "`min` and `max` have."
        ),
    )

    @property
    def places(self) -> int:
        """How many decimals it may have."""
        return decimals_of(self.min, self.max) if self.decimals is None else self.decimals


class Ask(Part):
    """A question that people answer privately, in a form. When it closes, the answers are counted and shown.

    It opens and closes in a `phase`, or as a survey (`when`), or, with neither, whenever a facilitator says.
    """

    key: Key = Field(description="Short name, unique among the questions.")
    title: Line = Field(description="The title that players read.")
    text: Prose = Field(description="The question.")
    to: Audience = Field(
        default=(Everybody.EVERYONE.value,),
        min_length=1,
        description="Who is asked: `everyone`, `stewards`, or keys of teams, groups and roles.",
    )
    by: AnsweredBy = Field(
        default=AnsweredBy.SEATS,
        description="`seats`: each seat has an answer. `teams`: a team has one, the latest of its members'.",
    )
    kind: AskKind = Field(description=one_of(AskKind))
    options: Annotated[
        Options, BeforeValidator(_listed, json_schema_input_type=Options | Literal["policies"])
    ] = Field(
        default=(),
        description=(
            "For one_of, ranking and points: what to choose from, or `policies` for those that the council "
            "has adopted when the question opens."
        ),
    )
    orders_book: bool = Field(
        default=False,
        description="With `options: policies`: the result puts the policy book into its order.",
    )
    points: int | None = Field(
        default=None, ge=1, le=1000, description="For points: how many each answer may spread."
    )
    most: int | None = Field(
        default=None, ge=1, le=1000, description="For points: the most on one option. If left out: all."
    )
    numbers: tuple[AskedNumber, ...] = Field(
        default=(), max_length=25, description="For numbers: the numbers that are asked for."
    )
    sum: Decimals | None = Field(
        default=None, ge=-MOST, le=MOST, description="For numbers: what those of one answer add up to."
    )
    at_most: Decimals | None = Field(
        default=None,
        ge=-MOST,
        le=MOST,
        description="For numbers: what those of one answer add up to at most.",
    )
    limit: Decimals | None = Field(
        default=None,
        ge=0,
        le=MOST,
        description=(
            "For numbers: what all answers of a council add up to at most. The form and the result say how "
            "much is used and how much is left."
        ),
    )
    limit_binds: bool = Field(
        default=True,
        description=(
            "Whether an answer that would exceed the `limit` is refused. If false, people may exceed it, the "
            "form does not say how much is used, and the result says by how much it was exceeded."
        ),
    )
    phase: Key | None = Field(
        default=None,
        description=(
            "The key of the phase in which it is asked; if that repeats, in each round. Title and text may "
            "hold `{round}` and `{rounds}`; a title without `{round}` gets both."
        ),
    )
    opens: Duration | None = Field(
        default=None, description="How long after the start of its phase it opens. If left out: at the bell."
    )
    closes: Duration | None = Field(
        default=None, description="How long before the end of its phase it closes. If left out: at the end."
    )
    when: AskWhen | None = Field(
        default=None,
        description=(
            "For a survey of everybody who plays: at `sign_up`, before the seats are dealt, or "
            "`after_result`, from the end of the game until it is closed."
        ),
    )
    pairs_with: Key | None = Field(
        default=None,
        description=(
            "For a survey `after_result`: the key of the one at `sign_up` with the same kind and options. "
            "The result shows for each team how far the answers have moved."
        ),
    )
    show: ShowWhen = Field(
        default=ShowWhen.CLOSE,
        description="Who shows the result: the `close`, a `facilitator`, or nobody (`never`).",
    )
    signed: bool = Field(
        default=False,
        description=(
            "Whether the result says who answered what. If false, only counts are shown; texts are shown "
            "without names, and only those that a facilitator has looked at and shows."
        ),
    )
    across: bool = Field(
        default=False, description="Whether the plenary also sees the results of all councils side by side."
    )

    @property
    def offers_policies(self) -> bool:
        """Whether people choose among the policies of their council."""
        return self.options == (POLICIES,)

    def id_in(self, phase: str) -> str:
        """What the occasion in this phase is called: `catch`, or `catch-2` in the second round."""
        return self.key + phase.removeprefix(self.phase) if self.phase and phase else self.key

    def in_round(self, now: int, rounds: int) -> "Ask":
        """The question in one of several rounds, of which it names the number; as it is where `now` is 0."""
        if not now:
            return self
        title = self.title if "{round}" in self.title else f"{self.title} ({{round}} of {{rounds}})"
        told = {
            name: text.replace("{round}", str(now)).replace("{rounds}", str(rounds))
            for name, text in (("title", title), ("text", self.text))
        }
        return self.model_copy(update=told)
