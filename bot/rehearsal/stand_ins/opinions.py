"""What a stand-in thinks of a text: how much of it is about what their own sheet is about."""

import re
from collections.abc import Iterable

_WORD = re.compile(r"[^\W\d_]{4,}")
_COMMON = frozenset(
    _WORD.findall(
        """
    about after also always another anybody because been before being between both cannot could does each
    every everybody from have here into less more most must need never nobody only other over rule rules same
    shall should some somebody such team teams than that their them then there these they thing this those
    through under until what when where which while whoever will with without would your council policy
    policies proposal question role data mission secret sheet priorities"""
    )
)


def subjects(text: str) -> frozenset[str]:
    """The words that say what a text is about, without their endings."""
    return frozenset(_stem(word) for word in _WORD.findall(text.lower()) if word not in _COMMON)


def _stem(word: str) -> str:
    for ending in ("ing", "ies", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


def interest(mine: frozenset[str], text: str) -> float:
    """From 0 (nothing in it for me) to 1: the share of its subjects that are mine, three being plenty."""
    return min(len(mine & subjects(text)), 3) / 3


def is_policy(card: dict[str, object]) -> bool:
    """Whether a proposal's card says that it has become a policy."""
    return "*Adopted: Policy " in words_of(card)


def words_of(message: dict[str, object]) -> str:
    """Everything that can be read in a message."""
    return " ".join(_texts(message.get("blocks") or [])) or str(message.get("text", ""))


def _texts(value: object) -> Iterable[str]:
    if isinstance(value, list):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            if key == "text" and isinstance(item, str):
                yield item
            elif key not in ("value", "confirm", "action_id", "block_id"):
                yield from _texts(item)
