"""Numbers of votes and of answers: whole ones, and exact fractions where weights or questions have them."""

import re
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor
from typing import Annotated, Any, TypeAlias

from pydantic import AfterValidator, BeforeValidator, PlainSerializer, WithJsonSchema

DECIMALS = 2  # of a number that somebody gives: with three, 1,500 could be either number
_TYPED = re.compile(r"-?\d+([.,]\d{1,2})?")


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
    WithJsonSchema({"type": "string", "format": "amount"}, mode="validation"),
    WithJsonSchema({"type": ["integer", "string"]}, mode="serialization"),
]


def _decimal(value: int | Fraction) -> int | Fraction:
    if (value * 10**DECIMALS) % 1:
        raise ValueError(f"{value} has more than {DECIMALS} decimals; round it, such as to 12.5")
    return value


Decimals: TypeAlias = Annotated[Amount, AfterValidator(_decimal)]


def typed(words: str) -> int | Fraction:
    """What somebody typed: `1500`, `1.5` or `1,5`. Raises ValueError for anything else."""
    said = words.strip().replace("−", "-")
    if not _TYPED.fullmatch(said):
        raise ValueError("not a number")
    return plain(Fraction(said.replace(",", ".")))


def decimals_of(*values: int | Fraction) -> int:
    """How many decimals these have, DECIMALS at most."""
    return next(
        (count for count in range(DECIMALS) if not any((value * 10**count) % 1 for value in values)), DECIMALS
    )


def figure(value: int | Fraction) -> str:
    """A number with decimals as people read it: `1,500` or `2.5`."""
    exact = Fraction(value)
    return f"{Decimal(exact.numerator) / exact.denominator:,f}"


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
