"""What a pack tells its facilitators and nobody else: how to run it, to cast, to rule and to debrief."""

from pydantic import Field

from bot.domain.parts import Line, Part


class GuidePart(Part):
    """A file of the facilitator's folder: its title, and what stands below each heading."""

    title: Line = Field(description="What it is called in the list of parts.")
    sections: tuple[tuple[str, str], ...] = Field(description="(heading, text) in order.")
