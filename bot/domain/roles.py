"""Who there is in a scenario: teams, which may have priorities and missions, and roles with their sheets."""

from enum import StrEnum

from pydantic import Field

from bot.domain.parts import Key, Line, Part, Prose

HIGHEST_NUMBER = 999  # of a role
MOST_SEATS = 100  # on one sheet


class Missions(StrEnum):
    """Who knows a mission. A game in which nobody has one needs no word for it."""

    SECRET = "secret"  # noqa: S105 - its holder or its team knows it
    PUBLIC = "public"  # everybody


class Priority(Part):
    """A public aim of a team. Its players win if all of its priorities are in the approved book."""

    key: Key = Field(description="Short name, unique in the pack.")
    text: Prose = Field(
        description="What the policy book must say, so that a reader can tell whether it does."
    )


class Team(Part):
    """Seats in a council that may share priorities and a mission."""

    key: Key = Field(description="Short name, unique in the pack.")
    name: Line = Field(description="The name that players read.")
    represents: Prose = Field(description="Public: who the team stands for and what it owns.")
    stewards: bool = Field(
        default=False, description="Whether its players chair, record decisions and call the vote."
    )
    priorities: tuple[Priority, ...] = Field(default=(), description="Public aims.", max_length=5)
    mission: Prose = Field(
        default="",
        description=(
            "The mission that the team shares. SECRET: only its members see it, unless the pack says "
            "`missions: public`."
        ),
    )


class Holds(StrEnum):
    """What stands below a heading of the role sheets."""

    ROLE = "role"  # who the role is, and what it knows
    MISSION = "mission"
    PLAN = "plan"  # how to reach the mission


class Heading(Part):
    """A `##` heading of the role sheets, in the pack's own words."""

    heading: Line = Field(description="The heading, as it stands in the roles' files and on the sheet.")
    holds: Holds = Field(
        default=Holds.ROLE,
        description=(
            "`role`: who the role is and what it knows. `mission`: its mission; one heading at most. `plan`: "
            "how to reach the mission; a role without a mission has none, and people who play without a "
            "secret do not see it."
        ),
    )
    optional: bool = Field(
        default=False, description="Whether a role's file may leave out this heading of the kind `role`."
    )


def headings_by_default(missions: Missions = Missions.SECRET) -> tuple[Heading, ...]:
    """The headings of a pack that names none."""
    own = "Your mission" if missions is Missions.PUBLIC else "Your secret mission"
    return (
        Heading(heading="Who you are"),
        Heading(heading=own, holds=Holds.MISSION),
        Heading(heading="First move", holds=Holds.PLAN),
        Heading(heading="Whom to approach", holds=Holds.PLAN),
        Heading(heading="If it falls through", holds=Holds.PLAN),
    )


class SheetSection(Part):
    """What a role's file says below one heading."""

    heading: Line = Field(description="The heading.")
    holds: Holds = Field(description="What kind of text it is.")
    text: Prose = Field(description="The text. That of a mission tells what the final book must show.")


class RoleSheet(Part):
    """The private page of one role, read from `roles/NN-key.md`."""

    sections: tuple[SheetSection, ...] = Field(
        default=(), description="Read from the role's file: the text below each heading of `sheet`, in order."
    )

    @property
    def mission(self) -> str:
        """The role's mission; empty where it has none."""
        return next((one.text for one in self.sections if one.holds is Holds.MISSION), "")


class Role(Part):
    """A part to play, numbered alike in every council. Players with the same number meet in the sidebar."""

    number: int = Field(description="1, 2, 3 …; the number of the role's sidebar.", ge=1, le=HIGHEST_NUMBER)
    key: Key = Field(description="Short name; the sheet is `roles/<number, two digits>-<key>.md`.")
    name: Line = Field(
        description=(
            "The name that players read. Where several seats share the sheet, each name ends with the seat's "
            "number, as in “Citizen 3”; `{seat}` puts it elsewhere, and can stand in `public`, too."
        )
    )
    team: Key = Field(description="The key of its team.")
    public: Line = Field(description="What everybody may know about the role, in a line.")
    seats: int = Field(
        default=1,
        ge=1,
        le=MOST_SEATS,
        description=(
            "How many seats of each council share this sheet. They take as many numbers, from `number` on: "
            "with `number: 5` and `seats: 20`, the next role is 25. All are meant by the role's key; each "
            "holder plays, votes and wins alone. What the pack says of the first number, such as a line for "
            "stand-ins, is said of all of them."
        ),
    )
    sheet: RoleSheet = Field(description="Read from the role's file; not written in pack.yaml.")
