"""The farewell in the plenary credits whom the game comes from, where players see it."""

from dataclasses import replace
from datetime import timedelta

from bot.domain.host import Host
from bot.domain.scenario import Credit
from bot.slack.results import closing
from tests.builders import FACILITATOR, a_running_game, player, rainbow_road
from tests.cards import seen

PACK = rainbow_road()


def test_it_credits_the_author_of_the_original_with_a_link() -> None:
    said = seen(closing.closing(a_running_game().game, PACK, timedelta()))

    assert "<https://jennajordan.me/projects/dbt-mesh-council-simulation|Jenna Jordan>" in said
    assert "Thank you for playing." in said
    assert "may take" not in said


def test_addresses_in_the_closing_note_are_links_and_nothing_else_is() -> None:
    note = "Join #peers at https://example.org/peers?a=1&b=2, or <!channel>."

    assert closing.linked(note) == (
        "Join #peers at <https://example.org/peers?a=1&amp;b=2>, or &lt;!channel&gt;."
    )


def test_a_credit_whose_link_is_no_address_stands_by_its_name() -> None:
    pack = PACK.model_copy(update={"credits": (Credit(name="A | B", what="All of it.", link="ask me"),)})

    assert "A | B" in seen(closing.closing(a_running_game().game, pack, timedelta()))
    assert "*A | B*: All of it." in seen(closing.whole_closing(pack))


def test_the_facilitators_own_line_stands_there_as_long_as_they_run_the_game() -> None:
    game = replace(a_running_game().game, host=Host(FACILITATOR, "Write to me any time."))
    gone = replace(game, host=Host(player(1), "Write to me any time."))

    assert "> Write to me any time." in seen(closing.closing(game, PACK, timedelta()))
    assert "Write to me" not in seen(closing.closing(gone, PACK, timedelta()))


def test_many_people_read_how_long_their_own_results_may_take() -> None:
    said = seen(closing.closing(a_running_game().game, PACK, timedelta(minutes=3)))

    assert "It may take 3 minutes until everybody has it." in said
