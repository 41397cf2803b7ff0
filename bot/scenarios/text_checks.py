"""Checks of what stands inside texts: placeholders, emoji, and what is said of pictures."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from bot.domain.cues import CueKind
from bot.scenarios.draft import Draft
from bot.scenarios.faults import did_you_mean
from bot.scenarios.files import PACK
from bot.scenarios.marked import Marked
from bot.scenarios.passages import Passage
from bot.scenarios.schema import Found

IN_CUES = ("left", "how_to_vote")
IN_ROUNDS, IN_SEATS = ("round", "rounds"), ("seat",)
_CODE = re.compile(r"`[^`]*`")
_PLACEHOLDER = re.compile(r"(?<![{$\w])\{([A-Za-z_]\w*)\}(?!\})")
EMOJI = re.compile(r"(?<![\w:/.]):([a-z0-9_+'-]*[a-z+1][a-z0-9_+'-]*)(?:::skin-tone-[2-6])?:(?![\w/])")
_FILE = re.compile(r"\S+\.(?:png|jpe?g|gif|svg|webp)", re.IGNORECASE)
_EMOJI_NAMES = Path(__file__).parent / "emoji.txt"


def check_texts(draft: Draft, texts: Iterable[Passage]) -> None:
    """Notes a fault for each text that people would not read as it was meant."""
    for line, message in (*_filled_in(draft.pack), *_pictures(draft.pack)):
        draft.complain(draft.name(PACK), line, message)
    for passage in texts:
        said = _CODE.sub("", passage.text)
        if passage.file != draft.name(PACK):
            for name in _PLACEHOLDER.findall(said):
                draft.complain(passage.file, passage.line, _nothing_fills(name, ()))
        for name in EMOJI.findall(said):
            if name not in emoji_names():
                message = (
                    f"Slack has no emoji `:{name}:`{did_you_mean(name, emoji_names())}; people would see"
                )
                draft.complain(
                    passage.file,
                    passage.line,
                    f"{message} only the code, and your own emoji work in no other workspace",
                )


@cache
def emoji_names() -> frozenset[str]:
    """The names of Slack's standard emoji."""
    return frozenset(_EMOJI_NAMES.read_text(encoding="utf-8").split())


def _filled_in(pack: Marked) -> Iterator[Found]:
    """Placeholders that nothing fills in. `expansion_checks.py` tells where rounds and seats are missing."""
    for name, part in pack.parts.items():
        kept = {"agenda": IN_ROUNDS, "asks": IN_ROUNDS, "roles": IN_SEATS}.get(str(name), ())
        timed = {id(cue.at("text")) for phase in part.parts.values() for cue in _timed(phase)}
        for text in part.texts():
            known = (*kept, *IN_CUES) if id(text) in timed else kept
            for word in _PLACEHOLDER.findall(_CODE.sub("", text.value)):
                if word not in known:
                    yield text.line, _nothing_fills(word, IN_CUES if id(text) in timed else ())


def _timed(phase: Marked) -> Iterator[Marked]:
    kinds = ("", CueKind.NOTICE.value, CueKind.BALLOT.value)
    return (cue for cue in phase.each("cues") if cue.text("kind") in kinds)


def _nothing_fills(word: str, here: tuple[str, ...]) -> str:
    if here:
        known = " and ".join(f"`{{{one}}}`" for one in here)
        return f"nothing fills in `{{{word}}}`{_near(word, here)}; this text can have {known}"
    where = {
        **dict.fromkeys(IN_CUES, "in the `text` of a notice or of the cue that opens the vote"),
        **dict.fromkeys(IN_ROUNDS, "in a phase that repeats"),
        **dict.fromkeys(IN_SEATS, "in the `name` and `public` of a role with several seats"),
    }.get(word)
    only = f"it is filled in only {where}" if where else "there is no such placeholder"
    return f"nothing fills in `{{{word}}}` here: {only}; write it out"


def _near(word: str, known: tuple[str, ...]) -> str:
    return did_you_mean(f"{{{word}}}", [f"{{{one}}}" for one in known])


def _pictures(part: Marked) -> Iterator[Found]:
    for key, inner in part.parts.items():
        alt = inner.text("alt") if key == "picture" else ""
        if alt and (not alt.strip() or _FILE.fullmatch(alt.strip())):
            yield inner.at("alt").line, f"`{alt}` does not say what the picture shows; describe it"
        yield from _pictures(inner)
