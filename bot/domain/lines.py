"""A pack's lines: what stand-ins say in a rehearsal, by role and by issue. All of it is public.

Players of a real game never see these; people who watch a rehearsal do.
"""

import re
from functools import cache
from typing import Annotated

from pydantic import Field

from bot.domain.parts import Key, Line, Part, Prose

_NOT = ["no", "not", "nor", "never", "without", "nobody", "none", "neither", "cannot"]
_NOT_THAT = ("instead of", "rather than")
Spoken = Annotated[str, Field(min_length=1, max_length=240)]


class Issue(Part):
    """Something that people at the table disagree about."""

    key: Key = Field(description="Short name, unique in the pack.")
    words: tuple[Line, ...] = Field(
        min_length=1,
        description=(
            "Words, or several words in a row, that tell stand-ins that a text is about this. Beginnings are "
            "enough: `version` also finds “versions”."
        ),
    )


class Amendment(Part):
    """Another text for a sample proposal, which the role could live with."""

    of: Line = Field(description="The sample's title, word for word.")
    title: Line | None = Field(default=None, description="Its new title, if the old one no longer fits.")
    text: Prose = Field(description="The whole text, as the book would have it.")
    enforcement: str = Field(
        default="", max_length=300, description="How it is enforced, if that changes too."
    )
    why: Spoken = Field(description="What the role says about it.")


class Opinion(Part):
    """What a role thinks and says about an issue."""

    role: int = Field(description="The role's number.")
    issue: Key = Field(description="The issue's key.")
    wants: tuple[Line, ...] = Field(
        default=(), description="Words, as in an issue: a text with one of them serves the role."
    )
    refuses: tuple[Line, ...] = Field(
        default=(),
        description=(
            "Words, as in an issue: a text with one of them harms the role, unless `no`, `never`, `without` "
            "or the like comes just before it."
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
        default=(), description="What it says against a text that harms it, without giving a secret away."
    )
    amends: tuple[Amendment, ...] = Field(
        default=(), description="Texts that it would put in place of others' samples."
    )
    adds: Spoken | None = Field(
        default=None,
        description="A sentence that, once added, makes it agree to a visitor's text that harms it.",
    )
    gives_in: tuple[Spoken, ...] = Field(
        default=(), description="What it says when a text that it opposed has been amended."
    )
    loses: tuple[Spoken, ...] = Field(
        default=(), description="What it says when a text that it opposes is adopted."
    )


class Proof(Part):
    """What in a policy book shows that a mission or a priority came true. Set one of `role`, `team` and
    `priority`."""

    role: int | None = Field(default=None, description="The number of the role whose own mission it is.")
    team: Key | None = Field(default=None, description="The key of the team whose mission it is.")
    priority: Key | None = Field(default=None, description="The key of the priority.")
    needs: tuple[tuple[Line, ...], ...] = Field(
        min_length=1,
        description=(
            "Each entry is a list of words, as in an issue. One of them must be found in a piece of the "
            "book; that piece is the evidence."
        ),
    )
    unless: tuple[Line, ...] = Field(
        default=(), description="Words, as in an issue, that disprove it anywhere in the book."
    )
    why: Spoken | None = Field(default=None, description="The reason given with the claim.")
    stretch: Spoken | None = Field(
        default=None,
        description=("The reason given when only some of it is found. If left out, nothing is claimed then."),
    )
    disputed: tuple[Spoken, ...] = Field(
        default=(), description="What others say about a claim that the book does not bear out."
    )


class Voice(Part):
    """What else a role says in the course of a game."""

    role: int = Field(description="The role's number.")
    hello: Spoken | None = Field(
        default=None, description="How it introduces itself as the first session begins."
    )
    response: Prose | None = Field(
        default=None,
        description="For roles that chair: the process recorded as the response to the emergency.",
    )
    carries: tuple[Spoken, ...] = Field(default=(), description="Ideas that it brings back from the sidebar.")
    slide: tuple[Spoken, ...] = Field(
        default=(),
        description=(
            "For roles that chair: the council's presentation, one answer to each of the pack's `debrief` "
            "questions, in order."
        ),
    )
    helped: tuple[Spoken, ...] = Field(default=(), description="Feedback: what helped.")
    change: tuple[Spoken, ...] = Field(default=(), description="Feedback: what should change.")
    debrief: tuple[Spoken, ...] = Field(default=(), description="What it says in the debrief, in order.")


class Lines(Part):
    """Lines for stand-ins, from `lines/*.yaml`. Each file may hold any of these lists; Moot joins them."""

    negations: tuple[Line, ...] = Field(
        default=(),
        description=(
            "In a language other than English: whole words that say no to what follows them, such as `nicht` "
            "and `ohne`."
        ),
    )
    issues: tuple[Issue, ...] = Field(default=(), description="What people disagree about.")
    opinions: tuple[Opinion, ...] = Field(
        default=(), description="What each role thinks of an issue: one entry per role and issue."
    )
    proofs: tuple[Proof, ...] = Field(default=(), description="How stand-ins tell whether they have won.")
    voices: tuple[Voice, ...] = Field(default=(), description="What else each role says.")


@cache
def _finder(word: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(word.lower())}")


def has(text: str, word: str) -> bool:
    """Whether a text has a word, or words in a row, that begins like this."""
    return _finder(word).search(text.lower()) is not None


@cache
def _denial(negations: tuple[str, ...]) -> re.Pattern[str]:
    words = "|".join(re.escape(word.lower()) for word in (*_NOT, *_NOT_THAT, *negations))
    return re.compile(rf"\b(?:{words})\b[^.;:?!]{{0,24}}$")


def asks_for(text: str, word: str, negations: tuple[str, ...] = ()) -> bool:
    """Whether a text has a word without saying no to it just before; `negations` are more words for that."""
    low, denied = text.lower(), _denial(negations)
    return any(not denied.search(low[: found.start()]) for found in _finder(word).finditer(low))


class SampleProposal(Part):
    """A proposal that a stand-in may make in a rehearsal. It is public, so it must not quote a mission."""

    role: int = Field(description="The number of the role that makes it.")
    title: Line = Field(description="Its title.")
    text: Prose = Field(description="The proposed rule itself.")
    question: Key | None = Field(default=None, description="The strategy question that it answers.")
    issue: Key | None = Field(
        default=None, description="Its issue. If left out, stand-ins tell by its words (see Lines)."
    )
    owner: Key | None = Field(
        default=None, description="The key of the team that would own it. If left out: the proposer's team."
    )
    enforcement: str = Field(default="", max_length=300, description="How it is enforced.")
    review: str = Field(default="", max_length=60, description="When it is reviewed, such as `in 90 days`.")
    parked_until: str = Field(
        default="",
        max_length=60,
        description=(
            "For something that is to be left open: the day on which it comes back. Its role, which must "
            "chair, parks it instead of having it adopted."
        ),
    )
    carried_by: int | None = Field(
        default=None, description="With `parked_until`: the number of the role that looks after it."
    )
