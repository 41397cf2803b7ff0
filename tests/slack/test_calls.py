"""`/moot call` and its form: set, shown, removed, and by who may not."""

from bot.domain.ids import UserId
from bot.slack.blocks import names
from bot.slack.calls.forms import CallForm
from tests.slack.stage import COUNCIL, FACILITATOR, GAME, PLENARY, Stage, player
from tests.slack.test_buttons import reach

LINK, DM = "https://meet.example.org/table?pwd=1&lang=en", "D0000"
SHOWN = "<https://meet.example.org/table?pwd=1&amp;lang=en|meet.example.org>"


async def test_a_facilitator_sets_the_call_and_everybody_finds_it(stage: Stage) -> None:
    await reach(stage, "session-1")

    said = await stage.command(FACILITATOR, "/moot", f"call <{LINK.replace('&', '&amp;')}>", PLENARY)

    assert "The call for everybody is set." in said
    assert (await stage.store.services.games.load(GAME)).calls.for_all == LINK
    assert SHOWN in await stage.command(player(2), "/moot", "call", DM)
    assert SHOWN in await stage.command(player(2), "/moot", "status", DM)
    assert "there is nothing" not in await stage.command(FACILITATOR, "/moot", "call off", PLENARY)
    assert "No call is set up for you here" in await stage.command(player(2), "/moot", "call", DM)


async def test_stewards_set_their_councils_call_and_others_are_refused(stage: Stage) -> None:
    await reach(stage, "session-1")
    steward, other = await stage.holder(steward=True), await stage.holder(steward=False)

    refused = await stage.command(other, "/moot", f"call {LINK} council 1", DM)
    assert "Only facilitators can set the call" in refused
    assert LINK.partition("?")[0] in refused, "what was typed comes back"
    assert "council 1 is set" in await stage.command(steward, "/moot", f"call {LINK}", DM)
    assert "Only facilitators can set the call" in await stage.command(
        steward, "/moot", f"call {LINK} for all", DM
    )

    calls = (await stage.store.services.games.load(GAME)).calls
    assert (calls.of(1), calls.for_all) == (LINK, "")


async def test_the_same_can_be_done_by_form_and_a_fault_stands_at_its_field(stage: Stage) -> None:
    await reach(stage, "session-1")
    await stage.press(FACILITATOR, names.CHANGE_CALL, GAME)
    view = stage.slack.views()[-1]
    assert view["callback_id"] == CallForm.callback

    async def send(user: UserId, **filled: str) -> str:
        values = {
            block: {"value": {"type": "plain_text_input", "value": text}} for block, text in filled.items()
        }
        sent = {**view, "state": {"values": values}, "id": "V1", "hash": "1.1"}
        body = {
            "type": "view_submission",
            "user": {"id": user, "team_id": "T0TEAM"},
            "team": {"id": "T0TEAM"},
        }
        answer = await stage.dispatch({**body, "view": sent})
        return str(answer.body)

    assert "does not begin with https://" in await send(
        FACILITATOR, link="http://meet.example.org", council=""
    )
    assert "has no Council 9" in await send(FACILITATOR, link=LINK, council="9")
    assert "council 1 is set" in await send(FACILITATOR, link="meet.example.org/one", council="1")
    assert (await stage.store.services.games.load(GAME)).calls.of(1) == "https://meet.example.org/one"
    await stage.press(await stage.holder(steward=False), names.CHANGE_CALL, COUNCIL)
    assert len(stage.slack.views()) == 1, "somebody who may not change it gets no form"
