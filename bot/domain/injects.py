"""What a scenario tells in the course of a game, to everybody or to some people only."""

from pydantic import Field

from bot.domain.addressed import Illustration, Sender, To
from bot.domain.cues import CueTempo, Tempo
from bot.domain.parts import Duration, Key, Line, Part, Prose


class Inject(Part):
    """Something that happens: told at a time within a phase, or when a facilitator picks it.

    For a time, name the `phase` and set one of `after_start`, `before_end` and `share`, which mean the same
    as in a cue. Without a time, it lies in the facilitator's hand. It is told once in each council, even if
    its phase is repeated.
    """

    key: Key = Field(description="Short name, unique in the pack.")
    title: Line = Field(description="The heading under which people read it, and by which it is picked.")
    text: Prose = Field(description="What is told.")
    to: To = ()
    sender: Sender = ""
    picture: Illustration = None
    phase: Key | None = Field(default=None, description="The key of the phase in which it has a time.")
    after_start: Duration | None = Field(default=None, description="How long after the phase's start.")
    before_end: Duration | None = Field(default=None, description="How long before the phase's end.")
    share: float | None = Field(
        default=None, ge=0, lt=1, description="The share of the phase that has passed; 0.5 is half time."
    )
    tempo: CueTempo = Field(
        default=CueTempo.BOTH,
        description=(
            "live, async or both: the games in which it comes at its time. In others it lies in the "
            "facilitator's hand."
        ),
    )

    def comes_in(self, tempo: Tempo) -> bool:
        """Whether it has a time in a game of this tempo."""
        return self.tempo in (CueTempo.BOTH, CueTempo(tempo))
