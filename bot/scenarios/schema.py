"""What pydantic says about a pack, as sentences for its author."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from bot.scenarios.faults import did_you_mean
from bot.scenarios.marked import Marked

Found = tuple[int, str]
_SHAPES = {
    "string_type": "must be text; put it in quotes if YAML takes it for something else",
    "int_type": "must be a whole number",
    "int_parsing": "must be a whole number",
    "int_from_float": "must be a whole number",
    "finite_number": "must be a whole number",
    "float_type": "must be a number, such as 0.5",
    "float_parsing": "must be a number, such as 0.5",
    "bool_type": "must be true or false",
    "bool_parsing": "must be true or false",
    "tuple_type": "must be a list: one line with `- ` for each entry",
    "dict_type": "must have keys of its own, indented below it",
    "model_type": "must have keys of its own, indented below it",
    "model_attributes_type": "must have keys of its own, indented below it",
    "string_too_short": "is empty; write the text",
    "string_pattern_mismatch": (
        "must be a short name: a small letter, then small letters, digits and hyphens, 40 in all at most"
    ),
}
_LIMITS = {
    "enum": "must be one of: {expected}",
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
    for detail in error.errors(include_url=False):
        if detail["type"] == "too_short" and len(detail["input"]) >= detail["ctx"]["min_length"]:
            continue  # pydantic leaves broken entries out of its count; they are told by themselves
        yield written.at(*detail["loc"]).line, _sentence(detail, model)


def _sentence(detail: ErrorDetails, model: type[BaseModel]) -> str:
    kind, loc = detail["type"], detail["loc"]
    around, key = model_at(model, loc[:-1]), str(loc[-1]) if loc else "the file"
    if kind == "missing":
        field = around.model_fields.get(key)
        return f"`{key}` is missing here: {(field and field.description) or 'add it'}"
    if kind == "extra_forbidden":
        known = ", ".join(writable(around))
        return f"`{key}` is not a key here{did_you_mean(key, writable(around))}; known are: {known}"
    return f"{_name(loc)} {_complaint(kind, detail)}"


def _complaint(kind: str, detail: ErrorDetails) -> str:
    context: Mapping[str, Any] = detail.get("ctx", {})
    if kind == "value_error":
        return f"cannot be read: {context['error']}"
    if kind == "string_too_long":
        context = {**context, "length": len(detail["input"])}
    if kind in _LIMITS:
        context = {name: float(one) if isinstance(one, Fraction) else one for name, one in context.items()}
        return _LIMITS[kind].format(**context)
    return _SHAPES.get(kind) or f"is not right: {detail['msg']}"


def _name(loc: tuple[str | int, ...]) -> str:
    if not loc:
        return "the file"
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
