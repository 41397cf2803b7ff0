"""The forms about seats."""

from dataclasses import replace

from bot.domain.ids import CouncilId
from bot.services.games import layout_of
from bot.slack.seats.forms import MoveForm
from tests.builders import a_council, a_dealt_game, harbour_town
from tests.cards import judge


def test_of_the_vacant_seats_on_one_sheet_a_menu_offers_one_in_each_council() -> None:
    pack = harbour_town()
    one = a_council(10, layout=layout_of(pack)).council
    councils = [
        replace(one, number=number, id=CouncilId(f"g1-{number}"), name=f"Council {number}")
        for number in range(1, 11)
    ]

    view = MoveForm.view(a_dealt_game().game, pack, councils)

    judge("the form", view)
    offered = [option["value"] for option in view.to_dict()["blocks"][1]["element"]["options"]]
    assert len({value.partition(":")[0] for value in offered}) == 10
    assert len(offered) == 10
