"""What pydantic says about a pack, as sentences for its author."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from bot.scenarios.faults import did_you_mean, nearest
from bot.scenarios.marked import Marked

Found = tuple[int, str]
_SHAPES = {
    "string_type": "text",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "int_from_float": "a whole number",
    "finite_number": "a whole number",
    "float_type": "a number, such as 0.5",
    "float_parsing": "a number, such as 0.5",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "tuple_type": "a list: one line with `- ` for each entry",
}
_QUOTED = re.compile(r"\d+|true|false|yes|no|on|off", re.IGNORECASE)  # what is something else without quotes
_KEYED = ("dict_type", "model_type", "model_attributes_type")
_SHORT_NAME = "a small letter, then small letters, digits and hyphens, 40 in all at most"
_LIMITS = {
    "string_too_short": "is empty; write the text",
    "string_too_long": "has {length:,} characters; shorten it to {max_length:,} or fewer",
    "too_short": "needs {min_length} or more entries and has {actual_length}",
    "too_long": "has {actual_length} entries; keep {max_length} or fewer",
    "greater_than": "must be more than {gt:g}",
    "greater_than_equal": "must be {ge:g} or more",
    "less_than": "must be less than {lt:g}",
    "less_than_equal": "must be {le:g} or less",
}


def explained(error: ValidationError, model: type[BaseModel], written: Marked) -> Iterator[Found]:
    """Each of the error's details as (line in what was written, sentence)."""
    details = error.errors(include_url=False)
    misspelt = {(one["loc"][:-1], _meant(one, model)) for one in details if one["type"] == "extra_forbidden"}
    for detail in details:
        if detail["type"] == "too_short" and len(detail["input"]) >= detail["ctx"]["min_length"]:
            continue  # pydantic leaves broken entries out of its count; they are told by themselves
        if detail["type"] == "missing" and (detail["loc"][:-1], detail["loc"][-1]) in misspelt:
            continue  # it is there under a name that is told by itself
        part = written.at(*detail["loc"])
        yield part.line, _sentence(detail, model, part)


def _meant(detail: ErrorDetails, model: type[BaseModel]) -> str:
    """The key that was meant by one that nobody knows; empty where none is near."""
    return nearest(str(detail["loc"][-1]), writable(model_at(model, detail["loc"][:-1])))


def _sentence(detail: ErrorDetails, model: type[BaseModel], part: Marked) -> str:
    kind, loc = detail["type"], detail["loc"]
    around, key = model_at(model, loc[:-1]), str(loc[-1]) if loc else "the file"
    if kind == "missing":
        field = around.model_fields.get(key)
        return f"`{key}` is missing here: {(field and field.description) or 'add it'}"
    if kind == "extra_forbidden" and part.value is None and not key.isidentifier():
        return f"`{key}` is not a key here; put text that has a comma or a bracket in it into quotes"
    if kind == "extra_forbidden":
        near = did_you_mean(key, writable(around))
        return f"`{key}` is not a key here{near}" + (
            "" if near else f"; the keys here are: {', '.join(writable(around))}"
        )
    if kind in _KEYED:
        keys = ", ".join(writable(model_at(model, loc)))
        return f"{_name(loc)} must have keys of its own, indented below it: {keys}"
    if kind == "value_error":
        return f"{_name(loc)}: {detail['ctx']['error']}"
    return f"{_name(loc)} {_complaint(kind, detail, part)}"


def _complaint(kind: str, detail: ErrorDetails, part: Marked) -> str:
    context: Mapping[str, Any] = detail.get("ctx", {})
    if kind == "string_too_long":
        context = {**context, "length": len(detail["input"])}
    if kind in _LIMITS:
        context = {name: float(one) if isinstance(one, Fraction) else one for name, one in context.items()}
        return _LIMITS[kind].format(**context)
    if kind == "enum":
        known = [str(one) for one in re.findall(r"'([^']*)'", context["expected"])]
        word = str(part.written or part.value)
        near = did_you_mean(word.lower().replace("-", "_").replace(" ", "_"), known)
        return f"must be one of: {', '.join(known)}; `{word}` is none of them{near}"
    if kind == "string_pattern_mismatch":
        word = part.written or str(part.value)
        letters = unicodedata.normalize("NFKD", word.lower()).encode("ascii", "ignore").decode()
        name = re.sub(r"[^a-z0-9]+", "-", letters).strip("-").lstrip("-0123456789")[:40]
        instead = f", such as `{name}`" if name else ""
        return f"must be a short name{instead}: {_SHORT_NAME}"
    wanted = _SHAPES.get(kind)
    return f"must be {wanted}{_instead(wanted, part)}" if wanted else f"is not right: {detail['msg']}"


def _instead(wanted: str, part: Marked) -> str:
    """What stands there in its place, and how it came there."""
    if part.value is None:
        return ", but nothing is written here"
    if isinstance(part.value, list | dict):
        return ", but this is a list" if isinstance(part.value, list) else ", but this has keys of its own"
    if isinstance(part.value, str) and _QUOTED.fullmatch(part.written):
        return ", without quotes"
    if wanted == "text":
        return f", but YAML does not read `{part.written}` as text; put it in quotes"
    if part.written.startswith("-") and not part.written[1:2].isspace():
        return ", with a space after the dash"
    return f", and `{part.written}` is not" if part.written else ""


def _name(loc: tuple[str | int, ...]) -> str:
    if not loc:
        return "the file"
    if loc[-1] == "[key]":  # how pydantic calls a key that its author chose
        return f"`{loc[-2]}`"
    if isinstance(loc[-1], int):
        around = next((str(step) for step in reversed(loc) if isinstance(step, str)), "the list")
        return f"entry {loc[-1] + 1} of `{around}`"
    return f"`{loc[-1]}`"


def writable(model: type[BaseModel]) -> list[str]:
    """The keys of this part that an author writes in pack.yaml (sheets and handbook have their own files)."""
    return [
        name
        for name, field in model.model_fields.items()
        if not (field.description or "").startswith("Read from")
    ]


def model_at(model: type[BaseModel], loc: tuple[str | int, ...]) -> type[BaseModel]:
    """The part of the schema to which this place in a document belongs."""
    for step in loc:
        field = model.model_fields.get(step) if isinstance(step, str) else None
        model = (field and part_in(field.annotation)) or model
    return model


def part_in(annotation: Any) -> type[BaseModel] | None:
    """The part of the schema inside an annotation such as `tuple[Cue, ...]`; None if there is none."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((part for inner in get_args(annotation) if (part := part_in(inner))), None)
