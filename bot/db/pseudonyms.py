"""Stored JSON without a person: where their id stood, or a mention of them, stands a pseudonym.

Works on what is stored and not on events, so that a log that this Moot cannot read is changed as well.
"""

import json
import re
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from bot.domain.former import name_of, pseudonym
from bot.domain.ids import UserId
from bot.domain.paper import is_paper, paper_name

DELETED = "(deleted)"
OWN_WORDS = {  # in which somebody speaks for themselves: where it says who, and which words stand where
    "FeedbackGiven": (("by",), "feedback", ("helped", "change")),
    "SurveyAnswered": (("by",), "answer", ("text",)),
    "AskAnswered": (("holder",), "answer", ("text",)),
    "GameCreated": (("host", "user"), "host", ("line", "picture")),
}
EMPTY = ("FeedbackGiven", "GameCreated")  # where no words are needed; an answer without any would be none


@dataclass(eq=False)
class Stand:
    """The pseudonym of one person in one game. `names` are words that are replaced, too, such as `@Ada`."""

    user: UserId
    number: int
    names: Collection[str] = ()
    id: UserId = field(init=False)

    def __post_init__(self) -> None:
        self.id = pseudonym(self.user, self.number)
        key, name = re.escape(self.user), paper_name(self.user)
        # On paper the id is a name; one word alone may as well be a word of the language.
        full = [name] if is_paper(self.user) and " " in name else []
        words = sorted({*self.names, *full} - {""}, key=len, reverse=True)
        self._mention = re.compile(rf"<@{key}(\|[^>]*)?>")
        self._id = re.compile(rf"(?<!\w){key}(?!\w)")
        self._words = re.compile("|".join(rf"(?<!\w){re.escape(one)}(?!\w)" for one in words) or r"(?!)")

    def instead(self, text: str) -> str:
        """A text without them."""
        text = self._mention.sub(name_of(self.number), text)
        return self._words.sub(name_of(self.number), self._id.sub(self.id, text))

    def without(self, stored: Any) -> Any:
        """Whatever JSON can hold, without them."""
        if isinstance(stored, str):
            return self.instead(stored)
        if isinstance(stored, list):
            return [self.without(one) for one in stored]
        if isinstance(stored, dict):
            return {self.without(key): self.without(value) for key, value in stored.items()}
        return stored

    def event(self, kind: str, data: dict[str, Any]) -> dict[str, Any]:
        """An event's data without them, and without what they said for themselves alone."""
        if (known := OWN_WORDS.get(kind)) is not None:
            who, place, words = known
            said: Any = data
            for key in who:
                said = said.get(key) if isinstance(said, dict) else None
            if said == self.user and isinstance(inside := data.get(place), dict):
                kept = "" if kind in EMPTY else DELETED
                blank = {word: kept for word in words if inside.get(word)}
                data = {**data, place: {**inside, **blank}}
        changed: dict[str, Any] = self.without(data)
        return changed


def needles(user: UserId, names: Collection[str]) -> tuple[str, ...]:
    """What stands in JSON as it is stored, wherever it names the person."""
    name = (paper_name(user),) if is_paper(user) and " " in user else ()
    return tuple(json.dumps(one)[1:-1] for one in (user, *name, *names) if one)
