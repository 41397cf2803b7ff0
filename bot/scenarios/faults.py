"""What is wrong with a pack, and where: sentences that tell an author what to do."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from bot.domain.errors import MootError


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing to mend. `file` starts at the content folder's name; `line` counts from 1."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"

    @property
    def place(self) -> str:
        """Where it is, without the message, which may quote what is secret."""
        return f"{self.file}:{self.line}"


class BrokenPack(MootError):
    """The content pack cannot be played until its faults are mended."""

    template = "{faults}"  # each on a line of its own, as `file:line: message`

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(set(faults)))
        super().__init__(faults="\n".join(map(str, self.faults)))


def nearest(word: str, known: Iterable[str], likeness: float = 0.6) -> str:
    """The known word that is nearest, also but for capitals; empty if none is near."""
    by_small = {one.lower(): one for one in sorted(known)}
    near = get_close_matches(word.lower(), list(by_small), n=1, cutoff=likeness)
    return by_small[near[0]] if near else ""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """` (did you mean ...?)` for the nearest known word; empty if none is near."""
    near = nearest(word, known)
    return f" (did you mean `{near}`?)" if near else ""
