"""The result is for reading aloud: councils first, then the winners, a line each, and nobody is pinged by a
crowd of names."""

import re
from dataclasses import replace

import pytest

from bot.domain.agenda import plan_agenda
from bot.domain.council import Council
from bot.domain.council import commands as cc
from bot.domain.evidence import Case, Evidence, EvidenceKind
from bot.domain.game import Game
from bot.domain.game import commands as gc
from bot.domain.ids import MOOT, RoleNumber, UserId
from bot.domain.points import Points
from bot.intents.claims import claim_key
from bot.slack.blocks.message import Message
from bot.slack.results import cards as results_cards
from bot.slack.results.own import own_result
from tests.builders import a_running_game, at, player, rainbow_road
from tests.cards import seen, told
from tests.unit.slack.results.test_own import a_counted_council

PACK = rainbow_road()
SHOWN = Case((Evidence(EvidenceKind.POLICY, 1),))
MENTION = re.compile(r"<@\w+>")


def a_game(players: int = 10) -> Game:
    log = a_running_game(*plan_agenda(PACK), players=players)
    log.do(gc.EndGame(), at=at(60))
    return log.game


def a_council(winners: int = 10) -> Council:
    """One in which so many win by both missions."""
    log = a_counted_council()
    for role in range(1, winners + 1):
        log.do(cc.MakeClaim(SHOWN, SHOWN), player(role), at(40))
    log.do(cc.EndCouncil(), MOOT, at(60))
    return log.council


@pytest.fixture(scope="module")
def hundred() -> tuple[Council, ...]:
    """Nine of ten in each of a hundred councils have won."""
    one = a_council(9)
    return tuple(_numbered(one, number) for number in range(1, 101))


def _numbered(council: Council, number: int) -> Council:
    seats = {
        role: replace(seat, holder=UserId(f"U{number:03}R{role:02}")) for role, seat in council.seats.items()
    }
    return replace(council, number=number, name=f"Council {number}", seats=seats)


def said(card: Message) -> str:
    return told(card)


def test_ten_winners_at_one_table_have_ten_lines_below_their_council() -> None:
    council = a_council()
    link = "https://example.slack.com/archives/C1/p1"

    words = said(results_cards.results(a_game(), PACK, (council,), {claim_key(council, RoleNumber(3)): link}))

    assert "*1 of 1 council won together, and 10 people won individually.*" in words
    lines = words.splitlines()
    assert lines.index("*Individual wins*") > next(
        n for n, line in enumerate(lines) if "Council 1: won" in line
    )
    assert len(MENTION.findall(words)) == 10
    wins = [line for line in lines if "by both secret missions [policy 1 (proposal 1)]" in line]
    assert len(wins) == 10
    assert f"<@{player(3)}>, <{link}|Pipeline Engineer>: Wins" in words
    assert "page by page" not in words


def test_an_undecided_claim_is_not_among_the_wins() -> None:
    log = a_counted_council()
    log.do(cc.MakeClaim(SHOWN, SHOWN), player(3), at(40))
    for judge in (4, 5):
        log.do(cc.JudgeClaim(RoleNumber(3), confirms=False), player(judge), at(41))
    log.do(cc.EndCouncil(), MOOT, at(60))

    words = said(results_cards.results(a_game(), PACK, (log.council,)))

    assert "and nobody won individually.* 1 claim undecided." in words
    assert "*Individual wins*" not in words
    assert "*Undecided*" in words


def test_a_hundred_councils_are_read_page_by_page_and_the_post_pings_nobody(
    hundred: tuple[Council, ...],
) -> None:
    game = a_game(1000)

    post = results_cards.results(game, PACK, hundred)

    words = said(post)
    assert "*100 of 100 councils won together, and 900 people won individually.*" in words
    assert not MENTION.search(words)
    assert all(f"*Council {number}: won.*" in words for number in range(1, 101))
    assert "Read it page by page" in seen(post)

    pages = [
        said(results_cards.results_page(game, PACK, hundred, page)) for page in range(1, 1 + _count(hundred))
    ]
    whole = "\n".join(pages)
    assert all(f"*Council {number}: won.*" in whole for number in range(1, 101))
    assert len(set(MENTION.findall(whole))) == 900
    assert max(len(MENTION.findall(page)) for page in pages) < 60
    assert whole.index("Council 100: won") < whole.index("Individual wins"), "councils first"


def _count(councils: tuple[Council, ...]) -> int:
    first = said(results_cards.results_page(a_game(1000), PACK, councils))
    found = re.search(r"Page 1 of (\d+)", first)
    assert found is not None
    return int(found[1])


def test_where_a_pack_counts_points_the_result_tells_everybodys_by_what_stands_of_their_claims() -> None:
    worth = Points(team_mission=3, role_mission=2, priority=1)
    pack = PACK.model_copy(update={"points": worth})
    aims = [(one.key, SHOWN) for one in pack.team(pack.role(2).team).priorities]
    log = a_counted_council()
    log.do(cc.MakeClaim(SHOWN, SHOWN, tuple(aims)), player(2), at(40))
    log.do(cc.MakeClaim(SHOWN), player(3), at(40))  # not enough to win
    log.do(cc.MakeClaim(SHOWN, SHOWN), player(4), at(40))
    for judge in (5, 6):
        log.do(cc.JudgeClaim(RoleNumber(4), confirms=False), player(judge), at(41))
    log.do(cc.EndCouncil(), MOOT, at(60))

    told_all = said(results_cards.results(a_game(), pack, [log.council]))
    own = told(own_result(a_game(), pack, log.council, log.council.seats[RoleNumber(3)], {}))

    most = 5 + len(aims)
    names = [pack.role(number).name for number in (2, 3, 4)]
    assert f"{names[0]} {most} of {most}, {names[1]} 3 of {most}" in told_all
    assert f"{names[2]} 0 of {most}" in told_all, "refused"
    assert f"You have 3 of {most} points." in own
    assert "*Points*" not in said(results_cards.results(a_game(), PACK, [log.council]))
