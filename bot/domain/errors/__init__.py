"""What can go wrong, in words: every refusal of the domain, one file for each noun.

A refusal names a fact and carries the sentence that the person who acted reads. Nothing here decides, and no
other sentence belongs here.
"""

from collections.abc import Callable
from string import Formatter
from typing import Any, ClassVar


class MootError(Exception):
    """Something that went wrong, and the sentence that a person reads about it.

    `template` is that sentence; the names in braces are its facts, with which each error is made. Every class
    has a sentence of its own, unless it is declared `abstract`.
    """

    template: ClassVar[str]
    marked_up: ClassVar[frozenset[str]] = frozenset()  # facts that are written for where it is shown already
    restart_helps: ClassVar[bool] = True  # if this ends the bot, a supervisor may start it again

    def __init_subclass__(cls, *, abstract: bool = False, **given: Any) -> None:
        super().__init_subclass__(**given)
        if not abstract and not cls.__dict__.get("template"):
            raise TypeError(f"{cls.__name__} needs a `template`: the sentence that people read")

    def __init__(self, **facts: Any) -> None:
        self.facts = facts
        super().__init__(self.sentence)

    @classmethod
    def needs(cls) -> frozenset[str]:
        """The names of the facts in its sentence."""
        return frozenset(name for _, name, _, _ in Formatter().parse(cls.template) if name)

    @property
    def sentence(self) -> str:
        """The sentence, with this error's facts filled in as they are."""
        return self.template.format(**self.facts)

    def said(self, write: Callable[[str], str]) -> str:
        """The sentence for a place where words that somebody typed must be written in a way of its own."""
        facts = {
            name: write(fact) if isinstance(fact, str) and name not in self.marked_up else fact
            for name, fact in self.facts.items()
        }
        return self.template.format(**facts)


class Refusal(MootError):
    """What somebody asked for does not happen, and changes nothing."""

    template = "That is not possible now."
    named: ClassVar[dict[str, type["Refusal"]]] = {}

    def __init_subclass__(cls, **given: Any) -> None:
        super().__init_subclass__(**given)
        Refusal.named[cls.__name__] = cls
