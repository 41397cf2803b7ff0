"""What people read when proposals are amended, merged and parked, and the book is put in order."""

import json

import pytest

from bot.domain.council import Council
from bot.domain.council import commands as cc
from bot.domain.ids import MOOT, CouncilId, ProposalNumber, RoleNumber, TeamKey
from bot.domain.owed import owed
from bot.domain.rules import DecisionRuleKind
from bot.domain.wording import Wording
from bot.intents.book import ParkedCard
from bot.intents.councils import of_council
from bot.intents.intent import Intent, Seed
from bot.intents.proposals import ProposalCard
from bot.reports import policy_book
from bot.reports.book_in_words import as_markdown, book_of
from bot.services.games import layout_of
from bot.slack.blocks import names
from bot.slack.book import cards as book_cards
from bot.slack.book import parked
from bot.slack.charter import cards as charter_cards
from bot.slack.claims.forms import ClaimForm
from bot.slack.help.owed import in_words
from bot.slack.proposals import amendments
from bot.slack.proposals import cards as proposals_cards
from bot.slack.proposals.forms import AmendmentForm
from bot.slack.proposals.merging_forms import MergeForm
from bot.slack.reactions.listeners import command_of
from bot.workspace.api.block_kit.blocks import check_view
from tests.builders import (
    ONE,
    SESSION,
    SETUP,
    VOTING,
    CouncilLog,
    a_charter,
    a_phase,
    a_running_game,
    at,
    founding,
    player,
    rainbow_road,
)

PACK = rainbow_road()
LAYOUT = layout_of(PACK)
TWO, THREE = ProposalNumber(2), ProposalNumber(3)
PLATFORM = TeamKey("data-platform")
MAJORITY = DecisionRuleKind.MAJORITY


def a_table(proposals: int = 1) -> CouncilLog:
    """A council of the shipped game in session 1, with open proposals of role 3."""
    log = CouncilLog()
    log.do(founding(layout=LAYOUT), MOOT)
    log.reach(SETUP, SESSION)
    for number in range(1, proposals + 1):
        log.do(cc.SubmitProposal(f"Idea {number}", f"Each model of {number} has an owner."), player(3), at(6))
    return log


def worded(text: str, **other: str) -> Wording:
    return Wording("Idea 1", text, owner_team=PLATFORM, **other)


def card(log: CouncilLog, number: ProposalNumber = ONE) -> str:
    return proposals_cards.proposal(PACK, log.council, log.council.proposals[number]).text


def blocks(log: CouncilLog, number: ProposalNumber = ONE) -> str:
    shown = proposals_cards.proposal(PACK, log.council, log.council.proposals[number])
    return json.dumps(shown.as_kwargs()["blocks"])


def work(log: CouncilLog) -> list[Intent]:
    """What the last thing that happened means for Slack."""
    return [one.intent for one in of_council(log.council, log.events[-1], len(log.events))]


def history(council: Council) -> str:
    view = amendments.history(a_running_game().game, PACK, council, council.proposals[ONE])
    return json.dumps(view.to_dict(), ensure_ascii=False)


# --- amending


def test_a_new_card_is_posted_with_fresh_reactions_and_the_one_before_is_only_updated() -> None:
    log = a_table()
    first, seeds = work(log)
    for seen in (1, 2):
        log.do(cc.AmendProposal(ONE, worded(f"Text {seen}."), seen), player(3), at(7))

    before, now, fresh = work(log)

    room, council = "council:1", log.council.id
    assert first == ProposalCard(room, "proposal:g1-1:1", council, ONE)
    assert seeds == Seed(room, "proposal:g1-1:1")
    assert before == ProposalCard(room, "proposal:g1-1:1:2", council, ONE, 2, existing=True)
    assert now == ProposalCard(room, "proposal:g1-1:1:3", council, ONE, 3)
    assert fresh == Seed(room, "proposal:g1-1:1:3")


def test_a_reaction_is_on_the_card_under_which_it_was_made() -> None:
    added = {"type": "reaction_added", "reaction": "+1::skin-tone-3"}

    assert command_of("proposal", "g1-1:3", added) == cc.TakeSide(THREE, True, emoji="+1::skin-tone-3")
    assert command_of("proposal", "g1-1:3:2", added) == cc.TakeSide(THREE, True, None, 2, "+1::skin-tone-3")
    removed = {"type": "reaction_removed", "reaction": "thumbsdown"}
    assert command_of("proposal", "g1-1:3:2", removed) == cc.TakeSide(THREE, None, False, 2, "thumbsdown")


def test_a_button_of_a_card_that_was_posted_long_ago_is_one_of_the_first_card() -> None:
    council = CouncilId("g1-1")

    assert names.read_card("g1-1:3") == (council, THREE, 1)
    assert names.read_card(names.on_card(council, THREE, 4)) == (council, THREE, 4)


