"""Characters that nobody sees, and blanks that YAML does not count as such."""

import re
import unicodedata
from collections import Counter

from bot.domain.characters import tidied
from bot.scenarios.marked import Complain

_USUAL = re.compile(r"[ -~¡-¬®-ɏ‐-‧€]*")  # prose in Latin letters; no blanks, marks or signs besides
_BLANK = re.compile(r"^(?P<before>[ \t]*(?:- +)*(?:[\w-]+:)?)(?P<blanks>[^\S \t\n]+)", re.MULTILINE)


def visible(text: str, complain: Complain) -> str:
    """The text without what nobody would see in it, which is told. Lines and typographic blanks stay."""
    lines = text.split("\n")
    for place, line in enumerate(lines):
        plain = line.rstrip("\r").replace("\t", " ")
        if _USUAL.fullmatch(plain):
            continue
        if unseen := _unseen(plain):
            complain(
                place + 1, f"there is {unseen} here, which nobody sees; delete it, or type the line again"
            )
            lines[place] = tidied(line)
        elif _BLANK.match(line):
            message = "an unusual blank is in the indentation or after the colon; type a plain space"
            complain(place + 1, message)
            lines[place] = tidied(line)
    return "\n".join(lines)


def _unseen(line: str) -> str:
    """The first character that nobody sees, by name; empty if there is none."""
    whole = unicodedata.normalize("NFC", line)
    left = Counter("".join(" " if unicodedata.category(one) == "Zs" else one for one in whole))
    left.subtract(tidied(line))
    gone = next((one for one in whole if left[one] > 0), "")
    if not gone:
        return ""
    name = unicodedata.name(gone, "")
    return f"a {name}" if name else f"a control character (U+{ord(gone):04X})"
