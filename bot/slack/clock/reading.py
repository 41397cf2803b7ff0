"""Buttons that open the whole of what a card in a channel shortens."""

from bot.domain.audience import only_some
from bot.domain.game import Game
from bot.domain.ids import CouncilId, GameId, game_of
from bot.slack.acting import pressed as b
from bot.slack.acting.pressed import Pressed
from bot.slack.blocks import carried, names
from bot.slack.clock import cards as clock_cards


async def _read_phase(pressed: Pressed) -> None:
    key, index = carried.parts(pressed.value, 2)
    council = await pressed.services.reader.council(CouncilId(key)) if game_of(CouncilId(key)) else None
    game, scenario = await pressed.services.reader.game(council.game if council else GameId(key))
    await pressed.open(clock_cards.whole_phase(game, scenario, _phase_of(game, index), council))


async def _read_inject(pressed: Pressed) -> None:
    key, index = carried.parts(pressed.value, 2)
    council = await pressed.services.reader.council(CouncilId(key))
    game, scenario = await pressed.services.reader.game(council.game)
    phase = _phase_of(game, index)
    if only_some(game.agenda[phase].to):
        raise carried.NotOfThisVersion
    await pressed.open(clock_cards.whole_inject(game, scenario, phase))


async def _read_cue(pressed: Pressed) -> None:
    key, index, cue = carried.parts(pressed.value, 3)
    game, scenario = await pressed.services.reader.game(GameId(key))
    phase, number = _phase_of(game, index), carried.number(cue)
    cues = game.agenda[phase].cues
    if number >= len(cues) or not cues[number].is_the_packs or only_some(cues[number].to):
        raise carried.NotOfThisVersion
    await pressed.open(clock_cards.whole_cue(game, scenario, phase, number))


def _phase_of(game: Game, index: str) -> int:
    """Raises NotOfThisVersion."""
    phase = carried.number(index)
    if phase >= len(game.agenda):
        raise carried.NotOfThisVersion
    return phase


BUTTONS: dict[str, b.Handler] = {
    names.READ_PHASE: _read_phase,
    names.READ_INJECT: _read_inject,
    names.READ_CUE: _read_cue,
}
