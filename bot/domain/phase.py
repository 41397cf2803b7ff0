"""A phase as a scenario describes it. What its kind means is in `phases.py`."""

from pydantic import Field

from bot.domain.addressed import Illustration, Sender, To
from bot.domain.cues import Cue, Tempo
from bot.domain.parts import Duration, Key, Line, Part, Prose, WorkingWindow, one_of
from bot.domain.phases import PhaseKind
from bot.domain.rooms import Rooms
from bot.domain.times.working_time import Window
from bot.domain.turns import Turns

MOST_ROUNDS = 20


class Phase(Part):
    """An agenda item."""

    key: Key = Field(description="Short name, unique in the pack.")
    repeat: int = Field(
        default=1,
        ge=1,
        le=MOST_ROUNDS,
        description=(
            "How often it is played. Its rounds have the keys `fishing-1`, `fishing-2` and so on; where the "
            "pack names phases, `fishing` means all of them. In its texts, `{round}` becomes the round's "
            "number and `{rounds}` how many there are; a title without `{round}` gets both. A charter is "
            "adopted in the first round, and a final vote held in the last. To repeat several phases in turn"
            ", write an entry that has only `repeat` and `agenda`, a list of these phases."
        ),
    )
    kind: PhaseKind = Field(description=one_of(PhaseKind))
    title: Line = Field(description="The title that players read.")
    lasts: Duration = Field(description="How long it lasts when played live; 0s only for the last phase.")
    window: WorkingWindow | None = Field(
        default=None,
        description=(
            "How long it stays open when played over days, in working time. If left out: one working day, or "
            "none if the phase lasts 0s."
        ),
    )
    at_least: Duration | None = Field(
        default=None,
        description=(
            "The least that remains of `lasts` (and the same share of its window) when the game has to end "
            "earlier. If left out: a third."
        ),
    )
    card: Prose = Field(description="What to do now, for the phase card.")
    card_async: Prose | None = Field(
        default=None, description="The card when played over days, if it has to differ."
    )
    meeting: Prose | None = Field(
        default=None,
        description=(
            "For a sidebar: what to talk about, on the card in its channel. The phase's own card is posted "
            "in the councils' channels, where missions are secret. Moot adds whether people may talk about "
            "their missions, since that depends on who is there. If left out: a sentence on taking ideas."
        ),
    )
    huddle: Prose | None = Field(
        default=None,
        description=(
            "The same for a huddle: a team's channel, used when there is only one council. If left out: a "
            "sentence on what is missing."
        ),
    )
    rooms: Rooms | None = Field(
        default=None,
        description="Channels of their own for teams, groups or role numbers while the phase lasts.",
    )
    questions: tuple[Line, ...] = Field(default=(), description="Questions on the card.", max_length=12)
    covers: tuple[Key, ...] = Field(default=(), description="Keys of the strategy questions to answer in it.")
    charter: bool = Field(
        default=False, description="Whether the council adopts its charter in this session."
    )
    turns: Turns | None = Field(
        default=None,
        description=(
            "Turns to speak, one after the other. Presentations have them anyway: each council, in a drawn "
            "order, for a minute."
        ),
    )
    floor: bool = Field(
        default=False,
        description="Whether the phase's card offers the speakers' list. `/moot floor` works in every phase.",
    )
    inject: str = Field(
        default="",
        description=(
            "The emergency's text, posted on its own card. The next three keys are about it; if only some "
            "people read it, the card in the channel says who."
        ),
        max_length=2900,
    )
    to: To = ()
    sender: Sender = ""
    picture: Illustration = None
    cues: tuple[Cue, ...] = Field(
        default=(),
        description=(
            "Timed messages. A wrap-up that lasts leads the debrief through its own cues of the kind "
            "`debrief`. Without any, it takes four steps (how it felt, what happened, what it taught, back "
            "to work), and the second asks the pack's `debrief` questions."
        ),
        max_length=20,
    )

    @property
    def written(self) -> str:
        """Its key as the pack has it: that of all its rounds."""
        return self.key.rpartition("-")[0] if self.repeat > 1 else self.key

    @property
    def open_for(self) -> Window:
        """Its window when played over days."""
        return self.window or Window(days=1 if self.lasts else 0)

    def told(self, tempo: Tempo) -> str:
        """The card's words in a game of this tempo."""
        return self.card_async if tempo is Tempo.ASYNC and self.card_async else self.card
