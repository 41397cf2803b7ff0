"""The fields of a form. On a form's class, a field makes the input block that bears its name; on a form that
somebody sent, it is what stands there: of the right type, and never None where the field is required."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from copy import copy
from datetime import UTC, datetime
from typing import Any, Generic, NoReturn, Self, TypedDict, TypeVar, Unpack, overload

from slack_sdk.models import blocks as sdk
from slack_sdk.models.blocks import Option
from slack_sdk.models.blocks.block_elements import ConversationFilter, InputInteractiveElement

from bot.domain.calls import read_link
from bot.domain.characters import tidied
from bot.domain.errors import MootError, Refusal
from bot.domain.ids import ChannelId, Moment, UserId
from bot.domain.picture import shows_picture
from bot.slack.blocks.message import shortened

T = TypeVar("T")
V = TypeVar("V")

TITLE_LENGTH = 120
TEXT_LENGTH = 2000
LABEL_LENGTH, OPTION_LENGTH, MOST_OPTIONS = 2000, 75, 100  # Slack's limits
SAID = ("value", "selected_users", "selected_user", "selected_conversations", "selected_date_time")
NEEDED = "This cannot be left empty."


class NotOffered(Refusal):
    template = "That is not one of the choices."


class NotAPicture(Refusal):
    template = (
        "Slack cannot show a picture from that address. Give one that begins with https:// and leads to a "
        "PNG, JPEG or GIF that anybody can see without signing in; in a browser, “Copy image address” gives "
        "it."
    )


class Misfilled(MootError):
    """Fields of a form need something else: `errors` says what, by block."""

    template = "Something in this form needs a change."

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__()
        self.errors = dict(errors)


class Filled:
    """The input blocks of a view that Slack gave back, and what stands in them. In one that is `unfinished`,
    what does not fit yet counts as nothing."""

    def __init__(self, view: Mapping[str, Any], *, unfinished: bool) -> None:
        self.blocks = {block["block_id"]: block for block in view["blocks"] if block["type"] == "input"}
        states = view["state"]["values"].items()
        self.values = {block: _value(next(iter(state.values()))) for block, state in states}
        self.unfinished = unfinished


def _value(state: dict[str, Any]) -> Any:
    if "selected_option" in state:
        return (state["selected_option"] or {}).get("value")
    if "selected_options" in state:
        return [option["value"] for option in state["selected_options"] or ()]
    for key in SAID:
        if key in state:
            return tidied(state[key]).strip() if isinstance(state[key], str) else state[key]
    return None


class Value(Generic[T]):
    """A typed attribute of a form that somebody sent; it cannot be changed. On the class, it is itself."""

    name = ""

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    @overload
    def __get__(self, form: None, owner: type) -> Self: ...
    @overload
    def __get__(self, form: object, owner: type) -> T: ...
    def __get__(self, form: object | None, owner: type) -> Self | T:
        if form is None:
            return self
        value: T = vars(form)[self.name]
        return value

    def __set__(self, form: object, value: NoReturn) -> None:
        raise AttributeError("what somebody sent does not change")


class Traits(TypedDict, total=False):
    """What every field may be told."""

    hint: str | None
    optional: bool
    sometimes: bool  # not every view of the form has it
    empty: str  # says that it is needed
    block: str  # the block's id, if it is not the attribute's name
    most: int  # how many entries of a menu may be chosen


class Field(Value[T], ABC):
    """A field, of one block."""

    nothing: T  # what it is worth where it may be empty; kinds that have none always need something
    action = ""  # the element's own action id, by which the app hears of a choice at once

    def __init__(self, label: str = "", **traits: Unpack[Traits]) -> None:
        self.label, self.hint, self.block = label, traits.get("hint"), traits.get("block", "")
        self.optional, self.sometimes = traits.get("optional", False), traits.get("sometimes", False)
        self.empty, self.most = traits.get("empty", NEEDED), traits.get("most")

    def __set_name__(self, owner: type, name: str) -> None:
        super().__set_name__(owner, name)
        self.block = self.block or name

    def input(
        self,
        initial: T | None = None,
        options: Mapping[str, str] | None = None,
        *,
        label: str = "",
        hint: str | None = None,
        optional: bool | None = None,
    ) -> sdk.InputBlock:
        """The input block, beginning with `initial`; the `options` of a menu are words by value."""
        return sdk.InputBlock(
            block_id=self.block,
            label=shortened(label or self.label, LABEL_LENGTH),
            element=self.element(initial, options or {}),
            optional=self.optional if optional is None else optional,
            hint=hint or self.hint,
            dispatch_action=True if self.action else None,
        )

    @abstractmethod
    def element(self, initial: T | None, options: Mapping[str, str]) -> InputInteractiveElement:
        """What the block holds."""

    @abstractmethod
    def parse(self, given: Any) -> T:
        """The value of what stands there, which is not empty. Raises Refusal."""

    def read(self, filled: Filled) -> T:
        """What stands in this field. Raises Misfilled."""
        block, given = filled.blocks.get(self.block), filled.values.get(self.block)
        wrong, may_be_empty = self.empty, filled.unfinished or self._may_be_empty(block)
        if block is not None and given not in (None, "", []):
            try:
                return self.parse(_offered(given, block["element"]))
            except Refusal as refusal:
                wrong, may_be_empty = refusal.sentence, filled.unfinished
        if not may_be_empty or not hasattr(self, "nothing"):
            raise Misfilled({self.block: wrong})
        return self.nothing

    def _may_be_empty(self, block: Mapping[str, Any] | None) -> bool:
        return self.optional or self.sometimes if block is None else bool(block.get("optional"))


def _offered(given: Any, element: Mapping[str, Any]) -> Any:
    chosen = given if isinstance(given, list) else [given]
    if "options" in element and not {option["value"] for option in element["options"]}.issuperset(chosen):
        raise NotOffered
    return given


class Each(Value[dict[str, T]]):
    """Fields of one kind, found by a key; their blocks have the kind's block id, a colon and the key."""

    def __init__(self, kind: Field[T]) -> None:
        self.kind, self.block = kind, kind.block

    def __getitem__(self, key: object) -> Field[T]:
        """The field with this key."""
        one = copy(self.kind)
        one.block = f"{self.block}:{key}"
        return one

    def read(self, filled: Filled) -> dict[str, T]:
        """What stands in these fields, by key. Raises Misfilled."""
        pairs = (block.partition(":") for block in filled.blocks)
        return {key: self[key].read(filled) for kind, _, key in pairs if kind == self.block and key}


