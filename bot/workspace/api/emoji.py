"""The names of Slack's standard emoji, from the list that the page shows them from too."""

import re
from functools import cache
from pathlib import Path

LIST = Path(__file__).parent / "emoji.txt"
_TONE = re.compile(r"::skin-tone-[2-6]$", re.ASCII)


@cache
def standard() -> dict[str, bool]:
    """Every name, in Slack's order, and whether it has skin tones."""
    names: dict[str, bool] = {}
    for line in LIST.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            _, *words = line.split(" ")
            toned = words[-1] == "*"
            names |= dict.fromkeys(words[:-1] if toned else words, toned)
    return names


def is_emoji(name: str) -> bool:
    """True for a name Slack has: `+1`, `white_check_mark`, `wave::skin-tone-3`."""
    base = _TONE.sub("", name)
    has_tones = standard().get(base)
    return has_tones is not None and (base == name or has_tones)
