"""Texts of an event list as a pack can have them: no marks but Slack's, nothing that rings or is unseen."""

import re

from bot.domain.characters import tidied
from bot.scenarios.text_checks import EMOJI, emoji_names

_INSTEAD = (
    (re.compile(r"\*\*(\S.*?)\*\*"), r"*\1*"),
    (re.compile(r"!?\[([^\]\n]*)\]\(([^)\n]*)\)"), r"\1 (\2)"),
    (re.compile(r"^#{1,6} +(.*)$", re.MULTILINE), r"*\1*"),
    (re.compile(r"<([!@#])"), r"\1"),
    (re.compile(r"(?<!\w)@(channel|here|everyone)\b"), r"\1"),
    (re.compile(r"^\|", re.MULTILINE), "¦"),
    (re.compile(r"\{([A-Za-z_]\w*)\}"), r"(\1)"),  # else a placeholder
)


def plain(text: str) -> str:
    """The text with what Slack shows, and no more."""
    text = "\n".join(line.expandtabs(1).rstrip() for line in tidied(text).strip().split("\n"))
    for pattern, instead in _INSTEAD:
        text = pattern.sub(instead, text)
    return EMOJI.sub(lambda found: found[0] if found[1] in emoji_names() else found[1], text)
