"""Reactions under cards: what counts is which of them stand, in whatever order Slack tells of them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.courier.catching_up import shown_on, sides_on
from bot.domain.ballot import Choice
from bot.domain.council import commands as cc
from bot.domain.council import events as ce
from bot.domain.council import evolve
from bot.domain.council.proposals import missed_sides
from bot.domain.ids import MOOT, ProposalNumber, RoleNumber
from bot.slack.blocks.names import CHOICES, SIDES, base_emoji
from bot.slack.reactions.listeners import command_of
from tests.builders import (
    EMERGENCY,
    PRESENTING,
    SIDEBAR,
    VOTING,
    CouncilLog,
    a_charter,
    a_council,
    a_voting_council,
    at,
    by_policies,
    player,
)

THREE, FOUR, ONE = RoleNumber(3), RoleNumber(4), ProposalNumber(1)
THUMB, DARK_THUMB, LIGHT_THUMB, DOWN = "+1", "+1::skin-tone-6", "thumbsup::skin-tone-2", "-1"
CARDS = {"proposal": "council:1:1:1", "claim": "council:1:3", "ballot": "council:1"}
EMOJI = {
    "proposal": (THUMB, DARK_THUMB, LIGHT_THUMB, "thumbsup", DOWN, "thumbsdown::skin-tone-3"),
    "claim": (THUMB, DARK_THUMB, LIGHT_THUMB, DOWN, "-1::skin-tone-6"),
    "ballot": ("white_check_mark", "x", "shrug", "shrug::skin-tone-6", "man-shrugging::skin-tone-2"),
}
Change = tuple[str, bool, int]  # the emoji, whether it was added, and the second after the card was posted


def a_table(kind: str) -> CouncilLog:
    """A council with an open card of this kind, about which role 4 may react."""
    if kind == "ballot":
        return a_voting_council()
    log = a_council()
    log.propose()
    log.do(a_charter(), player(1), at(6))
    if kind == "claim":
        for role in range(1, 7):
            log.do(cc.TakeSide(ONE, support=True), player(role), at(7))
        log.reach(EMERGENCY, SIDEBAR, VOTING)
        log.do(cc.OpenBallot(), MOOT, at(31))
        log.reach(PRESENTING)
        log.close({})
        log.do(cc.MakeClaim(by_policies(1)), player(3), at(31))
    return log


def tell(log: CouncilLog, kind: str, *changes: Change) -> None:
    """Slack tells of these changes by role 4, in this order."""
    for emoji, added, second in changes:
        event = {"type": "reaction_added" if added else "reaction_removed", "reaction": emoji}
        command = command_of(kind, CARDS[kind].removeprefix("council:"), event)
        assert command is not None
        log.do(command, player(4), at(32) + timedelta(seconds=second))


def counted(log: CouncilLog, kind: str) -> Choice | bool | None:
    """What counts for role 4."""
    if kind == "proposal":
        return log.council.proposals[ONE].side_of(FOUR)
    if kind == "claim":
        return log.council.claims[THREE].judgement_of(FOUR)
    assert log.council.ballot is not None
    return log.council.ballot.vote_of(FOUR)


def standing(changes: Sequence[Change]) -> dict[str, int]:
    """Which emoji stand once all of this has happened, and since when."""
    shown: dict[str, int] = {}
    for emoji, added, second in sorted(changes, key=lambda one: one[2]):
        if added:
            shown[emoji] = second
        else:
            shown.pop(emoji, None)
    return shown


def meant(kind: str, changes: Sequence[Change]) -> Choice | bool | None:
    """What the latest of them says."""
    shown = standing(changes)
    if not shown:
        return None
    latest = base_emoji(max(shown, key=lambda emoji: shown[emoji]))
    return CHOICES[latest] if kind == "ballot" else SIDES[latest]


@st.composite
def histories(draw: st.DrawFn) -> tuple[str, list[Change], list[Change]]:
    """A kind of card, what somebody did under it, and how Slack tells of it: in any order, some twice."""
    kind = draw(st.sampled_from(sorted(CARDS)))
    shown: set[str] = set()
    changes: list[Change] = []
    for second in range(1, draw(st.integers(1, 7)) + 1):
        emoji = draw(st.sampled_from(EMOJI[kind]))
        changes.append((emoji, emoji not in shown, second))
        shown ^= {emoji}
    again = draw(st.lists(st.sampled_from(changes), max_size=3))
    return kind, changes, draw(st.permutations([*changes, *again]))


@pytest.mark.parametrize("kind", sorted(CARDS))
def test_a_tone_that_is_taken_off_leaves_the_other_one_standing(kind: str) -> None:
    plain, toned = {"ballot": ("shrug", "shrug::skin-tone-6")}.get(kind, (THUMB, DARK_THUMB))
    log = a_table(kind)

    tell(log, kind, (plain, True, 1), (toned, True, 2), (toned, False, 3))
    one_left = counted(log, kind)
    tell(log, kind, (plain, False, 4))

    assert one_left is meant(kind, [(plain, True, 1)])
    assert counted(log, kind) is None


@given(histories())
def test_what_stands_counts_in_whatever_order_slack_tells_of_it(
    history: tuple[str, list[Change], list[Change]],
) -> None:
    kind, changes, told = history
    log = a_table(kind)

    tell(log, kind, *told)

    assert counted(log, kind) is meant(kind, changes)


@given(histories(), st.data())
def test_what_slack_shows_puts_right_what_was_lost(
    history: tuple[str, list[Change], list[Change]], data: st.DataObject
) -> None:
    # given a card of which Slack told only a part
    kind, changes, told = history
    log = a_table(kind)
    if kind == "claim":
        return  # nothing reads a claim's reactions back
    tell(log, kind, *data.draw(st.lists(st.sampled_from(told), unique=True)))

    # when its reactions are read
    shown = [{"name": emoji, "users": [player(4)], "count": 1} for emoji in standing(changes)]
    read_back(log, kind, {"user": "UBOT", "reactions": shown})

    # then nothing counts that does not stand; and what alone stands counts
    says = {meant(kind, [(emoji, True, 1)]) for emoji in standing(changes)}
    now = counted(log, kind)
    assert now in (says or {None}) or (kind == "proposal" and len(says) > 1 and now is None)


def read_back(log: CouncilLog, kind: str, message: dict[str, Any]) -> None:
    """The courier has read this message."""
    if kind == "ballot":
        log.do(shown_on(message), MOOT, at(34))
        return
    shown, partly = sides_on(message)
    for person, command in list(
        missed_sides(log.council, log.council.proposals[ONE], shown, partly, log.events)
    ):
        log.do(command, person, at(34))


@pytest.mark.parametrize("kind", sorted(CARDS))
def test_a_log_in_which_no_names_were_noted_goes_on(kind: str) -> None:
    # given a reaction that an older Moot stored without its emoji
    plain, toned = {"ballot": ("shrug", "shrug::skin-tone-6")}.get(kind, (THUMB, DARK_THUMB))
    log = a_table(kind)
    tell(log, kind, (plain, True, 1))
    stored = log.events.pop()
    assert isinstance(stored, ce.SideTaken | ce.ClaimJudged | ce.VoteCast)
    log.state = evolve(a_table(kind).council, replace(stored, emoji=""))

    # when Slack delivers it again, and another tone comes and goes
    tell(log, kind, (plain, True, 1), (toned, True, 2), (toned, False, 3))
    still = counted(log, kind)
    tell(log, kind, (plain, False, 4))

    # then
    assert still is meant(kind, [(plain, True, 1)])
    assert counted(log, kind) is None
