"""Forms, without any topic. A form is declared once, and both builds its view and reads what was sent:

    class StrawForm(Form, callback="straw_form", title="Straw poll", submit="Ask"):
        council = About(CouncilId)
        question = Words("Your question", 300)

        @classmethod
        def view(cls, council: Council) -> View:
            return cls.modal((council.id,), cls.question.input())

On the class, `StrawForm.question` is the field; on what `StrawForm.read` returns, it is the text that was
written. Slack's limits: title, submit and close 24 characters; private_metadata 3,000.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, ClassVar, Self, TypeVar

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot.slack.blocks.fields import Each, Field, Filled, Misfilled, Value
from bot.slack.blocks.message import fitting

T = TypeVar("T")

FORMS: dict[str, type["Form"]] = {}  # every form by its callback id


class About(Value[T]):
    """A part of private_metadata, which says what the form is about and what the person saw. Parts stand in
    the order of their declaration with colons between them; the last may be all the `rest`."""

    def __init__(self, parse: Callable[[str], T], *, rest: bool = False) -> None:
        self.parse, self.rest = parse, rest

    def take(self, metadata: str) -> tuple[T, str]:
        """This part, and what follows it."""
        part, _, after = (metadata, "", "") if self.rest else metadata.partition(":")
        return self.parse(part), after


class Form:
    """A form; an instance is what somebody sent, and cannot be changed. A class without a callback id only
    holds fields that several forms share."""

    callback: ClassVar[str]
    title_text: ClassVar[str]
    submit_text: ClassVar[str]
    refused_at: ClassVar[str]  # the block at which a refusal is shown that no field has caused
    keeps_drafts: ClassVar[bool]  # whether what was typed and not sent is there the next time

    def __init_subclass__(
        cls,
        *,
        callback: str = "",
        title: str = "",
        submit: str = "",
        refused_at: str = "",
        drafts: bool = True,
    ) -> None:
        if not callback:
            return
        if callback in FORMS:
            raise TypeError(f"there are two forms with the callback id {callback}")
        fields = [one.block for one in cls.fields()]
        if refused_at not in ("", *fields):
            raise TypeError(f"{cls.__name__} has no field {refused_at}")
        cls.callback, cls.title_text, cls.submit_text = callback, title, submit
        cls.refused_at, cls.keeps_drafts = refused_at or fields[0], drafts
        FORMS[callback] = cls

    def __init__(self, values: Mapping[str, Any], shown: Iterable[str]) -> None:
        vars(self).update(values, _shown=frozenset(shown))

    def shows(self, field: Field[Any]) -> bool:
        """Whether the form that was sent had this field."""
        return field.block in vars(self)["_shown"]

    @classmethod
    def fields(cls) -> list[Field[Any] | Each[Any]]:
        """The fields, as they were declared."""
        return [one for one in cls._declared() if isinstance(one, Field | Each)]

    @classmethod
    def _declared(cls) -> list[Any]:
        return [one for owner in reversed(cls.__mro__) for one in vars(owner).values()]

    @classmethod
    def modal(cls, about: Iterable[object], *blocks: Block, title: str = "", submit: str = "") -> View:
        """The view; `about` becomes its private_metadata, part by part."""
        return View(
            type="modal",
            callback_id=cls.callback,
            title={"type": "plain_text", "text": title or cls.title_text},
            submit={"type": "plain_text", "text": submit or cls.submit_text},
            close={"type": "plain_text", "text": "Cancel"},
            private_metadata=":".join(map(str, about)),
            notify_on_close=True,
            blocks=list(fitting(blocks)),
        )

    @classmethod
    def read(cls, view: Mapping[str, Any], *, unfinished: bool = False) -> Self:
        """What stands in a view that Slack gave back. Raises Misfilled with every field that needs something
        else; in an `unfinished` one, that may still come."""
        filled, values, errors = Filled(view, unfinished=unfinished), dict[str, Any](), dict[str, str]()
        metadata = view["private_metadata"]
        for about in (one for one in cls._declared() if isinstance(one, About)):
            values[about.name], metadata = about.take(metadata)
        for field in cls.fields():
            try:
                values[field.name] = field.read(filled)
            except Misfilled as misfilled:
                errors |= misfilled.errors
        if errors:
            raise Misfilled(errors)
        return cls(values, filled.blocks)

    @classmethod
    def draft_of(cls, metadata: str) -> str:
        """Whose draft fits a view with this private_metadata: as a rule, only that of the very same."""
        return metadata


def window(title: str, *blocks: Block) -> View:
    """Something to read, and to close."""
    return View(
        type="modal",
        title={"type": "plain_text", "text": title},
        close={"type": "plain_text", "text": "Close"},
        blocks=list(fitting(blocks)),
    )
