"""A proposal typed in one line gets its details by one button, before and after it is adopted."""

from bot.domain.council import commands as cc
from bot.slack.blocks import names
from bot.slack.blocks.names import on_card
from bot.slack.proposals import cards
from tests.builders import rainbow_road
from tests.slack.stage import COUNCIL, Stage
from tests.slack.test_owing import reach


async def test_what_a_line_leaves_open_is_asked_for_with_one_button_and_told_where_it_is_adopted(
    stage: Stage,
) -> None:
    # given a proposal typed in a line
    await reach(stage, "session-1")
    pack, user = rainbow_road(), await stage.holder(steward=False)
    told = await stage.command(user, "/propose", "One glossary. Each term has one keeper.")
    number = max((await stage.council()).proposals)
    assert told == f"Proposal {number} is on the table, in your council's channel."
    answer = cards.on_the_table(COUNCIL, [number]).blocks[-1].to_dict()["elements"]
    assert [(one["action_id"], one["value"]) for one in answer] == [
        (names.ADD_DETAILS, on_card(COUNCIL, number, 1))
    ]

    # when its button is pressed, and some of the form is filled in
    await stage.press(user, names.ADD_DETAILS, on_card(COUNCIL, number, 1))
    view = stage.slack.views()[-1]
    fields = [one["block_id"] for one in view["blocks"] if one["type"] == "input"]
    await stage.submit(user, view, enforcement="The Recorder checks.")

    # then the proposal says it, and keeps its card and the rest of what it left open
    assert fields == ["question", "owner_team", "enforcement", "review"]
    one = (await stage.council()).proposals[number]
    assert (one.enforcement, one.round, one.version) == ("The Recorder checks.", 1, 2)
    card = cards.proposal(pack, await stage.council(), one).text
    assert "*Left open:* review date." in card
    assert "with details added by" in card

    # when it is adopted so
    steward = await stage.holder(steward=True)
    council = await stage.at_table(cc.RecordDecision(number), steward)

    # then the card says what is missing and who can add it, and the same button does
    adopted = cards.adopted(pack, council, len(council.policies)).text
    assert "*Left open:* review date. The" in adopted
    await stage.press(user, names.ADD_DETAILS, on_card(COUNCIL, number, 1))
    await stage.submit(user, stage.slack.views()[-1], review="in May")
    council = await stage.council()
    assert council.proposals[number].review == "in May"
    assert "Left open" not in cards.adopted(pack, council, len(council.policies)).text
    assert "Nothing is left open" in await stage.press(user, names.ADD_DETAILS, on_card(COUNCIL, number, 1))
