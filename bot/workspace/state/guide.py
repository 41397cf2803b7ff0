"""What whoever runs the workspace says of it to those who look: who is who, and a tour of the page."""

from dataclasses import dataclass, field

from bot.workspace.state.records import Json


@dataclass(frozen=True, slots=True)
class Label:
    """How somebody is listed among the people to act as: under the heading `group`, with `role` beside the
    name, and again above all groups if `pinned`. Acting as them `opens` a channel or an app's Home,
    by its id."""

    group: str = ""
    role: str = ""
    pinned: bool = False
    opens: str = ""


@dataclass(frozen=True, slots=True)
class Target:
    """What a step points at: a `part` of the page (`messages`, `newest`, `composer`, `people`, `home`), or
    the newest button with one of these `actions` (up to a colon in an action_id), or the
    newest message with one of these `reactions`. Of several, the first that is there."""

    part: str = ""
    actions: tuple[str, ...] = ()
    reactions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that a person does on the page: a call of its interface (README.md), or `act_as`, with some
    of its fields; each is one value, or a list of those that fit. An action_id fits up to its colon."""

    do: str
    fields: Json = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the tour, in which one acts as `person` in `place` (a channel, or an app's Home); empty is
    whoever and wherever one is. It is over when one of `done` was done. `missing` is said where there is
    nothing to point at; without it the step is left out then."""

    key: str
    title: str
    text: str
    target: Target
    person: str = ""
    place: str = ""
    done: tuple[Deed, ...] = ()
    missing: str = ""


@dataclass(frozen=True, slots=True)
class Guide:
    """Labels by people's ids, and the tour; without steps there is none."""

    labels: dict[str, Label] = field(default_factory=dict)
    steps: tuple[Step, ...] = ()
