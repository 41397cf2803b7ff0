"""Writes a new pack: its files from the templates, checked before anything stands in its place."""

import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from pathlib import Path
from string import Template
from textwrap import fill

import yaml

from bot.domain.cues import Tempo
from bot.domain.errors import MootError
from bot.domain.rules import DecisionRuleKind
from bot.domain.scenario import Scenario
from bot.domain.times.writing import length
from bot.scenarios.faults import BrokenPack
from bot.scenarios.files import HANDBOOK, LINES, PACK, ROLES
from bot.scenarios.json_schema import FOLDER, write_schemas
from bot.scenarios.load import load_pack
from bot.scenarios.skeleton.parts import (
    MEMBER,
    PARTS,
    RESPONSE,
    RULES,
    SAMPLES,
    SEATS,
    SIDES,
    SLIDE,
    Part,
    Side,
)
from bot.scenarios.skeleton.wishes import Secrecy, TeamWish, Wishes

_TEMPLATES = Path(__file__).with_name("templates")
_WIDTH = 116
_PHASES = {  # which share of the game each takes
    "welcome": Fraction(4, 60),
    "first": Fraction(12, 60),
    "emergency": Fraction(8, 60),
    "second": Fraction(18, 60),
    "presentations": Fraction(8, 60),
    "wrap_up": Fraction(10, 60),
}
_USUAL = timedelta(hours=1)  # how long a game lasts that is made to be played over days, if played live


class AlreadyThere(MootError):
    template = "There is something in {folder} already. Name a folder that does not exist yet."


class CannotWritePack(MootError):
    template = "The pack was not written, since it would not pass its check. Choose other words.\n{faults}"


@dataclass(frozen=True, slots=True)
class _Role:
    """A role to write: its number, its team with that team's side, and what it is."""

    number: int
    key: str
    name: str
    seats: int
    team: TeamWish
    side: Side
    part: Part
    other: str  # the team to approach

    @property
    def public(self) -> str:
        """What everybody may know about it."""
        does = {**SEATS, **MEMBER}[self.name.rpartition(" ")[2]]
        return f"{does} the {_plain(self.team.name)} team."

    @property
    def file(self) -> str:
        return f"{self.number:02d}-{self.key}.md"


def write_skeleton(folder: Path, wishes: Wishes) -> Scenario:
    """Writes the pack into this folder, which is called like its key. Raises AlreadyThere; and
    CannotWritePack if some of the words cannot stand in a pack, and then leaves nothing behind."""
    if is_taken(folder):
        raise AlreadyThere(folder=folder)
    folder = folder.resolve()
    folder.parent.mkdir(parents=True, exist_ok=True)
    shared = (folder.parent / FOLDER / "pack.json").is_file()
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".new-") as aside:
        made = Path(aside) / folder.name
        for name, text in _files(wishes, f"../{FOLDER}" if shared else FOLDER).items():
            (made / name).parent.mkdir(parents=True, exist_ok=True)
            (made / name).write_text(text, encoding="utf-8")
        if not shared:
            write_schemas(made / FOLDER)
        try:
            scenario = load_pack(made)
        except BrokenPack as broken:
            raise CannotWritePack(faults="\n".join(fault.message for fault in broken.faults)) from None
        made.chmod(0o755)
        made.replace(folder)
    return scenario


def is_taken(folder: Path) -> bool:
    """Whether there is something in it, or a file in its place."""
    return folder.exists() and (not folder.is_dir() or any(folder.iterdir()))


def _files(wishes: Wishes, schemas: str) -> Mapping[str, str]:
    """The files' texts, by their names in the pack."""
    roles = tuple(_roles(wishes))
    handbook = _filled(HANDBOOK, teams=_names(wishes))
    return {
        PACK: _pack(wishes, roles, f"{schemas}/pack.json"),
        HANDBOOK: handbook,
        **{f"{ROLES}/{role.file}": _sheet(role, wishes) for role in roles},
        f"{LINES}/lines.yaml": _lines(wishes, roles, f"../{schemas}/lines.json"),
    }


def _filled(template: str, **parts: object) -> str:
    return Template((_TEMPLATES / template).read_text("utf-8")).substitute(parts)


def _roles(wishes: Wishes) -> Iterator[_Role]:
    places = {team.key: place for place, team in enumerate(wishes.teams)}
    number = 1
    for nth, (team, name, seats) in enumerate(_seats(wishes)):
        place = places[team.key]
        others = [one.name for one in wishes.teams if one is not team]
        other = f"the {others[place % len(others)]} team" if others else "somebody who has said little"
        key = f"{team.key}-{name.lower()}"
        part, side = PARTS[nth % len(PARTS)], SIDES[place % len(SIDES)]
        yield _Role(number, key, f"{team.name} {name}", seats, team, side, part, other)
        number += seats


