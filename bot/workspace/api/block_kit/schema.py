"""A small language for saying what a JSON value must be. A check adds faults; it never raises."""

import re
from collections.abc import Callable, Mapping
from typing import Any

Fault = tuple[str, str]
"""Where (a JSON pointer) and what."""
Faults = list[Fault]
Check = Callable[[Any, str, Faults], None]


def string(most: int, least: int = 0, pattern: str | None = None) -> Check:
    """A string of `least` to `most` characters, wholly matching `pattern`."""
    shape = re.compile(pattern) if pattern else None

    def check(value: Any, at: str, faults: Faults) -> None:
        if not isinstance(value, str):
            faults.append((at, "must be a string"))
        elif len(value) > most:
            faults.append((at, f"must be less than {most + 1} characters"))
        elif len(value) < least:
            faults.append((at, f"must be more than {least - 1} characters"))
        elif shape is not None and not shape.fullmatch(value):
            faults.append((at, "must match its format"))

    return check


def flag(value: Any, at: str, faults: Faults) -> None:
    """True or false."""
    if not isinstance(value, bool):
        faults.append((at, "must be a boolean"))


def integer(least: int, most: int) -> Check:
    """A whole number in a range."""

    def check(value: Any, at: str, faults: Faults) -> None:
        if isinstance(value, bool) or not isinstance(value, int):
            faults.append((at, "must be an integer"))
        elif not least <= value <= most:
            faults.append((at, f"must be between {least} and {most}"))

    return check


def one_of(*allowed: str) -> Check:
    """One of these strings."""

    def check(value: Any, at: str, faults: Faults) -> None:
        if value not in allowed:
            faults.append((at, f"must be one of: {', '.join(allowed)}"))

    return check


def list_of(item: Check, most: int, least: int = 0) -> Check:
    """A list of `least` to `most` items."""

    def check(value: Any, at: str, faults: Faults) -> None:
        if not isinstance(value, list):
            faults.append((at, "must be an array"))
            return
        if len(value) > most:
            faults.append((at, f"no more than {most} items allowed [{len(value)} given]"))
        elif len(value) < least:
            faults.append((at, f"no less than {least} items allowed [{len(value)} given]"))
        for index, each in enumerate(value):
            item(each, f"{at}/{index}", faults)

    return check


def record(required: Mapping[str, Check], optional: Mapping[str, Check] | None = None, *also: Check) -> Check:
    """An object with these fields and no others; `also` are checks of the whole, if the fields are right."""
    optional = optional or {}

    def check(value: Any, at: str, faults: Faults) -> None:
        if not isinstance(value, dict):
            faults.append((at, "must be an object"))
            return
        before = len(faults)
        for name, field in required.items():
            if name not in value:
                faults.append((at, f"missing required field: {name}"))
            else:
                field(value[name], f"{at}/{name}", faults)
        for name, given in value.items():
            if name in optional:
                optional[name](given, f"{at}/{name}", faults)
            elif name not in required:
                faults.append((at, f"invalid additional property: {name}"))
        if len(faults) == before:
            for whole in also:
                whole(value, at, faults)

    return check


def typed(variants: Mapping[str, Check], what: str) -> Check:
    """An object told apart by its `type`."""

    def check(value: Any, at: str, faults: Faults) -> None:
        kind = value.get("type") if isinstance(value, dict) else None
        if not isinstance(kind, str):
            faults.append((at, f"missing required field: type of the {what}"))
        elif kind not in variants:
            faults.append((f"{at}/type", f"unsupported type: {kind}"))
        else:
            variants[kind](value, at, faults)

    return check
