"""Names of emoji. Which names Slack has is not known here: only their form is checked (see README.md)."""

import re

_NAME = re.compile(r"[a-z0-9_+'\-]{1,100}(::skin-tone-[2-6])?", re.ASCII)


def is_emoji(name: str) -> bool:
    """True if an emoji could be called that: `+1`, `white_check_mark`, `wave::skin-tone-3`."""
    return _NAME.fullmatch(name) is not None