def _seats(wishes: Wishes) -> Iterator[tuple[TeamWish, str, int]]:
    """What each role is called besides its team, and how many seats read its sheet."""
    for team in wishes.teams:
        if team.seats > len(SEATS):
            yield from ((team, name, team.seats) for name in MEMBER)
        else:
            yield from ((team, name, 1) for name in [*SEATS][: team.seats])


# --- pack.yaml


def _pack(wishes: Wishes, roles: tuple[_Role, ...], schema: str) -> str:
    parts = {
        "schema": schema,
        "key": _word(wishes.key),
        "title": _word(wishes.title),
        "summary": _prose(_summary(wishes)),
        "story": _prose(
            f"{_names(wishes)} share one hall. For years, a caretaker said who may use it. Since autumn "
            "there is no caretaker any more, only a sheet of paper on the door. Today you write the rules "
            "that the paper does not have."
        ),
        "rules": "".join(f"  - {_word(rule)}\n" for rule in _rules(wishes)).rstrip(),
        "winning": _prose(_winning(wishes)),
        "minimum": len(wishes.teams),
        "optional": "".join(f"{line}\n" for line in _optional(wishes)),
        "teams": "".join(
            _team(team, SIDES[place % len(SIDES)], wishes) for place, team in enumerate(wishes.teams)
        ).rstrip("\n")
        + "\n",
        "roles": "".join(map(_role, roles)).rstrip("\n") + "\n",
        "decides": "".join(_decides(wishes.rule)).rstrip(),
        "samples": "".join(_samples(roles)).rstrip(),
        "wrap_up_says": "Claim what you have won, and judge what the others claim."
        if wishes.claims
        else "Thank you.",
        **_times(wishes),
    }
    return _filled(PACK, **parts)


def _summary(wishes: Wishes) -> str:
    takes = length(wishes.length)
    if wishes.tempo is Tempo.ASYNC:
        takes = f"{wishes.length.days} working days, in small pieces"
    mission = {
        Secrecy.SECRET: " Everybody plays a part with a secret mission.",
        Secrecy.PUBLIC: " Everybody plays a part with a mission that everybody knows.",
        Secrecy.NONE: " Everybody plays a part.",
    }[wishes.secrecy]
    return f"{_names(wishes)} share one hall, and have to agree on its rules. It takes {takes}.{mission}"


def _rules(wishes: Wishes) -> Iterator[str]:
    chair = next(team.name for team in wishes.teams if team.key == wishes.chair)
    yield "Play your part, not yourself. Argue for what it wants, even if you disagree."
    yield f"The {_plain(chair)} team chairs. It moves the talk along, records decisions and calls the vote."
    if wishes.secrecy is Secrecy.SECRET:
        yield "Your sheet has a secret mission. You may show it to your team, and to nobody else."
    yield "Say yes or no to a proposal, out loud or with a reaction. Silence is not consent."
    yield "You may leave at any time without giving a reason, or watch instead of playing."
    yield "No part is a real person. Have fun."


def _winning(wishes: Wishes) -> str:
    together = (
        "*Your council wins together* if its final book contains policies and the final vote approves it: "
        "more than half of the votes cast say yes, and at least half of the seats take part. A tie fails."
    )
    if not wishes.claims:
        return together
    missions = "the final book shows that your missions came true, your team's and your role's, or if "
    return (
        f"{together}\n\n*You can win individually* if {missions if wishes.has_missions else ''}the vote "
        "approved the book and each of your team's priorities is in it. After the vote you show which parts "
        "of the book prove your case, and the council judges."
    )


def _optional(wishes: Wishes) -> Iterator[str]:
    if wishes.secrecy is Secrecy.PUBLIC:
        yield "missions: public   # everybody may know them"
    if not wishes.claims:
        yield "claims: false   # nobody claims to have won"
    if not wishes.has_missions:
        yield "sheet:   # the headings of the roles' files; without missions, they need no more"
        yield "  - heading: Who you are"
        yield "  - heading: Where to begin"


def _team(team: TeamWish, side: Side, wishes: Wishes) -> str:
    lines = [f"  - key: {_word(team.key)}", f"    name: {_word(team.name)}"]
    lines += ["    stewards: true   # chairs, records decisions, calls the vote"] * (team.key == wishes.chair)
    lines += [f"    represents: {_word(side.represents)}", "    priorities:"]
    lines += [f"      - {{key: {team.key}-{key}, text: {_quoted(text)}}}" for key, text in side.priorities]
    if wishes.has_missions:
        mission = _mission(f"{team.name} team", "Your team succeeds", wishes, side.mission)
        lines.append(f"    mission: {_prose(mission, 4)}")
    return "\n".join((*lines, "", ""))


def _mission(public: str, private: str, wishes: Wishes, mission: str) -> str:
    """A mission that only its holders read speaks to them, and needs no names."""
    who = f"The {_plain(public)} succeeds" if wishes.secrecy is Secrecy.PUBLIC else private
    return f"{who} if the final book {mission}"


