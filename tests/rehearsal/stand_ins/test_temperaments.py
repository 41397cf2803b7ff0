"""How stand-ins differ."""

from bot.rehearsal.stand_ins.temperaments import CLUMSY, STEADY, TEMPERAMENTS


def test_temperaments_differ() -> None:
    quiet, eager = TEMPERAMENTS["quiet"], TEMPERAMENTS["eager"]

    assert quiet.proposes < STEADY.proposes < eager.proposes
    assert eager.pace < STEADY.pace < quiet.pace
    assert CLUMSY.slips > STEADY.slips == 0
