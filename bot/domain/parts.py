"""What the parts of a content pack are made of: durations, shares, short names, lines and texts."""

import re
from collections.abc import Iterable
from datetime import timedelta
from fractions import Fraction
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    ValidationInfo,
    WithJsonSchema,
    field_validator,
)
from pydantic_core import PydanticCustomError

from bot.domain.languages import read_language
from bot.domain.times.lengths import read_duration, read_window
from bot.domain.times.working_time import Window


def parse_share(value: Any) -> Any:
    """`0.6` and `"2/3"` become exact fractions; anything else raises ValueError with an example."""
    if isinstance(value, bool) or not isinstance(value, str | int | float | Fraction):
        raise ValueError(f"`{value}` is not a share; write it like 0.5 or 2/3")
    try:
        return Fraction(str(value))
    except (ValueError, ZeroDivisionError):
        raise ValueError(
            f"`{value}` is not a share; write it like {_percent(value) or '0.5 or 2/3'}"
        ) from None


def _percent(value: Any) -> str:
    """`50%` as a share; empty for what is no percentage."""
    found = re.fullmatch(r"(\d{1,3}(?:\.\d+)?)\s*(?:%|per ?cent)", str(value).strip())
    return f"{float(found[1]) / 100:g}" if found else ""


Duration = Annotated[timedelta, BeforeValidator(read_duration)]
WorkingWindow = Annotated[
    Window, BeforeValidator(read_window), WithJsonSchema({"type": "string", "format": "window"})
]
Share = Annotated[
    Fraction,
    BeforeValidator(parse_share),
    PlainSerializer(str, return_type=str),
    WithJsonSchema({"type": "string", "format": "share"}),
]
Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,39}$")]
Language = Annotated[
    str, AfterValidator(read_language), WithJsonSchema({"type": "string", "format": "language"})
]
LINE_LENGTH = 150
Line = Annotated[str, Field(min_length=1, max_length=LINE_LENGTH)]
Prose = Annotated[str, Field(min_length=1, max_length=2900)]


def one_of(kinds: Iterable[str]) -> str:
    """How a description names the kinds that there are."""
    *first, last = kinds
    return f"{', '.join(first)} or {last}."


class Part(BaseModel):
    """Every part of a pack is frozen, and refuses keys that it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @field_validator("*", mode="before")
    @classmethod
    def _is_what_it_looks_like(cls, value: Any, info: ValidationInfo) -> Any:
        """A flag is not a number, and text in quotes is neither; pydantic would make one of the other."""
        wanted = cls.model_fields[info.field_name or ""].annotation
        if isinstance(value, str) and wanted is bool:
            raise PydanticCustomError("bool_type", "not a flag")
        if isinstance(value, str | bool) and wanted in (int, int | None):
            raise PydanticCustomError("int_type", "not a whole number")
        return value