def _plain(name: str) -> str:
    """A name as it stands behind an article."""
    return name.removeprefix("The ")


def _role(role: _Role) -> str:
    several = f"    seats: {role.seats}   # all read one sheet\n" if role.seats > 1 else ""
    return (
        f"  - number: {role.number}\n    key: {role.key}\n    name: {_word(role.name)}\n{several}"
        f"    team: {_word(role.team.key)}\n    public: {_word(role.public)}\n\n"
    )


def _decides(first: DecisionRuleKind) -> Iterator[str]:
    for kind in dict.fromkeys((first, DecisionRuleKind.MAJORITY, DecisionRuleKind.CONSENT)):
        name, text = RULES[kind]
        yield f"    - kind: {kind.value}\n      name: {name}\n      text: {_word(text)}\n"


def _samples(roles: tuple[_Role, ...]) -> Iterator[str]:
    for place, sample in enumerate(SAMPLES):
        yield (
            f"  - role: {roles[place % len(roles)].number}\n    title: {_word(sample.title)}\n"
            f"    text: {_word(sample.text)}\n    question: {sample.question}\n"
            f"    enforcement: {_word(sample.enforcement)}\n    review: {sample.review}\n\n"
        )


def _times(wishes: Wishes) -> Mapping[str, str]:
    """How long each phase lasts, and how long it stays open over days."""
    live = wishes.length if wishes.tempo is Tempo.LIVE else _USUAL
    times: dict[str, str] = {}
    for name, share in _PHASES.items():
        seconds = max(30, round(live.total_seconds() * share / 30) * 30)
        times[f"{name}_lasts"] = f"{seconds // 60}m" + (f"{seconds % 60}s" if seconds % 60 else "")
        quarters = max(1, round(wishes.length.days * share * 4))
        window = f"\n    window: {quarters / 4:g}d" if wishes.tempo is Tempo.ASYNC else ""
        times[f"{name}_window"] = window
    return times


# --- the roles' files, and the lines


def _sheet(role: _Role, wishes: Wishes) -> str:
    part = role.part
    sections = {
        "Who you are": f"You are {'a' if role.seats > 1 else 'the'} {_plain(role.name)}. {part.trait}"
    }
    if wishes.has_missions:
        own = "Your mission" if wishes.secrecy is Secrecy.PUBLIC else "Your secret mission"
        sections[own] = _mission(role.name, "You succeed", wishes, part.mission)
        sections["First move"] = part.first
        sections["Whom to approach"] = part.approach.format(other=role.other)
        sections["If it falls through"] = part.otherwise
    else:
        sections["Where to begin"] = f"{part.first} {part.approach.format(other=role.other)}"
    return "\n\n".join(f"## {heading}\n\n{_wrapped(text)}" for heading, text in sections.items()) + "\n"


def _lines(wishes: Wishes, roles: tuple[_Role, ...], schema: str) -> str:
    firsts = [next(role for role in roles if role.team is team) for team in wishes.teams][: len(SIDES)]
    chair = next(role for role in roles if role.team.key == wishes.chair)
    hellos = {role.number: [f"    hello: {_word(role.side.hello)}"] for role in firsts}
    hellos.setdefault(chair.number, []).extend(
        (
            f"    response: {_prose(RESPONSE, 4)}",
            "    slide:",
            *(f"      - {_word(line)}" for line in SLIDE),
        )
    )
    voices = (
        f"  - role: {number}\n" + "".join(f"{line}\n" for line in said) for number, said in hellos.items()
    )
    opinions = "".join(map(_opinion, firsts))
    return _filled("lines.yaml", schema=schema, opinions=opinions, voices="".join(voices).rstrip())


def _opinion(role: _Role) -> str:
    side = role.side
    words = {"wants": side.wants, "refuses": side.refuses}
    return (
        f"  - role: {role.number}\n    issue: {side.issue}\n"
        + "".join(f"    {name}: [{', '.join(some)}]\n" for name, some in words.items())
        + f"    for: [{_quoted(side.pro)}]\n    against: [{_quoted(side.against)}]\n"
    )


# --- words as YAML and Markdown


def _word(text: str) -> str:
    """One line of YAML that says this, in quotes only where it needs them."""
    return yaml.safe_dump(text, allow_unicode=True, width=10_000).removesuffix("\n").removesuffix("\n...")


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _prose(text: str, indent: int = 0) -> str:
    """A text below `>-`, with an empty line between its paragraphs (two, since YAML joins lines)."""
    space = " " * (indent + 2)
    return ">-\n" + "\n\n\n".join(_wrapped(part, space) for part in text.split("\n\n"))


def _wrapped(text: str, space: str = "") -> str:
    return fill(
        text,
        _WIDTH,
        initial_indent=space,
        subsequent_indent=space,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _names(wishes: Wishes) -> str:
    """All the teams."""
    *most, last = (team.name for team in wishes.teams)
    return f"{', '.join(most)} and {last}" if most else last
