"""When policy books are kept, by whom, and behind what."""

from bot.domain.ballot import Choice
from bot.domain.game import commands as gc
from bot.intents.clock import of_clock
from bot.intents.councils import of_council
from bot.intents.intent import Urgency
from bot.intents.keeping import (
    AllBooks,
    BookCanvas,
    BookFiles,
    BookPageCard,
    ReportFiles,
    all_books,
    as_messages,
    asked_for,
    book_files,
)
from tests.builders import FACILITATOR, a_council, a_running_game, a_voting_council, at

WITHOUT_VOTE = a_council(number=1).council


def test_a_book_is_kept_when_its_vote_is_counted() -> None:
    log = a_voting_council()
    log.vote(Choice.YES, 1, at(32))
    log.close(None)

    made = [one for event in log.events for one in of_council(log.council, event, 1)]

    [kept] = [one for one in made if isinstance(one.intent, BookFiles)]
    assert (kept.room, kept.urgency) == ("council:1", Urgency.BACKGROUND)
    others = [one for one in made if not isinstance(one.intent, BookFiles | BookCanvas)]
    assert kept.lane not in {one.lane or one.room for one in others}


def test_at_the_end_only_books_without_a_vote_follow_and_each_facilitator_gets_all() -> None:
    voted = a_voting_council().council
    log = a_running_game()
    [*_, ended] = log.do(gc.EndGame(), at=at(60))

    made = [one.intent for one in of_clock(log.game, (WITHOUT_VOTE, voted), ended, 9)]

    assert [one.council for one in made if isinstance(one, BookFiles)] == [WITHOUT_VOTE.id]
    assert [one.room for one in made if isinstance(one, AllBooks)] == [f"dm:{FACILITATOR}"]
    canvases = [one.council for one in made if isinstance(one, BookCanvas)]
    assert canvases == [WITHOUT_VOTE.id, voted.id], "what everybody was asked may have come to the books"


def test_the_report_goes_to_the_plenary_at_the_end_and_when_the_game_is_closed_and_never_before() -> None:
    log = a_running_game()
    before = asked_for(log.game, [WITHOUT_VOTE], FACILITATOR, at(59))
    assert not any(isinstance(one.intent, ReportFiles) for one in before)

    ended, closed = (log.do(command, at=at(60))[-1] for command in (gc.EndGame(), gc.CloseGame()))
    made = [
        [one.intent for one in of_clock(log.game, (WITHOUT_VOTE,), event, 9)] for event in (ended, closed)
    ]

    reports = [[one for one in work if isinstance(one, ReportFiles)] for work in made]
    assert [(one.room, one.closed) for work in reports for one in work] == [
        ("plenary", False),
        ("plenary", True),
    ]
    assert len({one.key for work in reports for one in work}) == 2
    assert [one.room for one in made[1] if isinstance(one, AllBooks)] == [f"dm:{FACILITATOR}"]
    assert [
        one for one in of_clock(log.game, (), ended, 9) if isinstance(one.intent, ReportFiles | AllBooks)
    ] == []
    again = asked_for(log.game, [WITHOUT_VOTE], FACILITATOR, at(61))
    assert any(isinstance(one.intent, ReportFiles) for one in again)


def test_to_ask_twice_within_a_minute_is_to_ask_once_and_a_minute_later_is_another_wish() -> None:
    game = a_running_game().game
    asked = [list(asked_for(game, [WITHOUT_VOTE], FACILITATOR, at(1, seconds))) for seconds in (0, 59, 60)]

    keys = [[one.coalesce for one in wish] for wish in asked]
    assert keys[0] == keys[1] != keys[2]
    assert None not in keys[0]
    assert book_files(WITHOUT_VOTE).coalesce not in keys[0]
    assert all_books(FACILITATOR).urgency is Urgency.BACKGROUND


def test_as_messages_the_book_keeps_its_place_page_by_page() -> None:
    files = book_files(WITHOUT_VOTE).intent
    assert isinstance(files, BookFiles)

    pages = [one.intent for one in as_messages(files, 3)]

    assert [one.page for one in pages if isinstance(one, BookPageCard)] == [1, 2, 3]
    assert len({one.key for one in pages if isinstance(one, BookPageCard)}) == 3
    assert {one.room for one in pages} == {"council:1"}
