"""A pasted list of people: mentions, user ids and e-mail addresses in any mixture, from Slack, a mail program
or a table. Nothing in it is dropped: what cannot be read is kept as words, so that somebody can be told."""

import re
from collections.abc import Iterator

from bot.domain.characters import tidied
from bot.domain.errors import Refusal
from bot.domain.ids import UserId
from bot.domain.inviting import MOST_NAMED, Finding, Invitee, Named
from bot.slack.typed.passages import unmarked

EVERYBODY = ("everybody", "everyone", "all", "@everyone", "@channel", "!everyone", "!channel")
CONNECTORS = ("and", "or", "with", "plus", "also", "please", "pls", "cc", "to", "&", "+", "/", "-", "–", "•")
LONGEST = 254  # characters; an address has no more, RFC 5321 section 4.5.3.1.3
_SLACK = re.compile(r"<(?:mailto:([^|>]+)|(https?://[^|>]+)|([#!][^|>]+))(?:\|([^>]*))?>")
_NAME = re.compile(r'"[^"\n]*"')
_PART = re.compile(r'(?:"[^"]*"|[^",;])+')  # between commas that stand in no quotation marks
_AND = re.compile(r"(?:^|\s+)and(?:\s+|$)", re.IGNORECASE)
_ADDRESS = r"(?:mailto:)?[\w.+\-'!#$%&*/=?^`{}~]+@[\w-]+(?:\.[\w-]+)+"
_MENTION = r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>"
_ID = r"(?<![\w@.])[UW](?=[A-Z0-9]*\d)[A-Z0-9]{6,12}(?![\w@.])"
_ONE = re.compile(f"(?P<mention>{_MENTION})|(?P<address>{_ADDRESS})|(?P<id>{_ID})")
_ANGLE = re.compile(rf"[^<>]*<\s*(?P<address>{_ADDRESS})\s*>\W*")


class TooManyNamed(Refusal):
    template = (
        "That names {count} people, and I can sign up {limit} at a time. Send the list in parts; nobody was "
        "signed up."
    )


def read(text: str) -> tuple[Invitee, ...]:
    """Everybody whom the text names, each once, in its order, and the words that name nobody.

    Raises TooManyNamed.
    """
    found: dict[object, Invitee] = {}
    for one in _entries(text):
        found.setdefault((one.user or one.given.casefold() or one.named), one)
    if len(found) > MOST_NAMED:
        raise TooManyNamed(count=len(found), limit=MOST_NAMED)
    return tuple(found.values())


def names(text: str) -> tuple[str, ...]:
    """Everybody whom the text names, each once: with commas, semicolons, "and", or one on a line, with or
    without the marks of a list. A name in quotation marks stays whole."""
    lines = tidied(text).splitlines()
    return tuple(dict.fromkeys(name for line in lines for name in _split(line)))


def _split(line: str) -> Iterator[str]:
    for part in _PART.findall(unmarked(re.sub("[“”„]", '"', line))):
        for one in [part] if '"' in part else _AND.split(part):
            if (name := one.strip(' "\t')).strip(".").lower() not in ("", *CONNECTORS):
                yield name


def people(text: str) -> tuple[str, ...]:
    """The names of people as they stand in a list or a table, also those that stand there twice. In a table's
    row, all that is no number and no address is one name; in a single row, each cell is.

    Raises TooManyNamed.
    """
    lines = [line for line in tidied(text).splitlines() if line.strip()]
    rows = [[cell for cell in map(str.strip, line.split("\t")) if _is_name(cell)] for line in lines]
    table = len(lines) > 1 and any("\t" in line.strip() for line in lines)
    entries = (" ".join(row) if table else ",".join(row) for row in rows)
    found = [name for entry in entries for name in _split(entry)]
    if len(found) > MOST_NAMED:
        raise TooManyNamed(count=len(found), limit=MOST_NAMED)
    return tuple(found)


def _is_name(cell: str) -> bool:
    """Whether a cell of a table may hold a name, or a part of one."""
    return any(map(str.isalpha, cell)) and re.fullmatch(_ADDRESS, cell) is None


def person(user: str) -> Invitee:
    """Somebody who was chosen in a menu."""
    return Invitee(0, Named.PERSON, user=UserId(user))


def everybody() -> Invitee:
    """All who are in the game's channel."""
    return Invitee(0, Named.CHANNEL)


def _entries(text: str) -> Iterator[Invitee]:
    for line in re.split(r"[;\r\n]+", _plain(text)):
        ends_so = _ANGLE.fullmatch(line)
        if ends_so and len({found[0].casefold() for found in _ONE.finditer(line)}) == 1:
            yield _address(ends_so["address"])  # all before it is a name, whatever commas are in it
            continue
        for part in _NAME.sub(lambda name: name[0].replace(",", " "), line).split(","):
            yield from _part(part)


def _plain(text: str) -> str:
    """Without what Slack makes of addresses, links and three characters."""
    text = _SLACK.sub(lambda found: found[1] or found[2] or f"{found[4] or found[3]}", text)
    text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return re.sub("[“”„]", '"', tidied(text))


def _part(part: str) -> Iterator[Invitee]:
    """What stands between two commas."""
    if part.strip(" .").lower() in EVERYBODY:
        yield everybody()
        return
    ones = list(_ONE.finditer(part))
    yield from map(_one, ones)
    named = [one["address"] is not None for one in ones]
    if named.count(True) == 1 == len(named):
        return  # the words beside a single address are its owner's name
    for words in _left(_ONE.sub("\0", part)):
        yield Invitee(0, Named.WORDS, words[:LONGEST], finding=Finding.UNREADABLE)


def _left(part: str) -> Iterator[str]:
    for between in part.split("\0"):
        words = [word for word in between.split() if word.lower().strip(".:") not in CONNECTORS]
        left = " ".join(words).strip(' "<>().:')
        if any(map(str.isalnum, left)):
            yield left


def _one(found: re.Match[str]) -> Invitee:
    if found["address"] is not None:
        return _address(found["address"])
    mention = re.fullmatch(_MENTION, found[0])
    return person(mention[1] if mention else found[0])


def _address(text: str) -> Invitee:
    return Invitee(0, Named.ADDRESS, text.removeprefix("mailto:").strip("'`")[:LONGEST])
