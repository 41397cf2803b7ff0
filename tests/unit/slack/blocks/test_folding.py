"""Cards in channels can be read on a phone: eighty words, and the rest behind "Read more"."""

import json
from collections.abc import Iterator, Mapping
from functools import cache

import pytest

from bot.gallery.surfaces import Shown, shown
from bot.gallery.worlds import World
from bot.slack.blocks import names
from bot.slack.blocks.folding import MOST_WORDS, count
from bot.slack.blocks.message import Message
from tests.builders import rainbow_road
from tests.unit.gallery.test_surfaces import rendered_by_the_courier

# Everybody writes one letter wherever they may, so that what is counted is ours and the pack's.
TERSE = World(rainbow_road(), "x", size=1, policies=3)

IN_PRIVATE = {
    *("asks.cards.asked_you", "asks.console.waits"),
    *("injects.cards.message", "injects.cards.read_out", "injects.cards.earlier", "injects.cards.missed"),
    *("seats.cards.team_empty", "membership.cards.outside", "membership.cards.room_gone"),
    *("ballot.cards.two_choices", "ballot.cards.may_call", "ballot.cards.reminder"),
    "book.kept.all_pages",
    *("seats.people.nudge", "seats.people.facilitates", "seats.people.stepped_down"),
    *("care.cards.reminder", "care.cards.idle_seats", "care.cards.check_in", "care.cards.may_vote_for"),
    *("care.cards.seat_offer", "care.cards.seat_taken"),
    *("results.own.own_result", "results.own.goodbye"),
    *("sheets.cards.envelope", "sheets.reveals.question", "seats.cards.sheet_gone"),
    *("sign_up.cards.opening", "sign_up.invitations.invited", "seats.cards.signed_up"),
    *("seats.cards.taken_off", "seats.accounts.accounts", "seats.accounts.take_over"),
    *("clock.controls.start_near", "clock.controls.start_came", "clock.controls.away"),
    *("clock.controls.stood_still", "clock.controls.all_done", "creation.steps.steps"),
    *("rulings.cards.queue", "rulings.cards.no_facilitator"),
    *("console.trouble.trouble", "console.aside.goes_on", "console.aside.set_aside"),
}
EXEMPT: Mapping[str, str] = {
    "book.cards.frozen": "the policies on which people vote, all of them",
    "book.kept.book_pages": "the policies, all of them",
    "book.cards.ordered": "the policies in their order",
    "presentations.cards.slide": "the council's policies, its result and its answers",
    "presentations.cards.presentation": "the council's answers below the pack's questions",
    "asks.cards.across": "what each council answered",
    "sessions.cards.ideas": "what players carried back, all of it",
    "claims.cards.claim": "a player's missions and evidence, which are judged by their words",
    "sheets.reveals.reveal": "the reveal: every mission, word for word",
    "injects.cards.revealed": "what only some were told, word for word",
    "results.cards.results": "the result",
    "results.cards.farewell": "the council's result, claim by claim",
    "ballot.cards.outcome": "the result of the vote, and each doubt about it",
    "ballot.receipts.public": "which reactions counted, one by one",
    "care.cards.digest": "what happened since the last one, thing by thing",
}
LONGER = {  # in states that begin so
    "unequal seats": "who votes with how many votes, each veto, and each group that must take part",
    "vetoed": "the same",
    "to amend": "each part of a policy that would change, before and after",
    "to replace": "the same",
}


@cache
def terse() -> tuple[Shown, ...]:
    """Every surface in that world."""
    return tuple(shown(TERSE))


def in_channels() -> Iterator[tuple[str, str, Message]]:
    """What the courier posts where more than one person reads it: surface, state and card."""
    posted = set(rendered_by_the_courier()) - IN_PRIVATE
    for one in terse():
        if one.surface in posted and isinstance(one.card, Message):
            yield one.surface, one.state, one.card


def test_no_card_in_a_channel_has_more_than_eighty_words_of_ours_or_the_packs() -> None:
    cards = [(where, state, card) for where, state, card in in_channels() if where not in EXEMPT]

    assert {"clock.cards.phase", "clock.cards.inject", "sign_up.cards.sign_up"} <= {one[0] for one in cards}
    words = {one[:2]: count(one[2].text) for one in cards if not is_a_charter(one[0], one[2])}
    long = {where for where, number in words.items() if number > MOST_WORDS}
    assert {where for where in long if not where[1].startswith(tuple(LONGER))} == set()
    assert all(words[where] <= 1.5 * MOST_WORDS for where in long)


def is_a_charter(surface: str, card: Message) -> bool:
    """A proposal whose text is a whole charter, as the council would have it."""
    return surface == "proposals.cards.proposal" and "Change the charter" in card.text


def test_what_is_exempt_is_posted_and_what_is_private_is_rendered() -> None:
    rendered = set(rendered_by_the_courier())

    assert rendered >= IN_PRIVATE
    assert {surface for surface, _, _ in in_channels()} >= set(EXEMPT)


@pytest.mark.parametrize(
    ("surface", "action"),
    [
        ("clock.cards.phase", names.READ_PHASE),
        ("clock.cards.inject", names.READ_INJECT),
        ("sign_up.cards.sign_up", names.READ_SIGN_UP),
        ("seats.cards.welcome", names.READ_WELCOME),
        ("ballot.cards.ballot", names.READ_BALLOT),
        ("asks.cards.result", names.READ_ANSWERS),
        ("results.closing.closing", names.READ_CLOSING),
    ],
)
def test_what_a_card_leaves_out_is_one_tap_away(surface: str, action: str) -> None:
    cards = [
        json.dumps([block.to_dict() for block in card.blocks])
        for where, _, card in in_channels()
        if where == surface
    ]

    assert any(action in card for card in cards)


def test_the_emergencys_button_comes_below_its_story_and_not_before() -> None:
    cards = {where: card for where, state, card in in_channels() if state.startswith("emergency")}

    inject, phase = cards["clock.cards.inject"].as_kwargs(), cards["clock.cards.phase"].as_kwargs()

    assert "Record our response" in json.dumps(inject["blocks"][-1])
    assert "Record our response" not in json.dumps(phase)
