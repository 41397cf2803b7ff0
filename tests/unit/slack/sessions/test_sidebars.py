"""Cards of sidebars and huddles: they invite to talk of missions only where everybody shares them."""

from dataclasses import replace

from bot.domain.agenda import plan_agenda
from bot.domain.council import Council
from bot.domain.council import commands as cc
from bot.domain.game import Game
from bot.domain.ids import MOOT, RoleNumber
from bot.domain.paper import paper_id
from bot.domain.seating import Seat
from bot.services.games import layout_of
from bot.slack.clock import cards as clock_cards
from bot.slack.sessions import sidebars
from tests.builders import SIDEBAR, a_council, a_running_game, at, player, rainbow_road
from tests.cards import seen

PACK = rainbow_road()
INVITATION = "you may talk about"


def a_table() -> Council:
    """A full council of the shipped pack."""
    return a_council(layout=layout_of(PACK), until=SIDEBAR).council


def a_game(players: int = 10) -> Game:
    """One of the shipped pack whose sidebars are open."""
    log = a_running_game(*plan_agenda(PACK), players=players)
    log.ring(at(30))
    assert log.game.phase is not None
    assert log.game.phase.key == "sidebar"
    return log.game


def words(room: str, *seats: Seat) -> str:
    return seen(sidebars.sidebar(a_game(), PACK, room, seats))


def test_missions_may_be_talked_of_only_where_everybody_who_reads_it_has_the_same() -> None:
    seats = a_table().seats
    three, four, five = (seats[RoleNumber(number)] for number in (3, 4, 5))

    assert "You all have the same missions, so you may" in words("sidebar:3", three, three)
    assert "You share your team's mission, so you may" in words("sidebar:3+4", three, four)
    assert "You share your team's mission, so you may" in words("sidebar:3", three, three, four)
    for others in ((three, replace(three, open_hand=True)), (three, five)):
        said = words("sidebar:3", *others)
        assert INVITATION not in said
        assert "keep yours to yourself" in said


def test_a_card_says_who_is_there_and_whoever_is_left_alone_is_sent_back() -> None:
    seats = a_table().seats
    three, four = seats[RoleNumber(3)], seats[RoleNumber(4)]

    assert "same role in different councils" in words("sidebar:3", three, three)
    assert "on one team, in different councils" in words("sidebar:3", three, four)
    assert "Huddle: Data Platform" in words("sidebar:3+4", three, four)
    alone = words("sidebar:3+4", three)
    assert "Nobody else is here any more" in alone
    assert INVITATION not in alone


def test_the_card_in_a_councils_channel_never_invites_to_talk_of_missions() -> None:
    council = a_table()

    for game in (a_game(), a_game(players=20)):
        assert game.clock is not None
        said = seen(clock_cards.phase(game, PACK, game.clock.phase, council))
        assert "Carry an idea back" in said
        assert INVITATION not in said
        assert "same one" not in said


def test_one_council_reads_which_teams_huddle_and_who_stays() -> None:
    log = a_council(9, layout=layout_of(PACK), until=SIDEBAR)  # role 10's teammate is alone
    game = a_game()

    said = sidebars.hint(game, PACK, log.council)
    assert (
        "Data Leadership, Data Platform, Finance &amp; Marketing and People Ops each have a channel" in said
    )
    assert "Without a teammate: Intake Analyst (Rescue Operations). Stay here" in said

    log.do(cc.FillSeat(paper_id("Zoe"), open_hand=False), MOOT, at(21))
    assert "Rescue Operations meets at the table." in sidebars.hint(game, PACK, log.council)


def test_one_council_of_single_players_stays_where_it_is() -> None:
    log = a_council(layout=layout_of(PACK), until=SIDEBAR)
    for role in (2, 4, 6, 8, 10):
        log.do(cc.VacateSeat(player(role)), MOOT, at(21))

    said = sidebars.hint(a_game(), PACK, log.council)

    assert "no team has two people in Slack. Everybody stays here." in said
    assert "huddle:" not in said
