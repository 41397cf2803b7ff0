"""What goes wrong says so in a sentence, which is its class's docstring."""

from typing import Any


class MootError(Exception):
    """Something in Moot went wrong."""

    def __init__(self, **facts: Any) -> None:
        self.facts = facts
        super().__init__(self.sentence)

    @property
    def sentence(self) -> str:
        """The class's docstring with this error's facts filled in."""
        return " ".join((self.__doc__ or "").split()).format(**self.facts)


class Refusal(MootError):
    """That is not possible now."""
