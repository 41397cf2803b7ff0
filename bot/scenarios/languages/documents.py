"""A pack's files of YAML in another language."""

from dataclasses import replace
from pathlib import Path

from bot.domain.edition import Format, MissionSet
from bot.domain.roles import Heading, Missions, headings_by_default
from bot.domain.scenario import Scenario
from bot.scenarios.files import FORMATS, LINES, PACK, in_language, originals
from bot.scenarios.languages.shape import shape_of
from bot.scenarios.languages.weaving import Weaver
from bot.scenarios.marked import Marked, read_yaml

_LANGUAGE, _HEADINGS = "language", "sheet"


def translated(path: Path, words: Marked, language: str, weaver: Weaver) -> Marked:
    """What the pack's own file says in these words; the weaver hears what is wrong with them."""
    own = _own(path)
    if path.name == PACK:
        return _pack(
            own if _has_lines(path.parent, language) else _without_issues(own), words, language, weaver
        )
    shape = shape_of(Format, Scenario) if path.parent.name == FORMATS else shape_of(MissionSet)
    return weaver.woven(own, words, shape)


def _own(path: Path) -> Marked:
    """As it stands there. What is wrong with it is told where the pack is read in its own language."""
    try:
        return read_yaml(path.read_bytes().decode("utf-8-sig"), lambda *_: None)
    except (OSError, UnicodeDecodeError):
        return Marked(None, 1)


def _has_lines(folder: Path, language: str) -> bool:
    return any(in_language(path, language).is_file() for path in originals(folder / LINES, ".yaml"))


def _without_issues(pack: Marked) -> Marked:
    """Issues are told by their words, which are lines of one language."""
    if not pack.each("samples"):
        return pack
    samples = (
        one.with_parts({key: part for key, part in one.parts.items() if key != "issue"})
        if isinstance(one.value, dict)
        else one
        for one in pack.each("samples")
    )
    return pack.with_parts({**pack.parts, "samples": pack.at("samples").with_parts(dict(enumerate(samples)))})


def _pack(own: Marked, words: Marked, language: str, weaver: Weaver) -> Marked:
    if not isinstance(own.value, dict):
        return own
    said = words.parts.get(_LANGUAGE)
    if said is not None and said.value != language:
        message = f"`language` is `{said.value}`, but the file's name says `{language}`; leave it out"
        weaver.complain(said.line, message)
    whole = _with_headings(_without_language(own), words, weaver)
    woven = _with_rule(whole, weaver.woven(whole, _without_language(words), shape_of(Scenario)))
    return woven.with_parts({**woven.parts, _LANGUAGE: Marked(language, said.line if said else 1)})


def _without_language(pack: Marked) -> Marked:
    if not isinstance(pack.value, dict):
        return pack
    return pack.with_parts({key: part for key, part in pack.parts.items() if key != _LANGUAGE})


def _with_headings(pack: Marked, words: Marked, weaver: Weaver) -> Marked:
    """A pack need not name the usual headings of sheets; a translation must, since they are words."""
    if _HEADINGS in pack.parts or not isinstance(words.value, dict):
        return pack
    public = pack.text("missions") == Missions.PUBLIC
    usual = headings_by_default(Missions.PUBLIC if public else Missions.SECRET)
    if _HEADINGS in words.parts:
        return pack.with_parts({**pack.parts, _HEADINGS: _marked(usual)})
    named = ", ".join(one.heading for one in usual)
    weaver.complain(words.line, f"`sheet` is missing here; translate the sheets' headings in it: {named}")
    return pack


def _marked(headings: tuple[Heading, ...]) -> Marked:
    entries = [one.model_dump(mode="json", exclude_defaults=True) for one in headings]
    parts = [Marked(entry, 1, {key: Marked(value, 1) for key, value in entry.items()}) for entry in entries]
    return Marked(entries, 1, dict(enumerate(parts)))


def _with_rule(own: Marked, woven: Marked) -> Marked:
    """A given charter that names its rule by its name means the same rule in the translation."""
    charter = woven.at("charter")
    given = charter.at("given")
    if "rule" not in given.parts or "given" not in charter.parts:
        return woven
    rule, rules = given.at("rule"), zip(own.at("charter").each("rules"), charter.each("rules"), strict=True)
    names = {one.text("name"): said.text("name") for one, said in rules}
    named = given.with_parts({**given.parts, "rule": replace(rule, value=names.get(rule.value, rule.value))})
    return woven.with_parts({**woven.parts, "charter": charter.with_parts({**charter.parts, "given": named})})
