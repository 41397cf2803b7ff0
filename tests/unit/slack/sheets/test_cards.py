"""Each sheet fits, shows its own secrets and nobody else's."""

from dataclasses import replace

from bot.slack.blocks.message import (
    escaped,
)
from bot.slack.sheets import cards as sheets_cards
from tests.builders import (
    rainbow_road,
)
from tests.cards import council, judge, mrkdwn, seen

PACK = rainbow_road()


def test_every_sheet_of_the_pack_fits_for_each_seat_with_and_without_secrets() -> None:
    table = council("in the first session")

    for seat in table.filled:
        for open_hand in (False, True):
            judge("sheet", sheets_cards.sheet(PACK, table, replace(seat, open_hand=open_hand)))


def test_a_sheet_shows_its_own_secrets_and_nobody_elses() -> None:
    table = council("in the first session")

    for seat in table.filled:
        if seat.open_hand:
            continue
        shown = "".join(mrkdwn(sheets_cards.sheet(PACK, table, seat).as_kwargs()["blocks"]))
        for readers, text in PACK.private_texts():
            assert (escaped(text) in shown) is (seat.role in readers), (seat.role, text[:60])


def test_whoever_asked_for_no_secret_gets_none() -> None:
    table = council("in the first session")

    for seat in table.filled:
        shown = seen(sheets_cards.sheet(PACK, table, replace(seat, open_hand=True)))
        assert "You asked for no secret" in shown
        for _, text in PACK.private_texts():
            if text != PACK.role(seat.role).sheet.who:
                assert escaped(text) not in shown
