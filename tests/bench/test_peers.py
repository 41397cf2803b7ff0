"""Both sides play the same game."""

from datetime import timedelta

from bot.scenarios.load import load_pack
from tests.bench.peers.players import CONTENT, PACK, PHASES
from tests.bench.peers.world import SEATS


def test_the_script_has_the_phases_of_the_pack_that_moot_plays() -> None:
    # when
    pack = load_pack(CONTENT / PACK)

    # then
    lasts = {phase.title: phase.lasts / timedelta(minutes=1) for phase in pack.agenda}
    assert lasts == PHASES
    assert len(pack.roles) == SEATS
