"""Whom something is for, as its readers know them."""

from bot.scenarios.load import load_pack
from bot.slack.blocks.telling import name_of
from tests.builders import PACKS


def test_several_seats_on_one_sheet_are_named_by_what_their_names_share() -> None:
    town = load_pack(PACKS / "harbour-town")

    assert name_of(town, "citizen") == "Citizen"
    assert name_of(town, "citizens") == town.team("citizens").name
    assert name_of(town, "facilitators") == "the facilitators"
