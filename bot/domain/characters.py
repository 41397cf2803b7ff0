"""What people write, without the characters that nobody sees: they make two names of one, and turn the
direction of whatever stands around them.

Everything that somebody types comes in through `tidied`. Scripts that are written from right to left need
none of what is taken out; joiners stay where a script or an emoji needs them.
"""

import re
import unicodedata
from unicodedata import category, combining

ZWNJ, ZWJ = "\u200c", "\u200d"
MOST_MARKS = 4  # on one letter: Hebrew and Vietnamese need three; more climb into the lines above
_FLAG = re.compile("\U0001f3f4[\U000e0020-\U000e007e]+\U000e007f")  # England's, as tags
_LINES = re.compile("\r\n?|[\u2028\u2029\u0085]")
_FILLERS = (
    "\u115f\u1160\u3164\uffa0\u2800\u034f\u17b4\u17b5"  # letters, marks and signs that look like nothing
)
_PLAIN = re.compile(r"[\t\n\x20-\x7e]*")  # characters of which nothing is taken out, and most texts
_SELECTED = "‼⁉〰〽"  # punctuation that is also drawn as an emoji
_JOINS = re.compile(
    "[\u0600-\u08ff\u1800-\u18af\ufb50-\ufdff\ufe70-\ufefe]"
)  # letters that join like Arabic's
_VIRAMA = 9  # a combining class: the mark under which a consonant joins the next


def tidied(text: str) -> str:
    """In Unicode's composed form (NFC), with plain blanks and without characters that nobody sees."""
    if _PLAIN.fullmatch(text):
        return text
    text = _LINES.sub("\n", unicodedata.normalize("NFC", text))
    flags = {found.start(): found[0] for found in _FLAG.finditer(text)}
    said, end, marks = "", 0, 0
    for place, one in enumerate(text):
        if place in flags:
            said, end = said + flags[place], place + len(flags[place])
        if place < end:
            continue
        kind = category(one)
        marks = marks + 1 if kind in ("Mn", "Me") else 0
        if kind == "Zs":
            said += " "
        elif (
            marks > MOST_MARKS
            or (marks and not said.strip())
            or not _seen(one, kind, said, text[place + 1 :])
        ):
            continue
        else:
            said += one
    return said


def bare(text: str) -> str:
    """The tidied text without joiners, to compare names by: two that look alike are equal."""
    return tidied(text).replace(ZWJ, "").replace(ZWNJ, "")


def plain(typed: str) -> str:
    """What was typed, to be read: in small letters, without blanks around it and what nobody sees."""
    return bare(typed).strip().lower()


def shown(typed: str) -> str:
    """What was typed, to be repeated in a refusal: on one line, and shortened."""
    line = " ".join(typed.split())
    return line if len(line) <= 60 else line[:59] + "…"


def _seen(one: str, kind: str, before: str, after: str) -> bool:
    """Whether a character does something that people see, there where it stands."""
    if one in "\n\t":
        return True
    if one in (ZWJ, ZWNJ):
        return _joins(one, before, after)
    if "\ufe00" <= one <= "\ufe0f":
        return one >= "\ufe0e" and (_is_sign(before) or after.startswith("\u20e3"))
    return kind not in ("Cf", "Cc", "Cs") and one not in _FILLERS and not "\U000e0100" <= one <= "\U000e01ef"


def _joins(one: str, before: str, after: str) -> bool:
    if not before:
        return False
    if combining(before[-1]) == _VIRAMA:
        return True
    joining, follows = bool(_JOINS.match(before[-1])), bool(_JOINS.match(after))
    if one == ZWNJ:
        return joining and follows
    return (joining and not follows) or (_is_sign(before) and category(after[:1] or " ") in ("So", "Sm"))


def _is_sign(before: str) -> bool:
    """Whether an emoji, or a sign that can be drawn as one, ends here."""
    last = before.rstrip("\ufe0f")[-1:]
    return bool(last) and (category(last) in ("So", "Sm", "Sk") or last in _SELECTED)


def says_something(text: str) -> bool:
    """Whether there is a letter, a number or a sign in it, and not only punctuation."""
    return any(category(one)[0] in "LN" or category(one) == "So" for one in tidied(text))