# --- their kinds


class Line(Field[str]):
    """A line to write."""

    nothing, multiline = "", False

    def __init__(self, label: str = "", length: int = TEXT_LENGTH, **traits: Unpack[Traits]) -> None:
        super().__init__(label, **traits)
        self.length = length

    def element(self, initial: str | None, _options: Mapping[str, str]) -> InputInteractiveElement:
        begins, several = (initial or "")[: self.length] or None, self.multiline or None
        return sdk.PlainTextInputElement(
            action_id="value", initial_value=begins, multiline=several, max_length=self.length
        )

    def parse(self, given: Any) -> str:
        return str(given)


class Words(Line):
    """Several lines to write."""

    multiline = True


class CallAddress(Line):
    """The address of a video or phone call."""

    def parse(self, given: Any) -> str:
        return read_link(str(given))


class Picture(Field[str]):
    """The public address of a picture that Slack can show."""

    nothing = ""

    def element(self, initial: str | None, _options: Mapping[str, str]) -> InputInteractiveElement:
        return sdk.UrlInputElement(action_id="value", initial_value=initial)

    def parse(self, given: Any) -> str:
        if not shows_picture(str(given)):
            raise NotAPicture
        return str(given)


class Time(Field[Moment | None]):
    """A date and a time."""

    nothing = None

    def element(self, initial: Moment | None, _options: Mapping[str, str]) -> InputInteractiveElement:
        seconds = int(initial.timestamp()) if initial is not None else None
        return sdk.DateTimePickerElement(action_id="value", initial_date_time=seconds)

    def parse(self, given: Any) -> Moment:
        return datetime.fromtimestamp(int(given), UTC)


