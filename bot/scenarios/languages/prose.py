"""Handbooks and sheets in two languages: the same headings in the same order, and the same pictures."""

import re
from collections.abc import Sequence

from bot.scenarios.languages.weaving import Weaver, is_untranslated
from bot.scenarios.sections import Section


def compare_sections(own: Sequence[Section], said: Sequence[Section], weaver: Weaver, language: str) -> None:
    """Tells the weaver where a file says less, more or the same as its translation, heading by heading."""
    if len(own) != len(said):
        here = "is 1 heading" if len(said) == 1 else f"are {len(said)} headings"
        message = f"there {here} here and {len(own)} in {weaver.source}"
        weaver.complain(1, f"{message}; translate each, in the same order")
        return
    for one, other in zip(own, said, strict=True):
        _compare(one, other, weaver, language)


def _compare(own: Section, said: Section, weaver: Weaver, language: str) -> None:
    place = f"{weaver.source}, line {own.line}"
    here, there = ([picture.source for _, picture in one.pictures] for one in (said, own))
    if [_of_any_language(one, language) for one in here] != there:
        message = f"`{said.heading}` shows {_listed(here)} here and {_listed(there)} in {place}"
        weaver.complain(said.line, f"{message}; show the same pictures in both")
    if is_untranslated(own.text, said.text):
        message = f"the text below `{said.heading}` says the same as in {place}; is it translated?"
        weaver.advise(said.line, message)


def _of_any_language(picture: str, language: str) -> str:
    """`graph.de.png` is `graph.png` with the words of one language in it."""
    return re.sub(rf"\.{re.escape(language)}(\.\w+)$", r"\1", picture)


def _listed(pictures: list[str]) -> str:
    return ", ".join(f"`{one}`" for one in pictures) or "no picture"
