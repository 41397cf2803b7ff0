"""Every card fits Slack's limits, pings nobody and gives no secret away."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from slack_sdk.models.blocks import ActionsBlock, Block, HeaderBlock, SectionBlock

from bot.domain.agenda import plan_agenda
from bot.domain.errors.ballot import EmptyBook
from bot.domain.game import commands as gc
from bot.domain.ids import MOOT, UserId
from bot.domain.seating import Layout
from bot.domain.times import writing
from bot.gallery.cast import NOON
from bot.gallery.surfaces import shown
from bot.gallery.worlds import World
from bot.scenarios.passages import words
from bot.services.games import layout_of
from bot.slack.ballot import cards as ballot_cards
from bot.slack.blocks import phrases
from bot.slack.blocks.message import (
    BadMessage,
    Message,
    actions,
    button,
    context,
    escaped,
    header,
    pictured,
    quoted,
    section,
    sections,
    shortened,
)
from bot.slack.book import cards as book_cards
from bot.slack.presentations import cards as presentations_cards
from bot.slack.proposals import cards as proposals_cards
from bot.slack.results import cards as results_cards
from bot.slack.seats import cards as seats_cards
from bot.slack.sheets import cards as sheets_cards
from bot.slack.sign_up import cards as sign_up_cards
from bot.slack.sign_up import plans
from bot.workspace.api.block_kit.blocks import check_message_blocks
from bot.workspace.state.refusals import ApiError
from tests.builders import (
    CouncilLog,
    a_game,
    creation,
    founding,
    rainbow_road,
)
from tests.cards import PROSE, Card, judge, mrkdwn, seen

FIVE_MINUTES = timedelta(minutes=5)
PACK = rainbow_road()
LAYOUT: Layout = layout_of(PACK)
SHOW_MISSIONS = {  # to their holder, after the vote in a claim, at the reveal, or to a facilitator who asked
    "sheets.cards.sheet",
    "sheets.cards.sheet_here",
    "guide.cards.part",
    "claims.cards.claim",
    "rulings.cards.queue",
    "results.own.own_result",
    "claims.forms.ClaimForm",
    "sheets.reveals.reveal",
    "sheets.reveals.for_a_facilitator",
}


def read(card: Card) -> Iterator[str]:
    """What Slack reads with markup: the message's own text and the mrkdwn of its blocks."""
    if isinstance(card, Message):
        yield card.text
    yield from mrkdwn([block.to_dict() for block in card.blocks or ()])


# --- limits


