"""No card, form or page speaks of a part that the game's pack leaves out."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from slack_sdk.models.views import View

from bot.domain.phase import Phase
from bot.domain.roles import Missions, Role, Team
from bot.domain.scenario import Scenario
from bot.gallery.surfaces import shown
from bot.gallery.without import without
from bot.gallery.worlds import World
from tests.builders import rainbow_road
from tests.cards import distinct

# A question that is asked may count votes of its own.
VOTE = r"(?<!\d )\bvot(e|es|ed|ing)\b|\bballot|approved|\bproxy\b"
CLAIMS = r"\bclaim|\bdisputed?\b|\bwins?\b(?! over)|\bwon\b|\bwinning\b|individual|\brul(e on|ing)"
MISSIONS = r"\bmissions?\b"
SECRETS = r"(?<!ballot is )(?<!ballot was )\bsecrets?\b(?! ballot)|\benvelopes?\b|\bsealed\b|\breveal|spoiler"
PRIORITIES = r"\bpriorit"
TABLE: dict[str, tuple[dict[str, Any], tuple[str, ...]]] = {
    "a table-top": ({}, (VOTE, CLAIMS, MISSIONS, SECRETS, PRIORITIES)),
    "public missions and claims": (
        {"missions": Missions.PUBLIC, "claims": True},
        (VOTE, SECRETS, PRIORITIES),
    ),
    "priorities and a vote": ({"priorities": True, "vote": True}, (r"\bclaim|individual", MISSIONS, SECRETS)),
    "secrets that stay": ({"missions": Missions.SECRET}, (VOTE, CLAIMS, PRIORITIES, r"\breveal")),
}
UNEQUAL = ("unequal seats", "vetoed")  # states of a council whose seats have votes of their own on proposals
OUTSIDE = {"in no game", "everything"}  # states of somebody who is in no game


def plain(pack: Scenario) -> Scenario:
    """The pack in other words, none of which is about any part."""
    return pack.model_copy(
        update={
            "title": "Play",
            "summary": "Play.",
            "story": "Once.",
            "rules": ("Talk.",),
            "winning": "",
            "content_note": "Rain.",
            "wrap_up": "Thanks.",
            "credits": (),
            "debrief": ("How was it?",),
            "handbook": (("The town", "It rains."),),
            "strategy": tuple(
                one.model_copy(update={"short": one.key, "text": "What?"}) for one in pack.strategy
            ),
            "charter": pack.charter.model_copy(
                update={
                    "rules": tuple(one.model_copy(update={"name": one.kind}) for one in pack.charter.rules)
                }
            ),
            "agenda": tuple(map(_phase, pack.agenda)),
            "teams": tuple(map(_team, pack.teams)),
            "roles": tuple(map(_role, pack.roles)),
        }
    )


def _phase(phase: Phase) -> Phase:
    cues = tuple(cue.model_copy(update={"text": "Now.", "questions": (), "title": ""}) for cue in phase.cues)
    said = {"card": "Talk.", "questions": (), "meeting": None, "huddle": None, "title": phase.key}
    return phase.model_copy(update={**said, "cues": cues, "inject": phase.inject and "Rain!"})


def _team(team: Team) -> Team:
    aims = tuple(one.model_copy(update={"text": "Rain."}) for one in team.priorities)
    said = {"represents": "Rain.", "priorities": aims, "mission": team.mission and "Rain."}
    return team.model_copy(update=said)


def _role(role: Role) -> Role:
    sections = tuple(
        one.model_copy(update={"heading": str(one.holds), "text": "Rain."}) for one in role.sheet.sections
    )
    return role.model_copy(
        update={"public": "Rain.", "sheet": role.sheet.model_copy(update={"sections": sections})}
    )


def _texts(value: Any) -> Iterator[str]:
    """Every text in these blocks: also of buttons, of menus, and of questions before something is done."""
    if isinstance(value, dict):
        yield from (one for key, one in value.items() if key in ("text", "alt_text") and isinstance(one, str))
    for one in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _texts(one)


def everything(name: str) -> Iterator[tuple[str, str]]:
    """Each surface with all that it says, buttons and all, once."""
    parts, _ = TABLE[name]
    known = set()
    for one in distinct(shown(World(without(plain(rainbow_road()), **parts)))):
        if one.state in OUTSIDE or one.state.startswith(UNEQUAL):
            continue
        said = " · ".join(_texts([block.to_dict() for block in one.card.blocks or ()]))
        title = one.card.title.text if isinstance(one.card, View) and one.card.title else ""
        if (found := (one.surface, f"{title} {said}")) not in known:
            known.add(found)
            yield found


@pytest.mark.parametrize("name", TABLE)
def test_nothing_that_is_shown_speaks_of_a_part_that_is_left_out(name: str) -> None:
    told = [
        (surface, found[0], said[max(0, found.start() - 50) : found.end() + 50])
        for surface, said in everything(name)
        for word in TABLE[name][1]
        if (found := re.search(word, said, re.IGNORECASE))
    ]

    assert not told, "\n".join(map(str, dict.fromkeys(told)))
