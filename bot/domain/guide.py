"""What a pack tells only its facilitators: how to run, cast, rule on and debrief its game."""

import re

from pydantic import Field

from bot.domain.parts import Line, Part

_QUOTED = re.compile(r"[“\"][^”\"]*[”\"]")


class GuidePart(Part):
    """A file of the facilitator's folder: its title, and what stands below each heading."""

    title: Line = Field(description="What it is called in the list of parts.")
    sections: tuple[tuple[str, str], ...] = Field(description="(heading, text) in order.")


def own_words(text: str) -> str:
    """A text of the guide without what it quotes from sheets, missions and cards."""
    return _QUOTED.sub("", text)
