"""Who there is in a scenario: teams with priorities and missions, and roles with sheets."""

from pydantic import Field

from bot.domain.parts import Key, Line, Part, Prose

HIGHEST_NUMBER = 999  # of a role
MOST_SEATS = 100  # on one sheet


class Priority(Part):
    """A public aim of a team. Its players win if all of its priorities are in the approved book."""

    key: Key = Field(description="Short name, unique in the pack.")
    text: Prose = Field(
        description="What the policy book must say, so that a reader can tell whether it does."
    )


class Team(Part):
    """Seats in a council that share priorities and a secret mission."""

    key: Key = Field(description="Short name, unique in the pack.")
    name: Line = Field(description="The name that players read.")
    represents: Prose = Field(description="Public: who the team stands for and what it owns.")
    stewards: bool = Field(
        default=False, description="Whether its players chair, record decisions and call the vote."
    )
    priorities: tuple[Priority, ...] = Field(description="Public aims.", min_length=1, max_length=5)
    mission: Prose = Field(description="SECRET: the mission that the team shares; only its members see it.")


class RoleSheet(Part):
    """The private page of one role, read from `roles/NN-key.md`: one field for each `##` heading."""

    who: Prose = Field(description="'Who you are': character, history, voice.")
    mission: Prose = Field(
        description="'Your secret mission': SECRET; the final policy book shows whether it came true."
    )
    first_move: Prose = Field(description="'First move': what to do in the first session.")
    approach: Prose = Field(description="'Whom to approach': somebody to win over, and why they might agree.")
    fallback: Prose = Field(description="'If it falls through': what to aim for when the mission has failed.")


class Role(Part):
    """A part to play, numbered alike in every council. Players with the same number meet in the sidebar."""

    number: int = Field(description="1, 2, 3 …; the number of the role's sidebar.", ge=1, le=HIGHEST_NUMBER)
    key: Key = Field(description="Short name; the sheet is `roles/<number, two digits>-<key>.md`.")
    name: Line = Field(
        description=(
            "The name that players read. Where several seats share the sheet, each name ends with the seat's "
            "number, as in “Citizen 3”; `{seat}` puts it elsewhere."
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