def test_the_card_names_version_and_amender_and_calls_those_whose_side_no_longer_counts() -> None:
    log = a_table()
    for role in (4, 5, 6):
        log.react(ONE, role != 6, role, at(7))
    assert "Version" not in card(log)

    log.do(cc.AmendProposal(ONE, worded("Shorter."), 1), player(1), at(8))
    log.do(cc.VacateSeat(player(6)), MOOT, at(9))
    shown = card(log)

    assert f"*Version 2*, amended by <@{player(1)}>, {PACK.role(1).name}." in shown
    assert f"react again, on this card: <@{player(4)}>, <@{player(5)}>." in shown
    log.do(cc.TakeSide(ONE, False, round=2), player(4), at(9))
    assert f"on this card: <@{player(5)}>." in card(log)
    assert '"History"' in blocks(log)


def test_the_history_tells_in_words_what_came_and_what_went_and_escapes_it() -> None:
    log = a_table()
    log.do(
        cc.AmendProposal(ONE, worded("Each model of 1 has <!channel> one owner.", review="May"), 1),
        player(3),
        at(8),
    )
    log.do(
        cc.AmendProposal(ONE, worded("Each  model of 1\nhas <!channel> one owner.", review="May"), 2),
        player(3),
        at(9),
    )

    shown = history(log.council)

    assert "Each model of 1 has ~[removed: an]~ *[added: &lt;!channel&gt; one]* owner." in shown
    assert "*Review:* *[added: May]*" in shown
    assert "*Text:* Each model of 1 has an owner." in shown, "the first version is whole"
    assert shown.index("Version 3") < shown.index("Version 2") < shown.index("Version 1")


def test_a_form_that_came_too_late_shows_every_change_since_it_was_opened_and_keeps_the_words() -> None:
    log = a_table()
    log.do(cc.AmendProposal(ONE, worded("Each model of 1 has two owners."), 1), player(3), at(8))
    log.do(cc.AmendProposal(ONE, worded("No model of 1 has two owners."), 2), player(1), at(9))

    one = log.council.proposals[ONE]
    view = AmendmentForm.view(PACK, log.council, one, worded("Mine."), seen=1).to_dict()

    told = view["blocks"][0]["text"]["text"]
    assert "became version 3" in told
    assert "~[removed: Each]~ *[added: No]*" in told
    assert "two owners" in told
    assert view["private_metadata"] == "g1-1:1:3", "sent again, it replaces what they have read now"
    fields = {one.get("block_id"): one["element"] for one in view["blocks"] if one["type"] == "input"}
    assert fields["text"]["initial_value"] == "Mine."


def test_an_amended_proposal_waits_for_everybody_again_and_what_is_parked_or_merged_for_nobody() -> None:
    log = a_table(3)
    for number in (ONE, TWO, THREE):
        log.react(number, True, 4, at(7))
    owes = [sides(log)]

    log.do(cc.AmendProposal(ONE, worded("Other."), 1), player(3), at(8))
    owes.append(sides(log))
    log.do(cc.Park("", "May", owner_team=PLATFORM, proposal=ONE), player(3), at(8))
    owes.append(sides(log))
    log.do(cc.MergeProposals(((TWO, 1), (THREE, 1)), worded("Both.")), player(1), at(9))
    owes.append(sides(log))

    asked = "Take a side on proposal {}: react on its card."
    assert owes == [[], [asked.format(1)], [], [asked.format(4)]]


def sides(log: CouncilLog) -> list[str]:
    """What the holder of role 4 reads about proposals without their side."""
    game = a_running_game(a_phase("session-1", 10)).game
    seat = log.council.seats[RoleNumber(4)]
    return [in_words(one) for one in owed(game, log.council, seat, at(30)) if one.key == "sides"]


# --- merging and parking


def test_what_was_merged_or_parked_says_so_and_offers_only_what_is_possible() -> None:
    log = a_table(3)
    assert all(name in blocks(log) for name in ("Amend", "Merge it with another", "Park it for later"))
    log.do(cc.MergeProposals(((TWO, 1), (THREE, 1)), worded("Both.")), player(1), at(8))
    log.do(cc.Park("", "<May>", owner_seat=RoleNumber(5), proposal=ONE), player(1), at(9))

    assert "*Merged into proposal 4*" in card(log, TWO)
    assert "actions" not in blocks(log, TWO)
    assert "Merged from proposals 2 and 3." in card(log, ProposalNumber(4))
    assert "looks after it until &lt;May&gt;" in card(log)
    assert "Take it up again" in blocks(log)
    assert "Amend" not in blocks(log)


def test_the_texts_of_what_is_merged_are_in_the_form_however_long_they_are() -> None:
    log = a_table(0)
    for letter in "abc":
        log.do(cc.SubmitProposal(letter * 120, f"{letter} " * 1000, review=letter), player(3), at(6))
    sources = [*log.council.proposals.values()]

    view = MergeForm.view(PACK, log.council, sources).to_dict()

    fields = {one.get("block_id"): one["element"] for one in view["blocks"] if one["type"] == "input"}
    text = fields["text"]["initial_value"]
    assert all(text.count(letter) > 300 for letter in "abc")
    assert len(text) <= fields["text"]["max_length"]
    assert fields["review"]["initial_value"] == "a"
    many = MergeForm.view(PACK, log.council, sources * 30).to_dict()
    check_view(many)


