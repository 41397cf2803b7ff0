"""Numbers of votes: whole ones, and exact fractions where weights have them."""

from fractions import Fraction
from math import ceil, floor
from typing import Annotated, Any, TypeAlias

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema


def parse_amount(value: Any) -> Any:
    """`5`, `2.5` and `"1/3"` as an exact number; anything else raises ValueError with an example."""
    if isinstance(value, bool) or not isinstance(value, str | int | float | Fraction):
        raise ValueError(f"{value!r} is not a number; write it like 3, 2.5 or 1/3")
    try:
        return plain(Fraction(str(value)))
    except (ValueError, ZeroDivisionError):
        raise ValueError(f"{value!r} is not a number; write it like 3, 2.5 or 1/3") from None


Amount: TypeAlias = Annotated[
    int | Fraction,
    BeforeValidator(parse_amount),
    PlainSerializer(lambda value: value if isinstance(value, int) else str(value)),
    WithJsonSchema({"type": "string", "format": "amount"}),
]


def plain(value: int | Fraction) -> int | Fraction:
    """A whole number as an int."""
    return int(value) if isinstance(value, int) or value.denominator == 1 else value


def digits(value: int | Fraction) -> str:
    """`3`, `2.5` or `1/3`, whichever is exact."""
    exact = Fraction(value)
    if exact.denominator == 1:
        return str(exact.numerator)
    digits = f"{float(exact):g}"
    return digits if Fraction(digits) == exact else str(exact)


def least_above(bound: Fraction, step: int | Fraction = 1) -> int | Fraction:
    """The least multiple of `step` that is more than this."""
    return plain((floor(bound / step) + 1) * Fraction(step))


def least_of(bound: Fraction, step: int | Fraction = 1) -> int | Fraction:
    """The least multiple of `step` that is this or more."""
    return plain(ceil(bound / step) * Fraction(step))
