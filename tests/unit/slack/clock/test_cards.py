"""Each phase says what is asked in it: on its card, or behind "Read more"."""

from bot.gallery.worlds import World
from bot.slack.blocks.message import (
    escaped,
)
from bot.slack.clock import cards as clock_cards
from tests.builders import (
    rainbow_road,
)
from tests.cards import mrkdwn, pressable, seen

PACK = rainbow_road()


def test_every_question_of_every_phase_is_one_tap_away() -> None:
    world = World(PACK)

    for index, phase in enumerate(PACK.agenda):
        card = clock_cards.whole_phase(
            world.games["sign-up"], PACK, index, world.councils["in the first session"]
        )
        covered = [one.text for one in PACK.strategy if one.key in phase.covers]
        for question in (*phase.questions, *covered):
            assert escaped(question) in "".join(mrkdwn(card.to_dict()["blocks"])), question


def test_long_questions_are_not_cut_off_by_short_ones() -> None:
    questions = tuple(
        one.model_copy(update={"text": f"{one.key} {'x' * 900} end-{one.key}"}) for one in PACK.strategy
    )
    pack = PACK.model_copy(update={"strategy": questions})
    index = next(number for number, phase in enumerate(PACK.agenda) if phase.covers)

    world = World(PACK)
    card = clock_cards.whole_phase(
        world.games["sign-up"], pack, index, world.councils["in the first session"]
    )

    assert all(f"end-{one.key}" in seen(card) for one in questions)


def test_the_plenary_leads_to_sheets_from_the_bell_that_opens_them() -> None:
    games = World(PACK).games

    def leads(state: str, phase: int) -> bool:
        card = clock_cards.phase(games[state], PACK, phase, None)
        return "My mission" in [one["text"]["text"] for one in pressable(card)]

    opens = next(at for at, one in enumerate(PACK.agenda) if one.kind.traits.begun)
    assert leads(f"in {PACK.agenda[opens].key}", opens)
    assert not leads(f"in {PACK.agenda[0].key}", 0)
    assert not leads("ended", opens)
