"""The form for a new game: which editions it offers, and which one somebody chose."""

from typing import Any

from slack_sdk.models.views import View

from bot.domain.cues import Tempo
from bot.domain.edition import AS_WRITTEN, NOTHING_ELSE, Edition, Offered
from bot.domain.ids import ChannelId
from bot.scenarios.editions.offered import offered
from bot.slack.creation.forms import Beginning, CreateForm
from tests.builders import PACKS, rainbow_road

BEGINS = Beginning(ChannelId("C1"), "Our game", "UTC", ())
KEY = rainbow_road().key


def two() -> Offered:
    return offered(PACKS / "allotments")


def sent(view: View, **chosen: str) -> dict[str, Any]:
    """The view as Slack gives it back, with these options chosen."""
    shown = view.to_dict()
    values = {}
    for block in (block for block in shown["blocks"] if block["type"] == "input"):
        element = block["element"]
        if "options" in element and element["type"] == "static_select":
            options = {one["value"]: one for one in element["options"]}
            value = options.get(chosen.get(block["block_id"].partition(":")[0], ""))
            values[block["block_id"]] = {
                element["action_id"]: {"selected_option": value or element.get("initial_option")}
            }
    return {**shown, "state": {"values": values}}


def fields(view: View) -> list[str]:
    return [block["block_id"] for block in view.to_dict()["blocks"] if block["type"] == "input"]


def test_a_pack_with_one_edition_asks_for_none() -> None:
    view = CreateForm.view((rainbow_road(),), BEGINS)

    assert not {f"format:{KEY}", f"missions:{KEY}", f"language:{KEY}"} & set(fields(view))
    assert CreateForm.read(sent(view), unfinished=True).edition == AS_WRITTEN


def test_formats_and_sets_of_missions_are_asked_for_where_there_are_several() -> None:
    view = CreateForm.view((rainbow_road(),), BEGINS, offered=two())

    form = CreateForm.read(sent(view, format="short", missions="second"), unfinished=True)

    assert fields(view)[:4] == ["scenario", f"format:{KEY}", f"missions:{KEY}", "name"]
    assert form.edition == Edition("short", "second")


def test_a_format_says_whom_it_suits_and_its_tempo_is_not_asked_for() -> None:
    form = CreateForm.read(
        sent(CreateForm.view((rainbow_road(),), BEGINS, offered=two()), format="week"), unfinished=True
    )

    again = CreateForm.view((rainbow_road(),), form.as_it_is(two()), offered=two())

    assert form.played(two()) is Tempo.ASYNC
    assert "tempo" not in fields(again)
    assert "hours" in fields(again)
    assert "with a night in every session" in str(again.to_dict())
    assert "It is played over days, in working time." in str(again.to_dict())


def test_the_format_of_another_scenario_does_not_count() -> None:
    view = sent(CreateForm.view((rainbow_road(),), BEGINS, offered=two()), format="short")
    scenario = next(block for block in view["blocks"] if block.get("block_id") == "scenario")
    scenario["element"]["options"].append({"value": "other", "text": {"type": "plain_text", "text": "Other"}})
    view["state"]["values"]["scenario"]["scenario"]["selected_option"] = {"value": "other"}

    form = CreateForm.read(view, unfinished=True)

    assert (form.scenario, form.edition) == ("other", AS_WRITTEN)
    assert form.played(NOTHING_ELSE) is Tempo.LIVE


# --- languages


def several() -> Offered:
    return offered(PACKS / "village-well")


def test_a_language_is_asked_for_where_there_are_several_and_each_is_called_as_its_speakers_do() -> None:
    view = CreateForm.view((rainbow_road(),), BEGINS, offered=several())

    form = CreateForm.read(sent(view, language="de"), unfinished=True)

    menu = next(one for one in view.to_dict()["blocks"] if one.get("block_id") == f"language:{KEY}")
    assert [one["text"]["text"] for one in menu["element"]["options"]] == ["English", "Deutsch"]
    assert menu["element"]["initial_option"]["text"]["text"] == "English"
    assert form.edition == Edition(language="de")


def test_in_another_language_only_what_is_translated_can_be_chosen() -> None:
    view = CreateForm.view((rainbow_road(),), BEGINS, offered=several())
    form = CreateForm.read(sent(view, format="short", missions="second", language="de"), unfinished=True)

    in_german = Offered(missions=several().missions, languages=("de",))
    again = CreateForm.view((rainbow_road(),), form.as_it_is(in_german), offered=in_german)

    assert form.on_offer(in_german) == Edition("", "second", "de")
    assert "tempo" in fields(again), "the format that brought a tempo is gone"
