"""The sign-up card introduces whoever runs the game."""

from dataclasses import replace

from bot.domain.agenda import plan_agenda
from bot.domain.edition import Edition
from bot.domain.host import Host
from bot.scenarios.load import load_pack
from bot.services.games import layout_of
from bot.slack.sign_up import cards
from tests.builders import FACILITATOR, PACKS, STRANGER, a_game, creation, rainbow_road

PICTURE = "https://pictures.example/dora.png"


def a_card(host: Host) -> str:
    game = replace(a_game(creation(), players=1).game, host=host)
    return str(cards.sign_up(game, rainbow_road()).as_kwargs())


def test_the_facilitator_is_met_with_the_line_and_picture_that_they_gave() -> None:
    card = a_card(Host(FACILITATOR, "Ten years of <data> councils.", PICTURE))

    assert f"*Meet your facilitator:* <@{FACILITATOR}>" in card
    assert "> Ten years of &lt;data&gt; councils." in card
    assert f"'image_url': '{PICTURE}'" in card
    assert "image" not in a_card(Host(FACILITATOR, "Only a line."))
    assert "Meet your facilitator" in a_card(Host(FACILITATOR, picture=PICTURE))


def test_nobody_is_introduced_who_said_nothing_or_does_not_run_the_game_any_more() -> None:
    assert "Meet" not in a_card(Host())
    assert "Meet" not in a_card(Host(STRANGER, "I stepped down."))


def test_the_card_leads_to_what_there_is_to_read_before_and_says_how_long_it_takes() -> None:
    game = a_game(creation(), players=1).game

    card, window = (
        str(cards.sign_up(game, rainbow_road()).as_kwargs()),
        str(cards.about(game, rainbow_road()).to_dict()),
    )

    assert "*Worth reading first:* the Handbook (8 minutes), the story and the rules (2 minutes)" in card
    assert "Read the Handbook" in card
    assert all(one in window for one in ("*The story*", "*The rules*", "*How you win*", "Read the Handbook"))


def test_the_card_says_the_length_and_size_of_the_format_and_which_missions_are_dealt() -> None:
    short = load_pack(PACKS / "allotments", Edition("short", "second"))
    game = replace(creation(), agenda=plan_agenda(short), layout=layout_of(short))

    card = str(cards.sign_up(a_game(game, players=1).game, short).as_kwargs())

    assert "*How long:* 21 minutes" in card
    assert "*Played as:* A short afternoon, with the missions “A second summer”" in card
    assert "2 more needed to play" in card
    assert "Played as" not in a_card(Host())
