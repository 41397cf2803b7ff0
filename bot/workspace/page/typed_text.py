"""What people type, as Slack passes it on: mentions resolved, `&`, `<` and `>` escaped."""

import re

from bot.workspace.state.records import Channel, Person
from bot.workspace.state.team import Team

_MENTION = re.compile(r"<([@#])([A-Z0-9]+)(?:\|[^<>]*)?>|(?<![\w.])([@#])([\w][\w.\-]*)")
_ADDRESS = re.compile(r"(?<![\w.@+\-|:])[\w.+\-]+@[\w\-]+(?:\.[\w\-]+)+")
_BROADCAST = re.compile(r"(?<![\w.])@(here|channel|everyone)\b")


def escape(text: str) -> str:
    """Only the three characters Slack escapes."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _person(team: Team, word: str) -> Person | None:
    if word in team.people:
        return team.people[word]
    folded = word.casefold()
    return next(
        (p for p in team.people.values() if folded in (p.name.casefold(), p.display_name.casefold())),
        None,
    )


def _channel(team: Team, word: str) -> Channel | None:
    return team.channels.get(word) or team.names.get(word.casefold())


def _mention(team: Team, sign: str, word: str, *, named: bool) -> str | None:
    """The mention in Slack's writing, or None if nobody and nothing is called that."""
    if sign == "@":
        person = _person(team, word)
        if person is None:
            return None
        return f"<@{person.id}|{person.name}>" if named else f"<@{person.id}>"
    channel = _channel(team, word)
    if channel is None:
        return None
    return f"<#{channel.id}|{channel.name if named or channel.kind != 'private' else ''}>"


def with_mentions(team: Team, text: str, *, named: bool) -> str:
    """Escaped text in which @name, #channel, `<@U1>` and `<#C1>` are mentions; `named` adds `|name`."""
    parts, end = [], 0
    for found in _MENTION.finditer(text):
        sign, word = found[1] or found[3], found[2] or found[4]
        trail = ""
        mention = _mention(team, sign, word, named=named)
        while mention is None and found[4] and word[-1:] in ".-_":
            word, trail = word[:-1], word[-1] + trail
            mention = _mention(team, sign, word, named=named)
        if mention is not None:
            parts += [escape(text[end : found.start()]), mention, trail]
            end = found.end()
    return "".join(parts) + escape(text[end:])


def message(team: Team, text: str) -> str:
    """What somebody says in a channel."""
    said = with_mentions(team, text, named=False)
    return _BROADCAST.sub(lambda found: f"<!{found[1]}>", said)


def command(team: Team, text: str, *, should_escape: bool) -> str:
    """What stands after a slash command: mentions, links and escapes only if the app asked for them."""
    text = text.strip()
    if not should_escape:
        return text
    escaped = with_mentions(team, text, named=True)
    return _ADDRESS.sub(lambda found: f"<mailto:{found[0]}|{found[0]}>", escaped)