class _Menu(Field[V], Generic[T, V]):
    """Entries to choose from; `parse_value` makes the value of an option's."""

    def __init__(
        self,
        label: str,
        parse_value: Callable[[str], T],
        options: Mapping[str, str] | None = None,
        action: str = "",
        **traits: Unpack[Traits],
    ) -> None:
        super().__init__(label, **traits)
        self.parse_value, self.options, self.action = parse_value, options or {}, action

    def entries(self, options: Mapping[str, str], chosen: Sequence[T]) -> tuple[list[Option], list[Option]]:
        """The options, and those of them that are chosen at first."""
        shown = {
            value: Option(value=value, text=shortened(words, OPTION_LENGTH))
            for value, words in list((options or self.options).items())[:MOST_OPTIONS]
        }
        first = [one for value, one in shown.items() if chosen and self.parse_value(value) in chosen]
        return list(shown.values()), first


class Choice(_Menu[T, T]):
    """A menu to choose one entry from."""

    def element(self, initial: T | None, options: Mapping[str, str]) -> InputInteractiveElement:
        entries, first = self.entries(options, [] if initial is None else [initial])
        return sdk.StaticSelectElement(
            action_id=self.action or "value", options=entries, initial_option=first[0] if first else None
        )

    def parse(self, given: Any) -> T:
        return self.parse_value(given)


class OptionalChoice(Choice[T | None]):
    """A menu from which nothing need be chosen."""

    nothing = None


class Choices(_Menu[T, tuple[T, ...]]):
    """A menu to choose several entries from."""

    nothing = ()

    def element(self, initial: Sequence[T] | None, options: Mapping[str, str]) -> InputInteractiveElement:
        entries, first = self.entries(options, initial or ())
        return sdk.StaticMultiSelectElement(
            action_id="value", options=entries, initial_options=first or None, max_selected_items=self.most
        )

    def parse(self, given: Any) -> tuple[T, ...]:
        return tuple(map(self.parse_value, given))


class Boxes(Choices[T]):
    """Boxes to tick."""

    def element(self, initial: Sequence[T] | None, options: Mapping[str, str]) -> InputInteractiveElement:
        entries, first = self.entries(options, initial or ())
        return sdk.CheckboxesElement(action_id="value", options=entries, initial_options=first or None)


class Person(Field[UserId]):
    """Somebody from Slack's list; the empty string is nobody, where that may be."""

    nothing = UserId("")

    def element(self, _initial: UserId | None, _options: Mapping[str, str]) -> InputInteractiveElement:
        return sdk.UserSelectElement(action_id="value")

    def parse(self, given: Any) -> UserId:
        return UserId(given)


class People(Field[tuple[UserId, ...]]):
    """Several people from Slack's list."""

    nothing = ()

    def __init__(self, label: str, placeholder: str | None = None, **traits: Unpack[Traits]) -> None:
        super().__init__(label, **traits)
        self.placeholder = placeholder

    def element(
        self, initial: Sequence[UserId] | None, _options: Mapping[str, str]
    ) -> InputInteractiveElement:
        users: Any = list(initial or ()) or None
        return sdk.UserMultiSelectElement(
            action_id="value", initial_users=users, placeholder=self.placeholder
        )

    def parse(self, given: Any) -> tuple[UserId, ...]:
        return tuple(map(UserId, given))


class Conversations(Field[tuple[ChannelId, ...]]):
    """Several channels from Slack's list, public and private."""

    nothing = ()

    def element(
        self, initial: Sequence[ChannelId] | None, _options: Mapping[str, str]
    ) -> InputInteractiveElement:
        return sdk.ConversationMultiSelectElement(
            action_id="value",
            initial_conversations=list(initial or ()) or None,
            filter=ConversationFilter(include=["public", "private"]),
        )

    def parse(self, given: Any) -> tuple[ChannelId, ...]:
        return tuple(map(ChannelId, given))
