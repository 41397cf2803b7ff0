"""A button that only stewards may press says so, and opens no form for anybody else."""

import pytest

from bot.domain.council import Council
from bot.domain.game import Game
from bot.gallery.surfaces import shown
from bot.gallery.worlds import World
from bot.slack.blocks import names
from bot.slack.blocks.message import Message
from bot.slack.buttons import HANDLERS
from tests.builders import rainbow_road
from tests.slack.stage import GAME, Stage, player
from tests.slack.test_buttons import people, reach, value_of
from tests.unit.gallery.test_surfaces import rendered_by_the_courier
from tests.unit.slack.blocks.test_folding import IN_PRIVATE

WORLD = World(rainbow_road(), "x", size=1, policies=3)
STEWARDS = {
    *(names.WE_ARE_DONE, names.NOT_DONE, names.RECORD_RESPONSE, names.RECORD_DECISION, names.RECORD_ALOUD),
    *(names.PREPARE_PRESENTATION, names.PARK, names.MERGE),
}
IN_PRIVATE_ONLY = {names.CALL_VOTE, names.ORDER_BOOK, names.PARK_SOMETHING, names.PROXY_VOTE}
IN_PRIVATE_ONLY |= {names.PROXY_YES, names.PROXY_NO, names.PROXY_ABSTAIN}
BEFORE_THERE_IS_ONE = {names.WRITE_CHARTER}  # everybody may propose to change it
ONLY = "Only your council's"


def pressable(card: Message) -> list[tuple[str, str]]:
    """The name and the words of each button, and of each choice in a menu."""
    found = []
    for block in (one.to_dict() for one in card.blocks):
        for one in block["elements"] if block["type"] == "actions" else ():
            if one["type"] == "overflow":
                found += [(each["value"].partition(":")[0], each["text"]["text"]) for each in one["options"]]
            else:
                found.append((names.name_of(one["action_id"]), one["text"]["text"]))
    return found


def test_every_stewards_button_in_a_channel_says_whose_it_is() -> None:
    seen, posted = set[str](), set(rendered_by_the_courier()) - IN_PRIVATE
    for one in shown(WORLD):
        if one.surface not in posted or not isinstance(one.card, Message):
            continue
        for name, label in pressable(one.card):
            assert name not in IN_PRIVATE_ONLY, (one.surface, label)
            if name in STEWARDS or (name in BEFORE_THERE_IS_ONE and label.startswith("Write")):
                assert "Data Leadership" in label, (one.surface, one.state, label)
                seen.add(name)

    assert seen == STEWARDS | BEFORE_THERE_IS_ONE


@pytest.mark.parametrize("state", ["session-1", "sidebar", "ended"])
async def test_no_other_button_is_the_stewards_alone_and_theirs_open_no_form_for_others(
    stage: Stage, state: str
) -> None:
    await reach(stage, state)
    game: Game = (await stage.store.services.reader.game(GAME))[0]
    council: Council = await stage.council()
    user = next(
        seat.holder for seat in council.filled if not seat.steward and seat.holder not in (None, player(1))
    )
    for action in sorted(HANDLERS):
        values = [value_of(action, game)]
        if action == names.PROPOSAL_MENU:
            values = [f"{kind}:{council.id}:1" for kind in names.CHOSEN]
        for value in values:
            said = await stage.press(user or "", action, value)

            name = value.partition(":")[0] if action == names.PROPOSAL_MENU else action
            if said.startswith(ONLY):
                assert name in STEWARDS | IN_PRIVATE_ONLY | BEFORE_THERE_IS_ONE, (action, said)
            if name in STEWARDS | IN_PRIVATE_ONLY:
                assert not said.startswith("["), (action, said)


async def test_who_may_settle_nothing_gets_no_form_for_it(stage: Stage) -> None:
    await reach(stage, "session-1")
    plain = (await people(stage))["player"]

    assert "Nothing is parked" in await stage.press(plain, names.SETTLE_PARKED, (await stage.council()).id)
