"""What a proposal says in each of its versions, and what changed from one to the next."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from bot.domain.ids import Moment, ProposalNumber, RoleNumber, UserId


@dataclass(frozen=True, slots=True)
class Wording:
    """What a proposal says. `question` is a key of the pack's strategy, `owner_team` a team's key."""

    title: str
    text: str
    question: str | None = None
    owner_team: str | None = None
    enforcement: str = ""
    review: str = ""


@dataclass(frozen=True, slots=True)
class Version:
    """A wording that a seat gave a proposal; `who` held the seat then, where that was noted."""

    wording: Wording
    by: RoleNumber
    at: Moment
    who: UserId | None = None
    completes: bool = False  # it only says what the version before it left open


class Change(StrEnum):
    """What a proposal would do with a policy that stands."""

    AMEND = "amend"  # it says something else, under its number
    REPLACE = "replace"  # another policy, with a number of its own, stands in its place
    RESCIND = "rescind"


@dataclass(frozen=True, slots=True)
class About:
    """Which policy a proposal would change. `seen`: the proposal on which it rested for the author."""

    policy: int
    change: Change
    seen: ProposalNumber


class Detail(StrEnum):
    """What a policy should say of itself besides its text."""

    OWNER = "owner"
    ENFORCEMENT = "enforcement"
    REVIEW = "review date"


def only_completed(before: Wording, after: Wording, *, owner_named: bool) -> bool:
    """Whether `after` says all that `before` does, and besides only what that left open."""
    pairs = (
        (before.question, after.question),
        (before.owner_team if owner_named else None, after.owner_team),
        (before.enforcement, after.enforcement),
        (before.review, after.review),
    )
    same = (before.title, before.text) == (after.title, after.text)
    return same and all(not was or was == now for was, now in pairs)


class Mark(StrEnum):
    """What became of some words."""

    KEPT = "kept"
    ADDED = "added"
    REMOVED = "removed"


def compared(before: str, after: str) -> Iterator[tuple[Mark, str]]:
    """The words of `after` in order, and between them those of `before` that are gone.

    Blanks and line breaks follow `after`; a change of only these is none.
    """
    old, new = re.findall(r"\S+\s*", before), re.findall(r"\S+\s*", after)
    same = SequenceMatcher(None, [word.strip() for word in old], [word.strip() for word in new])
    for what, old_from, old_to, new_from, new_to in same.get_opcodes():
        if what == "equal":
            yield Mark.KEPT, "".join(new[new_from:new_to])
            continue
        if old_from < old_to:
            yield Mark.REMOVED, "".join(old[old_from:old_to])
        if new_from < new_to:
            yield Mark.ADDED, "".join(new[new_from:new_to])