def test_somebody_who_parked_something_finds_it_in_the_book_with_owner_and_date() -> None:
    log = a_table()
    log.do(cc.Park("Weekend <standby>", "15 March", owner_team=PLATFORM), player(1), at(7))
    (posted,) = work(log)
    log.do(cc.Park("", "May", owner_seat=RoleNumber(5), proposal=ONE), player(1), at(7))
    called, updated = work(log)

    room, council = "council:1", log.council.id
    assert posted == ParkedCard(room, "parked:g1-1:1", council, 1)
    assert called == ParkedCard(room, "parked:g1-1:2", council, 2)
    assert updated == ProposalCard(room, "proposal:g1-1:1", council, ONE, existing=True)
    new = parked.card(PACK, log.council, log.council.items[0]).text
    assert f"Owner: {PACK.team(PLATFORM).name} (<@{player(3)}>, <@{player(4)}>)" in new
    book = book_cards.paged_book(PACK, log.council, None).text
    assert "*Parked 1:* Weekend &lt;standby&gt;" in book
    assert "*Parked 2, proposal 1:* Idea 1" in book
    assert "<@" not in book, "the book calls nobody"

    log.do(cc.Unpark(1), player(4), at(8))

    assert f"By the {PACK.role(4).name}." in parked.card(PACK, log.council, log.council.items[0]).text


@pytest.mark.parametrize(
    ("role", "labels"),
    [
        (1, {"Change a policy", "Change the order", "Park something", "Settle a parked item"}),
        (3, {"Change a policy", "Settle a parked item"}),
        (5, {"Change a policy"}),
        (None, set()),
    ],
)
def test_the_book_offers_each_seat_what_it_may_do(role: int | None, labels: set[str]) -> None:
    log = a_table(3)
    for number in (ONE, TWO):
        log.do(cc.RecordDecision(number), player(1), at(7))
    log.do(cc.Park("Standby", "May", owner_team=PLATFORM), player(1), at(7))
    seat = log.council.seats[RoleNumber(role)] if role else None

    shown = book_cards.paged_book(PACK, log.council, seat)

    rows = [block for block in shown.as_kwargs()["blocks"] if block["type"] == "actions"]
    assert {element["text"]["text"] for row in rows for element in row["elements"]} == labels
    assert "*Proposals on the table:* proposal 3, Idea 3" in shown.text
    log.reach(VOTING)
    log.do(cc.OpenBallot(), MOOT, at(31))
    frozen = book_cards.paged_book(PACK, log.council, seat)
    assert "actions" not in json.dumps(frozen.as_kwargs()["blocks"])


# --- the order


def test_book_claims_export_and_fingerprint_agree_about_order_and_numbers() -> None:
    log = a_table(3)
    for number in (ONE, TWO, THREE):
        log.do(cc.RecordDecision(number), player(1), at(7))
    log.do(cc.OrderBook((3, 1)), player(2), at(8))
    log.do(cc.Park("Standby", "May", owner_seat=RoleNumber(5)), player(1), at(8))
    log.reach(VOTING)
    log.do(cc.OpenBallot(), MOOT, at(31))
    council, game = log.council, a_running_game().game

    exported = policy_book.as_json(game, PACK, council)
    markdown = as_markdown(book_of(game, PACK, council, at(36)))
    shown = book_cards.paged_book(PACK, council, None).text
    claim = json.dumps(ClaimForm.view(PACK, council, council.seats[RoleNumber(3)]).to_dict())

    assert [one["number"] for one in exported["policies"]] == [3, 1, 2]
    assert [one["proposal"] for one in exported["policies"]] == [3, 1, 2]
    for text in (markdown, shown, claim):
        places = [text.index(f"Policy {number} (proposal {number}): Idea {number}") for number in (3, 1, 2)]
        assert places == sorted(places)
    assert exported["parked"] == [
        {"number": 1, "text": "Standby", "owner": PACK.role(5).name, "until": "May"}
    ]
    assert f"- Standby (owner: {PACK.role(5).name}; until May)" in markdown
    assert council.ballot is not None
    assert council.ballot.book_hash == council.book_hash()
    assert council.ballot.book_hash in shown


# --- the charter


def test_whoever_comes_second_with_a_first_charter_is_told_what_became_of_it() -> None:
    log = a_table(0)
    mine, theirs = a_charter(MAJORITY), a_charter(DecisionRuleKind.CONSENT)
    log.do(theirs, player(2), at(6))
    log.do(mine, player(1), at(6, 1))

    def told(wanted: cc.AdoptCharter, who: int, seen: int) -> str | None:
        view = charter_cards.charter_overtaken(PACK, log.council, player(who), wanted, seen=seen)
        return None if view is None else json.dumps(view.to_dict())

    assert told(theirs, 2, 0) is None, "theirs is in force"
    assert "as proposal 1" in (told(mine, 1, 0) or "")
    assert "Consent" in (told(mine, 1, 0) or "")
    assert told(mine, 1, 1) is None, "they knew that it is a proposal: the form said so"
