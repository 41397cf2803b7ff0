"""Which of a pack's forms a game is played in: its format, its set of missions and its language.

`Format` and `MissionSet` are the schemas of `content/<pack>/formats/<format>.yaml` and of
`content/<pack>/missions/<set>/missions.yaml`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Annotated, Any

from pydantic import Field, WithJsonSchema

from bot.domain.cues import Tempo
from bot.domain.lines import Proof
from bot.domain.parts import Duration, Key, Line, Part, Prose, WorkingWindow


@dataclass(frozen=True, slots=True)
class Edition:
    """The keys of a format, a set of missions and a language; empty is what pack.yaml itself says."""

    format: str = ""
    missions: str = ""
    language: str = ""


AS_WRITTEN = Edition()
_PHASES = WithJsonSchema({"type": "array", "items": {"type": "string", "format": "phase"}, "minItems": 1})

_CHANGES = WithJsonSchema(
    {"type": "object", "patternProperties": {".": {"type": "string", "format": "phase"}}, "default": {}}
)


class Insertion(Part):
    """Phases that a format adds to the agenda."""

    after: Key = Field(description="The key of the phase that they follow.")
    phases: Annotated[tuple[Any, ...], _PHASES] = Field(
        min_length=1, description="The phases to insert, written as in `agenda`."
    )


class Format(Part):
    """Another way to play the pack: shorter, longer, with fewer roles or over days. Besides these keys, it
    can have any key of pack.yaml but `key` and `version`; what it says replaces what pack.yaml says."""

    name: Line = Field(description="What facilitators choose it by, such as `Two hours`.")
    about: Prose = Field(description="Whom it suits and how it differs, for those who create a game.")
    tempo: Tempo = Field(description="The only tempo in which it is played: live or async.")
    lasts: Mapping[Key, Duration] = Field(
        default={},
        description=(
            "New lengths by the keys of phases, such as `session-1: 20m`. Cues with a `share` move along; "
            "one with a fixed time that no longer fits is a fault."
        ),
    )
    windows: Mapping[Key, WorkingWindow] = Field(
        default={}, description="New windows by the keys of phases, such as `session-1: 2d`."
    )
    phases: Annotated[Mapping[Key, Any], _CHANGES] = Field(
        default={},
        description=(
            "Changes to phases, by the phases' keys, such as `session-1: {card: Be quick.}`. What is "
            "written here replaces what pack.yaml says under the same key."
        ),
    )
    leave_out: tuple[Key, ...] = Field(default=(), description="Keys of phases that are not played.")
    insert: tuple[Insertion, ...] = Field(default=(), description="Phases to add.")
    seats: tuple[int, ...] = Field(
        default=(),
        description=(
            "The numbers of the roles that play. Teams without any are left out. By default, all play."
        ),
    )


class MissionSet(Part):
    """Another set of missions, so that people can play the pack a second time. Its sheets lie beside it."""

    name: Line = Field(description="What facilitators choose it by. It gives no mission away.")
    about: Prose = Field(description="How it differs, for those who create a game. It is public.")
    teams: Mapping[Key, Prose] = Field(
        default={}, description="The teams' missions by their keys, in place of those in pack.yaml."
    )
    proofs: tuple[Proof, ...] = Field(
        default=(),
        description=(
            "How stand-ins tell whether these missions came true, written as in `lines/`. Those there are "
            "about the pack's own missions."
        ),
    )


@dataclass(frozen=True, slots=True)
class Offered:
    """What a pack offers besides what it is as written: by key, in the order of their files."""

    formats: Mapping[str, Format] = field(default_factory=lambda: MappingProxyType({}))
    missions: Mapping[str, MissionSet] = field(default_factory=lambda: MappingProxyType({}))
    languages: tuple[str, ...] = ()


NOTHING_ELSE = Offered()