def test_the_judge_is_awake() -> None:
    with pytest.raises(AssertionError):
        judge("a text that leaves out words", Message("some", (section("some words"),)))
    with pytest.raises(ApiError):
        check_message_blocks([{"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3001}}])


def test_a_hundred_councils_fit_on_a_card() -> None:
    log = a_game(creation(plan_agenda(PACK), LAYOUT), players=1000)
    log.do(gc.PlanSeating())
    assert log.game.plan is not None
    plan = plans.seating_plan(log.game, PACK, FIVE_MINUTES)
    log.do(gc.DealSeats())
    councils = []
    for number in range(1, 101):
        table = CouncilLog()
        table.do(founding(layout=LAYOUT, number=number), MOOT)
        councils.append(table.council)

    judge("plan", plan)
    judge("dealt", sign_up_cards.dealt(log.game, PACK, councils))
    judge("results", results_cards.results(log.game, PACK, councils))
    judge(
        "opened",
        ballot_cards.ballots_opened(frozenset(), councils, {one.id: EmptyBook() for one in councils}),
    )
    assert "Page 1 of" in seen(plan)


@given(st.lists(st.text(max_size=3500), max_size=30), st.integers(500, 11_700))
@settings(max_examples=60, deadline=None)
def test_lines_in_sections_always_fit_and_what_does_not_is_counted(lines: list[str], limit: int) -> None:
    blocks = list(sections(lines, limit))

    texts = [block.text.text for block in blocks if block.text is not None]
    assert all(0 < len(text) <= 3000 for text in texts)
    assert sum(map(len, texts)) <= limit + 100
    whole = "\n".join(texts)
    if sum(len(line) + 1 for line in lines) > limit + 200:
        assert re.search(r"… and \d+ more$", whole)
    elif not re.search(r"… and \d+ more$", whole):
        assert re.sub(r"\s", "", whole) == re.sub(r"\s", "", "".join(lines)), "every word is there"


@pytest.mark.parametrize("length", range(2975, 2999))
def test_the_number_of_what_was_left_out_is_never_cut_off(length: int) -> None:
    half = length // 2
    lines = ["a" * half, "b" * (length - half - 1), "c" * 500, "d" * 500]

    texts = [block.text.text for block in sections(lines, limit=length + 2) if block.text is not None]

    assert texts[-1].endswith("… and 2 more")
    assert "b" * (length - half - 1) in "".join(texts)


# --- nobody is pinged, and no markup is broken


def test_a_long_row_of_mentions_is_not_cut_within_one() -> None:
    many = ", ".join(f"<@U{number:08}>" for number in range(400))

    made = Message.of(section(many))
    for text in read(made):
        assert not re.search(r"<[^>]*$", text), text[-30:]


def test_a_packs_own_ampersands_and_brackets_are_escaped() -> None:
    teams = tuple(team.model_copy(update={"name": f"R&D <{team.key}>"}) for team in PACK.teams)
    roles = tuple(role.model_copy(update={"name": f"A<b> & C {role.number}"}) for role in PACK.roles)
    questions = tuple(one.model_copy(update={"short": "Q<&>"}) for one in PACK.strategy)
    pack = PACK.model_copy(update={"teams": teams, "roles": roles, "strategy": questions})
    world = World(PACK)
    table, game = world.councils["with several proposals"], world.games["planned"]
    assert game.plan is not None

    cards = [
        seats_cards.welcome(game, pack, table),
        book_cards.paged_book(pack, table, None),
        presentations_cards.slide(pack, table),
        plans.seating_plan(game, pack, FIVE_MINUTES),
        *(proposals_cards.proposal(pack, table, one) for one in table.proposals.values()),
        *(sheets_cards.envelope(game, pack, table, seat, "C1", NOON) for seat in table.filled),
    ]

    for card in cards:
        for text in read(card):
            assert not re.search(r"&(?!amp;|lt;|gt;)", text), text
            assert "<b>" not in text
            assert "Q<" not in text


@pytest.mark.parametrize("line", ["<" + "a" * 9000, "&" * 9000, " " * 9000, "\n" * 9000, "a" * 9000])
def test_a_line_that_has_no_good_place_to_break_is_broken_all_the_same(line: str) -> None:
    texts = [block.text.text for block in sections(["First.", line]) if block.text is not None]

    assert all(0 < len(text) <= 3000 for text in texts)
    assert "".join(texts).count("a") == line.count("a")


# --- secrets


def test_no_private_sentence_is_on_any_card_but_the_sheet() -> None:
    private = [
        words(sentence)
        for _, text in PACK.private_texts()
        for sentence in re.split(r"[.!?:]\s", text)
        if len(words(sentence)) >= 5
    ]

    starts = {tuple(sentence[:5]) for sentence in private}
    known = set()
    for policies in (3, 0):
        for one in shown(World(PACK, PROSE, 2, policies)):
            said = seen(one.card)
            if one.surface not in SHOW_MISSIONS and said not in known:
                known.add(said)
                whole = words(said)
                runs = starts.intersection(zip(*(whole[first:] for first in range(5)), strict=False))
                for sentence in private if runs else ():
                    if tuple(sentence[:5]) in runs:  # worth a closer look, which is dear
                        told = f" {' '.join(sentence)} "
                        assert told not in f" {' '.join(whole)} ", (one.surface, one.state, told)


# --- small parts


def test_a_message_that_slack_would_refuse_is_not_made() -> None:
    twice = actions(button("One", "same", "1"), button("Two", "same", "2"))
    with pytest.raises(BadMessage):
        Message("  ", ())
    with pytest.raises(BadMessage):
        Message.of(section("text"), twice)
    with pytest.raises(BadMessage, match="in parts"):
        Message.of(*(section("x" * 3000) for _ in range(5))).as_kwargs()


WORDS = st.text(st.characters(codec="utf-8", categories=["L", "N"]), min_size=1, max_size=12)
LONG = st.lists(WORDS, min_size=1, max_size=60).flatmap(
    lambda some: st.integers(1, 40).map(lambda times: " ".join(some * times))
)


@given(st.lists(st.tuples(st.sampled_from([header, section, context]), LONG), min_size=1, max_size=60))
@settings(max_examples=40, deadline=None)
def test_however_long_a_message_is_every_word_of_it_is_told_in_parts_that_fit_slack(
    made: list[tuple[Callable[[str], Block], str]],
) -> None:
    row = actions(button("Go on", "go_on", "1"))

    message = Message.of(*(block(said) for block, said in made), row)

    parts = message.parts()
    judge("long", message)
    told = " ".join(part.text for part in parts).split()
    for _, said in made:
        assert set(said.split()) <= {word.strip("*,") for word in told}
    assert all("continued" in part.text for part in parts[1:])
    assert not any("continued" in part.text for part in parts[:1])
    assert sum(isinstance(block, ActionsBlock) for part in parts for block in part.blocks) == 1


def test_a_title_stands_in_the_same_part_as_what_it_is_the_title_of() -> None:
    message = Message.of(header("All"), section("x " * 1400), header("More"), section("y " * 1400))

    first, second = message.parts()

    assert [type(block) for block in first.blocks] == [HeaderBlock, SectionBlock]
    assert second.text.startswith("*All*, continued\nMore\ny y")


@given(st.text(min_size=1, max_size=400), st.integers(1, 300))
def test_a_shortened_text_is_never_longer_and_only_cut_where_it_must_be(text: str, limit: int) -> None:
    short = shortened(text, limit)

    assert len(short) <= limit
    assert short == text or (len(text) > limit and short.endswith("…"))


@given(st.text())
def test_escaped_text_holds_no_markup_and_loses_nothing(text: str) -> None:
    safe = escaped(text)

    assert not set(safe) & {"<", ">"}
    assert safe.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") == text


def test_somebodys_words_are_quoted_line_by_line() -> None:
    assert quoted("one\n\n<two>") == "> one\n> \n> &lt;two&gt;"
    assert quoted("") == "> "


def test_a_header_is_plain_in_the_block_and_escaped_in_the_text() -> None:
    made = Message.of(header("A <b> & c"))

    assert made.text == "A &lt;b&gt; &amp; c"
    assert made.as_kwargs()["blocks"][0]["text"] == {"type": "plain_text", "text": "A <b> & c", "emoji": True}


@pytest.mark.parametrize(
    ("span", "said"),
    [
        (timedelta(), "0 seconds"),
        (timedelta(seconds=1), "1 second"),
        (timedelta(seconds=90), "1 minute 30 seconds"),
        (timedelta(minutes=10), "10 minutes"),
        (timedelta(minutes=-1), "1 minute"),
    ],
)
def test_a_length_of_time_is_said_in_words(span: timedelta, said: str) -> None:
    assert writing.length(span) == said


def test_a_person_is_mentioned_only_if_there_is_one() -> None:
    assert phrases.mention(None) == "nobody yet"
    assert phrases.mentions([UserId("U1"), None]) == "<@U1>, nobody yet"
    assert phrases.count_of(1, "policy", "policies") == "1 policy"
    assert phrases.count_of(2, "policy", "policies") == "2 policies"
    assert phrases.count_of(0, "seat") == "0 seats"


def test_a_message_whose_picture_slack_cannot_load_has_a_link_in_its_place() -> None:
    message = Message.of(header("Meet"), pictured("*Dora*\n> Hello", "https://x.example/a?b&c", "Dora"))

    words = message.without_pictures()

    assert words.text == "Meet\n*Dora*\n> Hello\n<https://x.example/a?b&amp;c|Dora: picture>"
    assert "accessory" not in words.blocks[1].to_dict()
    assert words.without_pictures() is words
