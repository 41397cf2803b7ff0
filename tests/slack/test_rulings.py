"""Rulings that are typed: which claim is meant, and what is refused."""

import pytest

from bot.domain.ids import RoleNumber
from tests.slack.stage import FACILITATOR, PLENARY, Stage, player
from tests.slack.test_buttons import reach


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("rule", "No claim waits for a ruling"),
        ("rule 1.3 uphold The text says so.", "Claim 1.3: Wins by both secret missions"),
        ("rule 3 reject", "Claim 1.3: Rejected by the facilitator."),  # with one council, its number is clear
        ("Rule 1:3, YES", "Claim 1.3: Wins by both secret missions"),
        ("rule 1.4 uphold", "Claim 1.4: Wins by both secret missions"),
        ("rule 1.4 reject", "was already upheld"),
        ("rule 1.9 uphold", "Nobody has made this claim"),
        ("rule 7.3 uphold", "Nobody has made this claim"),
        ("rule 3 perhaps", "Say which claim and how"),
        ("rule uphold", "Say which claim and how"),
        ("rule 3 uphold " + "x" * 501, "501 characters"),
    ],
)
async def test_a_ruling_is_typed_with_the_claims_number(stage: Stage, typed: str, answer: str) -> None:
    await reach(stage, "ended")

    assert answer in await stage.command(FACILITATOR, "/moot", typed, PLENARY)


async def test_players_cannot_rule(stage: Stage) -> None:
    await reach(stage, "counted")

    assert "Only this game's facilitators" in await stage.command(player(1), "/moot", "rule 3 uphold")
    assert (await stage.council()).claims[RoleNumber(3)].ruling is None
