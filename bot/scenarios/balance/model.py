"""The schema of a pack's `balance.yaml`: what a policy book can decide, and what of it meets which aim.

The file is for authors. Players and facilitators never see it.
"""

from pydantic import Field

from bot.domain.parts import Key, Line, Part

OPEN = "open"  # how the file says that an issue is left open
MOST_ISSUES = 40
Choices = dict[Key, tuple[Key, ...]]


class Position(Part):
    """One way to settle an issue."""

    key: Key = Field(
        description="Short name, unique within the issue; not `open`, which leaves the issue open."
    )
    text: Line = Field(description="What the book then says, in a few words.")


class BalanceIssue(Part):
    """Something that the policy book settles in one way, or leaves open."""

    key: Key = Field(description="Short name, unique in the file.")
    name: Line = Field(description="What it is about, in a few words.")
    positions: tuple[Position, ...] = Field(
        min_length=1, max_length=12, description="The ways to settle it; no book can hold two of them."
    )
    may_stay_open: bool = Field(
        default=True,
        description="Whether a book may leave it open. If not, each book has one of its positions.",
    )


class HowMany(Part):
    """A number of issues that must be left open, or settled."""

    of: tuple[Key, ...] = Field(default=(), description="The issues that count. If left out: all of them.")
    at_least: int = Field(default=0, ge=0, le=MOST_ISSUES, description="The fewest.")
    at_most: int = Field(default=MOST_ISSUES, ge=0, le=MOST_ISSUES, description="The most.")


class Conditions(Part):
    """What a book must be like; all that is given here must hold."""

    accepts: Choices = Field(
        default={},
        description=(
            "For each of these issues, the positions that it accepts: the book must hold one of them. `open` "
            "counts as one."
        ),
    )
    refuses: Choices = Field(
        default={},
        description="For each of these issues, the positions that the book must not hold, or `open`.",
    )
    left_open: HowMany | None = Field(default=None, description="How many issues the book must leave open.")
    settled: HowMany | None = Field(default=None, description="How many issues the book must settle.")


class Aim(Conditions):
    """What meets an aim, and what its holder asks for first."""

    either: tuple[Conditions, ...] = Field(
        default=(), max_length=8, description="If there are any, one of these must hold as well."
    )
    asks: dict[Key, Key] = Field(
        default={},
        description=(
            "The position, or `open`, that its holder asks for first at each of these issues. Two aims clash "
            "where their holders ask for different ones."
        ),
    )


class MissionAim(Aim):
    """The mission of a team or of a role: which books meet it."""

    team: Key | None = Field(
        default=None, description="The key of the team whose mission this is. Give this, or `role`."
    )
    role: int | None = Field(
        default=None,
        description="The number of the role whose mission this is. If it has several seats, the first.",
    )


class PriorityAim(Aim):
    """A priority: which books have it."""

    priority: Key = Field(description="Its key in pack.yaml.")


class Balance(Part):
    """`balance.yaml` beside pack.yaml: what the book can decide, and which books meet which aim. It is for
    authors only: nobody who plays sees it."""

    issues: tuple[BalanceIssue, ...] = Field(
        default=(), max_length=MOST_ISSUES, description="What there is to decide."
    )
    missions: tuple[MissionAim, ...] = Field(
        default=(), description="One entry for each mission of a team or a role."
    )
    priorities: tuple[PriorityAim, ...] = Field(default=(), description="One entry for each priority.")
