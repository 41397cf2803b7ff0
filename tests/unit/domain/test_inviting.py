"""Whom an invitation means."""

import pytest

from bot.domain.ids import UserId
from bot.domain.inviting import Finding, Named, would_be
from tests.builders import (
    FACILITATOR,
    OBSERVER,
    STRANGER,
    a_game,
    player,
)


@pytest.mark.parametrize(
    ("user", "named", "finding"),
    [
        (STRANGER, Named.PERSON, Finding.ADDED),
        (STRANGER, Named.MEMBER, Finding.ADDED),
        (player(1), Named.ADDRESS, Finding.THERE),
        (player(1), Named.MEMBER, Finding.THERE),
        (OBSERVER, Named.PERSON, Finding.ADDED),
        (OBSERVER, Named.MEMBER, Finding.WATCHES),
        (FACILITATOR, Named.ADDRESS, Finding.ADDED),
        (FACILITATOR, Named.MEMBER, Finding.RUNS_IT),
    ],
)
def test_who_is_named_is_meant_and_who_is_just_in_the_channel_keeps_their_wish(
    user: UserId, named: Named, finding: Finding
) -> None:
    assert would_be(a_game().game, user, named) is finding
