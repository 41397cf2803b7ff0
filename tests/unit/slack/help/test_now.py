"""What now? A few buttons for this person at this moment."""

import json

import pytest

from bot.domain.game import Game
from bot.gallery.cast import FACILITATOR, NOON, OBSERVER, STRANGER, player
from bot.gallery.personal_samples import places
from bot.gallery.worlds import World
from bot.queries.place import Where
from bot.slack.commands import WORDS
from bot.slack.help.now import MOST, what_now
from tests.builders import rainbow_road

WORLD = World(rainbow_road())


def labels(where: Where | None) -> list[str]:
    councils = [where.council] if where is not None and where.facilitates and where.council else []
    rows = what_now(where, NOON, WORDS, councils).as_kwargs()["blocks"]
    return [one["text"]["text"] for row in rows if row["type"] == "actions" for one in row["elements"]]


def somebody(user: str, game: str, council: str = "") -> Where:
    table = WORLD.councils[council] if council else None
    seat = table.seat_of(player(int(user))) if table else None
    who = (
        player(int(user))
        if user.isdigit()
        else {"runs": FACILITATOR, "watches": OBSERVER}.get(user, STRANGER)
    )
    return Where(WORLD.games[game], WORLD.pack, who, table, seat)


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        (None, ["Create a game", "My games"]),
        (somebody("new", "sign-up"), ["Join", "Watch", "The Handbook"]),
        (somebody("3", "sign-up"), ["The Handbook", "What happens when?", "My games"]),
        (somebody("3", "dealt", "founded"), ["My mission", "The Handbook", "What happens when?"]),
        (somebody("3", "in setup", "founded"), ["My mission", "The Handbook", "What happens when?"]),
        (
            somebody("1", "in session-1", "in the first session"),
            ["My mission", "Write the charter", "Propose a policy"],
        ),
        (
            somebody("3", "in session-1", "in the first session"),
            ["My mission", "Propose a policy", "Our policy book"],
        ),
        (
            somebody("3", "in session-3", "voting"),
            ["My mission", "Does my vote count?", "Our policy book"],
        ),
        (somebody("watches", "in session-1"), ["The Handbook", "What happens when?", "My games"]),
        (somebody("runs", "sign-up"), ["Plan the seats", "Invite people", "The Handbook"]),
        (somebody("runs", "dealt"), ["Start the game", "Invite people", "All councils"]),
        (somebody("runs", "in session-1"), ["All councils", "Next phase", "Stop the clock"]),
        (somebody("runs", "paused"), ["Resume", "All councils", "Next phase"]),
        (somebody("runs", "in session-3"), ["Open the vote", "All councils", "Next phase"]),
        (somebody("6", "ended", "at the end"), ["Give feedback", "My mission", "Our policy book"]),
    ],
)
def test_two_or_three_buttons_fit_the_person_and_the_moment(where: Where | None, expected: list[str]) -> None:
    assert labels(where) == [*expected, "All commands"]


def test_nobody_is_ever_offered_more_than_three_and_all_commands() -> None:
    for who, where in places(WORLD):
        found = labels(where)

        assert found[-1] == "All commands", who
        assert 2 <= len(found) <= MOST + 1, (who, found)


def test_who_claims_is_led_to_it() -> None:
    table = WORLD.councils["vote called"]
    council = next(one for one in WORLD.councils.values() if one.outcome and not one.claims)
    where = Where(WORLD.games["in presentations"], WORLD.pack, player(4), council, council.seat_of(player(4)))

    assert table.outcome is None
    assert "Make my claim" in labels(where)[:2]


def test_what_waits_for_a_side_is_linked() -> None:
    where = somebody("3", "in session-1", "with several proposals")
    game: Game = where.game
    todo = what_now(where, NOON, WORDS).text
    assert where.council is not None
    cards = {
        key: f"https://x.example/{number}"
        for number, one in enumerate(where.council.proposals.values())
        for key in (
            f"proposal:{where.council.id}:{one.number}",
            f"proposal:{where.council.id}:{one.number}:2",
        )
    }

    linked = json.dumps(what_now(where, NOON, WORDS, links=cards).as_kwargs())

    assert game.phase is not None
    assert "Take a side on proposal" in todo
    assert "Go to <https://x.example/" in linked
