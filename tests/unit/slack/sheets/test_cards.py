"""Each sheet fits, shows its own secrets and nobody else's."""

from dataclasses import replace

from bot.domain.ids import RoleNumber
from bot.domain.scenario import Reveal
from bot.gallery.cast import NOON
from bot.gallery.worlds import World
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
            for shown in (sheets_cards.sheet, sheets_cards.sheet_here):
                judge("sheet", shown(PACK, table, replace(seat, open_hand=open_hand)))


def test_a_sheet_begins_with_the_two_missions_and_goes_on_with_the_priorities() -> None:
    table = council("in the first session")
    seat = next(one for one in table.filled if not one.open_hand)

    shown = list(mrkdwn(sheets_cards.sheet(PACK, table, seat).to_dict()["blocks"]))

    begins = [text.partition("\n")[0] for text in shown[:3]]
    assert begins[:2] == ["*Your team's secret mission*", "*Your secret mission*"]
    assert begins[2] == "*Your team's priorities (public)*"
    assert f"role {seat.role}" in shown[3]
    assert "*Who you are*" in shown[4]


def test_the_longest_sheet_that_a_pack_may_have_is_whole_in_its_window() -> None:
    table, long = council("in the first session"), "&" * 2899 + "!"
    role, team = PACK.roles[0], PACK.team(PACK.roles[0].team)
    sections = tuple(one.model_copy(update={"text": long}) for one in role.sheet.sections)
    sheet = role.sheet.model_copy(update={"sections": sections})
    priority = team.priorities[0].model_copy(update={"text": long})
    teams = tuple(
        one.model_copy(update={"mission": long, "priorities": (priority,) * 5} if one is team else {})
        for one in PACK.teams
    )
    roles = (role.model_copy(update={"sheet": sheet}), *PACK.roles[1:])
    pack = PACK.model_copy(update={"teams": teams, "roles": roles})
    seat = replace(table.seats[RoleNumber(role.number)], open_hand=False)

    window, here = sheets_cards.sheet(pack, table, seat), sheets_cards.sheet_here(pack, table, seat)

    judge("window", window)
    judge("message", here)
    assert "".join(mrkdwn(window.to_dict()["blocks"])).count("!") == 11
    assert "".join(mrkdwn([one.as_kwargs()["blocks"] for one in here.parts()])).count("!") == 11


def test_a_sheet_says_who_may_know_of_it_until_the_reveal_and_after() -> None:
    table = council("in the first session")
    seat = next(one for one in table.filled if not one.open_hand)
    ended = replace(table, ended_at=NOON)
    kept = replace(ended, reveal=Reveal.CONSENT, revealed={})
    agreed = replace(kept, revealed={seat.role: True})

    last = [
        list(mrkdwn(sheets_cards.sheet(PACK, one, seat).to_dict()["blocks"]))[-1]
        for one in (table, ended, kept, agreed)
    ]

    assert "Do not paste it anywhere" in last[0]
    assert "you may talk about it now" in last[1]
    assert "stays secret unless you agree" in last[2]
    assert "you may talk about it now" in last[3]


def test_a_sheet_shows_its_own_secrets_and_nobody_elses() -> None:
    table = council("in the first session")

    for seat in table.filled:
        if seat.open_hand:
            continue
        shown = "".join(mrkdwn(sheets_cards.sheet(PACK, table, seat).to_dict()["blocks"]))
        for readers, text in PACK.private_texts():
            assert (escaped(text) in shown) is (seat.role in readers), (seat.role, text[:60])


def test_people_who_asked_for_no_secret_get_none() -> None:
    table = council("in the first session")

    for seat in table.filled:
        shown = seen(sheets_cards.sheet(PACK, table, replace(seat, open_hand=True)))
        assert "You asked for no secret" in shown
        for _, text in PACK.private_texts():
            if text != PACK.role(seat.role).sheet.sections[0].text:
                assert escaped(text) not in shown


def test_an_envelope_leads_to_what_there_is_to_read_until_it_opens() -> None:
    world = World(PACK)
    table, begun = world.councils["founded"], world.councils["in the first session"]
    game, seat = world.games["dealt"], table.filled[0]

    sealed = seen(sheets_cards.envelope(game, PACK, table, seat, "C1", NOON))
    opened = seen(sheets_cards.envelope(game, PACK, begun, seat, "C1", NOON))

    assert "*Until then*, read the Handbook (8 minutes) and the story and the rules (2 minutes)" in sealed
    assert "Until then" not in opened
    for card in (sealed, opened):
        assert "Read the Handbook" in card
        assert "The story and the rules" in card
