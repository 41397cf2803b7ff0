"""Cues: the timed messages inside a phase, as a content pack writes them, and for which tempo they are."""

from datetime import timedelta
from enum import StrEnum

from pydantic import Field

from bot.domain.addressed import Illustration, Sender, To
from bot.domain.parts import Duration, Line, Part, Prose


class CueKind(StrEnum):
    """What a cue is."""

    NOTICE = "notice"  # a line about the time left or what to do next
    QUOTE = "quote"  # a quotation, with its author
    MEME = "meme"  # a short break
    BALLOT = "ballot"  # opens the final vote where it is not open yet
    DEBRIEF = "debrief"  # a step of the debrief, with questions


class Tempo(StrEnum):
    """How a game is played."""

    LIVE = "live"  # minutes, to the second
    ASYNC = "async"  # over days, in working time


class CueTempo(StrEnum):
    """The tempo that a cue is for."""

    LIVE = "live"
    ASYNC = "async"
    BOTH = "both"


class Unless(StrEnum):
    """What a council may have settled already, which makes a cue about it needless there."""

    CHARTER = "charter"  # there is a charter
    COVERED = "covered"  # each strategy question is answered
    RESPONSE = "response"  # the answer to this phase's emergency is recorded
    BALLOT = "ballot"  # the final vote has been opened
    VOTED = "voted"  # nobody has to vote: all have, the vote is over, or none is open
    PRESENTATION = "presentation"  # the presentation is prepared
    CLAIMED = "claimed"  # nobody has anything left to claim or to judge


LAST_MINUTES = timedelta(minutes=2)  # a notice this close to a phase's edge makes sense to the minute only


class Cue(Part):
    """A timed message inside a phase. Set one of `after_start`, `before_end` and `share`.

    Over days, a cue for both tempos comes at the same share of the window as of the live phase. The offsets
    of a cue for `async` alone are in working time.
    """

    kind: CueKind = Field(default=CueKind.NOTICE, description="notice, quote, meme, ballot or debrief.")
    after_start: Duration | None = Field(default=None, description="How long after the phase's start.")
    before_end: Duration | None = Field(default=None, description="How long before the phase's end.")
    share: float | None = Field(
        default=None,
        ge=0,
        lt=1,
        description="The share of the phase that has passed, however long it lasts; 0.5 is half time.",
    )
    tempo: CueTempo | None = Field(
        default=None,
        description=(
            "live, async or both. If left out: both, except that a notice within two minutes of the phase's "
            "start or end is for live play only."
        ),
    )
    unless: Unless | None = Field(
        default=None,
        description=(
            "Skips councils that no longer need the cue: `charter` (they have one), `covered` (each strategy "
            "question is answered), `response` (the response to this emergency is recorded), `ballot` (the "
            "final vote has been opened), `voted` (nobody has to vote: all have, the vote is over, or none "
            "is open), `presentation` (it is prepared), `claimed` (nothing is left to claim or judge). A "
            "room of several councils gets the cue unless this is true of all of them. If left out, the cue "
            "is always posted."
        ),
    )
    text: Prose = Field(
        description=(
            "What is posted. `{left}` becomes the time left, like `2 minutes` or `1 working day`, and "
            "`{how_to_vote}` a sentence or two on how to vote in this game: do not write that yourself."
        )
    )
    to: To = ()
    sender: Sender = ""
    picture: Illustration = None
    by: str = Field(default="", description="The author of a quote.", max_length=150)
    title: str = Field(default="", description="The title of a step of the debrief.", max_length=120)
    questions: tuple[Line, ...] = Field(
        default=(), description="The questions of a step of the debrief.", max_length=12
    )

    def rings_in(self, tempo: Tempo) -> bool:
        """Whether it belongs to a game of this tempo."""
        return self.played in (CueTempo.BOTH, CueTempo(tempo))

    @property
    def played(self) -> CueTempo:
        """The tempo that it is for, also where the pack leaves that out."""
        if self.tempo is not None:
            return self.tempo
        offset = self.after_start if self.after_start is not None else self.before_end
        hasty = self.kind is CueKind.NOTICE and offset is not None and offset <= LAST_MINUTES
        return CueTempo.LIVE if hasty else CueTempo.BOTH
