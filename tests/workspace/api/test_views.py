"""What an app may do with views: triggers, the stack, hashes."""

import pytest
from slack_sdk.errors import SlackApiError

from bot.workspace.api.limits import TRIGGER_SECONDS
from tests.workspace.stage import HandClock, Stage, a_modal, a_stage, an_input, next_change, open_modal


async def test_a_stack_holds_three_views(stage: Stage) -> None:
    view_id = await open_modal(stage, a_modal())
    modals = stage.workspace.modals

    errors = []
    for _ in range(3):
        top = modals.view(view_id)
        trigger = modals.new_trigger(stage.ada.id, stage.installed, top)
        errors.append(await stage.error_of("views.push", trigger_id=trigger, view=a_modal()))
        view_id = stage.people.modals(stage.ada.id)[-1]["id"]

    stack = [modals.view(view["id"]) for view in stage.people.modals(stage.ada.id)]
    assert errors == ["", "", "push_limit_reached"]
    assert [view.root_id for view in stack if view] == [stack[0].id if stack[0] else ""] * 3


async def test_a_modal_is_opened_from_a_modal_by_pushing_it_and_from_home_as_from_anywhere(
    stage: Stage,
) -> None:
    modals = stage.workspace.modals
    home = await stage.client.views_publish(
        user_id=stage.ada.id, view={"type": "home", "blocks": [{"type": "divider"}]}
    )
    modal = modals.view(await open_modal(stage, a_modal()))
    inside, again = (modals.new_trigger(stage.ada.id, stage.installed, modal) for _ in range(2))
    on_home = modals.new_trigger(stage.ada.id, stage.installed, modals.view(home["view"]["id"]))

    opened = await stage.error_of("views.open", trigger_id=inside, view=a_modal())
    pushed = await stage.error_of("views.push", trigger_id=again, view=a_modal())
    after = await stage.error_of("views.open", trigger_id=on_home, view=a_modal())

    assert (opened, pushed, after) == ("invalid_trigger_id", "", "")


async def test_a_trigger_works_once_and_for_three_seconds(clock: HandClock) -> None:
    async with a_stage(clock=clock, trigger_seconds=TRIGGER_SECONDS) as stage:
        modals = stage.workspace.modals
        used, late = (modals.new_trigger(stage.ada.id, stage.installed) for _ in range(2))
        await stage.client.views_open(trigger_id=used, view=a_modal())
        clock.forward(3.5)

        assert await stage.error_of("views.open", trigger_id=used, view=a_modal()) == "exchanged_trigger_id"
        assert await stage.error_of("views.open", trigger_id=late, view=a_modal()) == "expired_trigger_id"
        assert await stage.error_of("views.open", trigger_id="1.2.3", view=a_modal()) == "invalid_trigger_id"
        assert await stage.error_of("views.open", view=a_modal()) == "invalid_arguments"


async def test_an_update_with_an_old_hash_is_refused(stage: Stage) -> None:
    view_id = await open_modal(stage, a_modal(external_id="mine"))
    watching = stage.watch(stage.ada)
    hash_ = stage.people.modals(stage.ada.id)[0]["hash"]

    await stage.client.views_update(view_id=view_id, hash=hash_, view=a_modal(external_id="mine"))

    old = await stage.error_of("views.update", view_id=view_id, hash=hash_, view=a_modal())
    by_external_id = await stage.error_of("views.update", external_id="mine", view=a_modal())
    assert (old, by_external_id) == ("hash_conflict", "")
    assert (await next_change(watching, "view_updated"))["id"] == view_id
    assert await stage.error_of("views.update", view_id="V0", view=a_modal()) == "not_found"


async def test_an_update_keeps_what_was_typed_where_ids_stay(stage: Stage) -> None:
    typed = an_input("title", {"type": "plain_text_input", "action_id": "text"})
    view_id = await open_modal(stage, a_modal(typed))
    await stage.people.click_in_view(stage.ada.id, view_id, "text", "Half a thought")

    answer = await stage.client.views_update(view_id=view_id, view=a_modal(typed, an_input("more")))

    assert answer["view"]["state"]["values"]["title"]["text"]["value"] == "Half a thought"
    assert answer["view"]["state"]["values"]["more"]["text"]["value"] is None


async def test_publishing_over_a_newer_home_is_refused(stage: Stage) -> None:
    home = {"type": "home", "blocks": [{"type": "divider"}]}
    first = await stage.client.views_publish(user_id=stage.ada.id, view=home)
    await stage.client.views_publish(user_id=stage.ada.id, view=home, hash=first["view"]["hash"])

    with pytest.raises(SlackApiError, match="hash_conflict"):
        await stage.client.views_publish(user_id=stage.ada.id, view=home, hash=first["view"]["hash"])
