"""What stand-ins say in a rehearsal: a pack's lines, by role and by issue. All of it is public.

A player never reads these; somebody who watches a rehearsal hears them.
"""

import re
from functools import cache
from typing import Annotated

from pydantic import Field

from bot.domain.parts import Key, Line, Part, Prose

_NOT = re.compile(
    r"\b(?:no|not|nor|never|without|nobody|none|neither|cannot|instead of|rather than)\b[^.;:?!]{0,24}$"
)
Spoken = Annotated[str, Field(min_length=1, max_length=240)]


class Issue(Part):
    """Something that people at the table disagree about."""

    key: Key = Field(description="Short name, unique in the pack.")
    words: tuple[Line, ...] = Field(
        min_length=1,
        description=(
            "Beginnings of words, or of several words in a row, by which stand-ins see that a text is about "
            "this: `version` finds “versions” too."
        ),
    )


class Amendment(Part):
    """Another text for a sample proposal, with which the role could live."""

    of: Line = Field(description="The sample's title, word for word.")
    title: Line | None = Field(default=None, description="Its new title, where the old one does not fit.")
    text: Prose = Field(description="The whole text as it would stand in the book.")
    enforcement: str = Field(
        default="", max_length=300, description="How it is enforced, where that changes too."
    )
    why: Spoken = Field(description="What the role says about it.")


class Opinion(Part):
    """What a role thinks of an issue, and says about it."""

    role: int = Field(description="The role's number.")
    issue: Key = Field(description="The issue's key.")
    wants: tuple[Line, ...] = Field(
        default=(), description="Words, as in an issue: a text that has one of them serves the role."
    )
    refuses: tuple[Line, ...] = Field(
        default=(),
        description=(
            "Words, as in an issue: a text that has one of them harms the role, unless `no`, `never`, "
            "`without` or the like stands just before."
        ),
    )
    likes: tuple[Line, ...] = Field(
        default=(), description="Titles of others' samples that the role is for, whatever their words."
    )
    dislikes: tuple[Line, ...] = Field(
        default=(), description="Titles of others' samples that the role is against, whatever their words."
    )
    pro: tuple[Spoken, ...] = Field(
        default=(), alias="for", description="What the role says for a text that it likes."
    )
    against: tuple[Spoken, ...] = Field(
        default=(), description="What it says against a text that harms it; no secret is given away."
    )
    amends: tuple[Amendment, ...] = Field(
        default=(), description="Other texts that it would put in the place of others' samples."
    )
    adds: Spoken | None = Field(
        default=None,
        description="A sentence that would make it agree to a visitor's text that harms it.",
    )
    gives_in: tuple[Spoken, ...] = Field(
        default=(), description="What it says when a text that it was against has been mended."
    )
    loses: tuple[Spoken, ...] = Field(
        default=(), description="What it says when a text that it was against is adopted."
    )


class Proof(Part):
    """What in a policy book shows that a mission or a priority came true. Name one of the three."""

    role: int | None = Field(default=None, description="The number of the role whose own mission it is.")
    team: Key | None = Field(default=None, description="The key of the team whose mission it is.")
    priority: Key | None = Field(default=None, description="The key of the priority.")
    needs: tuple[tuple[Line, ...], ...] = Field(
        min_length=1,
        description=(
            "Each entry is a list of words, as in an issue, of which one must be found in one piece of the "
            "book; that piece is the evidence."
        ),
    )
    unless: tuple[Line, ...] = Field(
        default=(), description="Words, as in an issue, that undo it wherever they stand in the book."
    )
    why: Spoken | None = Field(default=None, description="The reason that is given with the claim.")
    stretch: Spoken | None = Field(
        default=None,
        description=(
            "The reason that is given where only some of it is found. Without it, nothing is claimed then."
        ),
    )
    disputed: tuple[Spoken, ...] = Field(
        default=(), description="What others say to a claim that the book does not bear out."
    )


class Voice(Part):
    """What a role says besides, at the moments of a game."""

    role: int = Field(description="The role's number.")
    hello: Spoken | None = Field(default=None, description="Who it is, said as the first session begins.")
    response: Prose | None = Field(
        default=None,
        description="For roles that chair: the process that answers the emergency, as it is recorded.",
    )
    carries: tuple[Spoken, ...] = Field(
        default=(), description="Ideas that it carries back from the sidebar."
    )
    slide: tuple[Spoken, ...] = Field(
        default=(),
        description=(
            "For roles that chair: the council's presentation, an answer for each of the pack's `debrief` "
            "questions, in their order."
        ),
    )
    helped: tuple[Spoken, ...] = Field(default=(), description="Feedback: what helped.")
    change: tuple[Spoken, ...] = Field(default=(), description="Feedback: what should change.")
    debrief: tuple[Spoken, ...] = Field(default=(), description="What it says in the debrief, in this order.")


class Lines(Part):
    """Lines for stand-ins, from `lines/*.yaml`. Each file may hold any part of them; all count together."""

    issues: tuple[Issue, ...] = Field(default=(), description="What people disagree about.")
    opinions: tuple[Opinion, ...] = Field(
        default=(), description="What each role thinks of an issue: one entry for a role and an issue."
    )
    proofs: tuple[Proof, ...] = Field(default=(), description="How stand-ins see whether they have won.")
    voices: tuple[Voice, ...] = Field(default=(), description="What each role says besides.")


@cache
def _finder(word: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(word.lower())}")


def has(text: str, word: str) -> bool:
    """Whether a text has a word, or words in a row, that begin so."""
    return _finder(word).search(text.lower()) is not None


def asks_for(text: str, word: str) -> bool:
    """Whether a text has a word without saying no to it just before."""
    low = text.lower()
    return any(not _NOT.search(low[: found.start()]) for found in _finder(word).finditer(low))
