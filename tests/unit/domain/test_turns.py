"""Who has a turn to speak, in which order, and for how long."""

from datetime import timedelta

from bot.domain.care.digest import digest_of
from bot.domain.council.turn_events import TurnCalled
from bot.domain.floor import FloorGiven
from bot.domain.turns import TurnOrder, Turns, TurnsBy, plan_turns, speakers
from tests.builders import at, player, rainbow_road

PACK = rainbow_road()
STEWARDS = next(team.key for team in PACK.teams if team.stewards)
DAY = timedelta(hours=8)


def named(turns: Turns) -> list[str]:
    return [turn.name for turn in speakers(PACK, turns)]


def test_teams_and_roles_come_as_named_each_once_else_as_in_the_pack() -> None:
    teams = [team.key for team in PACK.teams]

    assert named(Turns(by=TurnsBy.TEAM)) == teams
    assert named(Turns(by=TurnsBy.TEAM, of=(teams[2], teams[0], teams[2]))) == [teams[2], teams[0]]
    assert named(Turns(by=TurnsBy.TEAM, of=("stewards",))) == [STEWARDS]
    assert [turn.roles for turn in speakers(PACK, Turns(by=TurnsBy.ROLE))] == [(n,) for n in range(1, 11)]
    assert named(Turns(by=TurnsBy.COUNCIL)) == []


def test_a_group_speaks_together_whatever_it_is_made_of() -> None:
    (turn,) = speakers(PACK, Turns(by=TurnsBy.GROUP, of=("everyone",)))

    assert turn.roles == tuple(range(1, 11))


def test_the_length_follows_the_tempo_and_over_days_the_phase_is_shared_unless_the_pack_says_more() -> None:
    turns = Turns(by=TurnsBy.TEAM, each=timedelta(minutes=2))
    planned = [plan_turns(PACK, turns, 60, None), plan_turns(PACK, turns, 1, DAY)]
    councils = plan_turns(PACK, Turns(by=TurnsBy.COUNCIL), 1, DAY)

    assert [one.each for one in planned if one] == [timedelta(seconds=2), None]
    assert councils is not None
    assert councils.each == timedelta(hours=1)
    assert councils.drawn


def test_a_drawn_order_names_everybody_and_is_the_same_for_the_same_seed() -> None:
    drawn = plan_turns(PACK, Turns(by=TurnsBy.ROLE, order=TurnOrder.DRAWN), 1, None)
    assert drawn is not None

    orders = {drawn.in_order(f"seed:{council}") for council in range(20)}

    assert len(orders) > 10
    assert all(sorted(one, key=lambda turn: turn.roles) == list(drawn.turns) for one in orders)
    assert drawn.in_order("seed:1") == drawn.in_order("seed:1")


def test_whoever_was_away_hears_how_many_spoke() -> None:
    minute = timedelta(minutes=1)

    digest = digest_of(
        [TurnCalled(0, at(1), minute), TurnCalled(1, at(2), minute), FloorGiven(player(1), at(3), minute)]
    )

    assert (digest.turns, digest.heard) == (2, 1)
