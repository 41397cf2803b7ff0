"""What a role sheet shows, and what it does not."""

from dataclasses import replace
from typing import Any

from bot.domain.print_kit import Print, PrintWish
from bot.domain.roles import Missions
from bot.domain.scenario import Scenario
from bot.reports.kit import sheets
from bot.reports.kit.tables import Held, Kit, Table
from tests.builders import harbour, rainbow_road
from tests.unit.reports.kit.kits import a_blank_kit, a_kit, a_table


def words(sheet: dict[str, Any]) -> dict[str, str]:
    """A sheet's sections, as plain text."""
    return {
        one["title"]: "\n".join("".join(run["text"] for run in line["runs"]) for line in one["lines"])
        for one in sheet["sections"]
    }


def all_sheets(kit: Kit) -> list[dict[str, Any]]:
    """In order of the roles."""
    return [one for table in sheets.data(kit, kit.tables)["tables"] for one in table["seats"]]


def test_a_sheet_holds_its_holders_secrets_and_nobody_elses() -> None:
    pack = rainbow_road()
    for role, sheet in zip(pack.roles, all_sheets(a_kit(pack)), strict=True):
        said = plain("\n".join(words(sheet).values()))
        for readers, private in pack.private_texts():
            if len(readers) in (1, 2):  # sheets and teams' missions, not what facilitators read
                assert (plain(private) in said) == (role.number in readers)


def plain(text: str) -> str:
    """Without markup and line breaks."""
    return "".join(one for one in text if one.isalnum())


def test_people_who_asked_for_no_secret_get_none() -> None:
    pack = rainbow_road()
    table = a_table(pack)
    first = replace(table.places[0], seat=replace(table.places[0].seat, open_hand=True))
    kit = a_kit(pack, replace(table, places=(first, *table.places[1:])))

    titles = [*words(all_sheets(kit)[0])]

    assert titles[0] == "Your aims"
    assert not any("mission" in title or title == "First move" for title in titles)


def test_partners_are_named_as_far_as_they_are_known() -> None:
    pack = rainbow_road()

    named = words(all_sheets(a_kit(pack, a_table(pack, names=("Ada", "Ben"))))[0])["Your seat"]
    blank = words(all_sheets(a_blank_kit(pack))[0])["Your seat"]

    assert "On your team: Ben (Recorder)." in named
    assert "On your team: Recorder." in blank


def test_a_partner_in_slack_is_named_on_the_sheet_of_somebody_on_paper() -> None:
    pack = rainbow_road()
    table = a_table(pack, names=("Ada", "Ben"), held=Held.IN_SLACK)
    ada = replace(table.places[0], held=Held.ON_PAPER)
    kit = a_kit(pack, replace(table, places=(ada, *table.places[1:])))

    tables = kit.places(Print.SHEETS, PrintWish())
    [[sheet]] = [table["seats"] for table in sheets.data(kit, tables)["tables"]]

    assert "On your team: Ben (Recorder)." in words(sheet)["Your seat"]


def test_the_page_above_the_sheets_and_their_outsides_hold_no_secret() -> None:
    pack = rainbow_road()
    data = sheets.data(a_kit(pack), a_kit(pack).tables)

    for table in data["tables"]:
        for one in table["seats"]:
            del one["sections"]

    for _, private in pack.private_texts():
        assert private not in str(data)


def test_public_missions_are_called_so_and_stand_on_every_sheet() -> None:
    pack: Scenario = harbour().model_copy(update={"missions": Missions.PUBLIC})

    sheet = all_sheets(a_kit(pack))[0]

    assert "Private" not in sheet["note"]
    assert any(title.startswith("Public missions: ") for title in words(sheet))
    assert not any("secret" in title for title in words(sheet) if title.startswith("Your team's"))


def test_a_table_counts_only_those_who_get_a_sheet() -> None:
    kit = a_kit(harbour(), a_table(harbour(), 1), Table("Council 2", "", a_table(harbour()).places[:2]))

    assert sheets.data(kit, kit.tables)["counts"] == [["Council 1", len(harbour().roles)], ["Council 2", 2]]
