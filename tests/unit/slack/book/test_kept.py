"""The book as messages, where Slack takes no files: all of it, in as few as hold it."""

from bot.gallery.cast import NOON
from bot.gallery.worlds import World
from bot.reports.pdf import State
from bot.slack.book import kept
from tests.builders import rainbow_road

PACK = rainbow_road()


def test_a_long_book_loses_nothing_on_its_pages_and_each_says_which_it_is() -> None:
    world = World(PACK, words="& <b> words ", size=2, policies=9)
    council, game = world.councils["at the end"], world.games["ended"]

    pages = kept.book_pages(game, PACK, council, NOON)

    assert len(pages) > 3
    blocks = [block.to_dict() for page in pages for block in page.blocks]
    shown = "\n".join(one["text"]["text"] for one in blocks if one["type"] == "section")
    for policy, proposal in council.book():
        title = proposal.title[:20].replace("&", "&amp;").split("<")[0]
        assert f"Policy {policy.number} (proposal {proposal.number}): {title}" in shown
    assert "… and" not in shown
    assert "7 for, 1 against" in shown
    assert "Final. Page 2 of" in pages[1].text


def test_a_facilitator_gets_all_books_or_reads_where_they_stand() -> None:
    world = World(PACK)
    game, many = world.hundred
    few = [world.councils["at the end"]]

    [page] = kept.all_pages(world.games["ended"], PACK, few, NOON, {})
    [pointer] = kept.all_pages(game, PACK, many, NOON, {1: "C0FIRST"})

    assert "Policy book of Council 1" in page.text
    assert "may not share files" in page.text
    assert "in the channels of its 100 councils, such as <#C0FIRST>" in pointer.text
    assert "`files:write`" in pointer.text


def test_a_missing_pdf_is_told_to_the_facilitator_with_its_cure_and_players_are_promised_none() -> None:
    world = World(PACK)
    game, council = world.games["ended"], world.councils["at the end"]

    to_council = kept.beside_book(game, council, State.NONE).text
    to_facilitator = kept.beside_all(game, [council], State.NONE).text

    assert "PDF" not in to_council
    assert "`make pdf`" in to_facilitator
    assert "`make pdf`" not in kept.beside_all(game, [council], State.WHOLE).text
    assert "boxes" in kept.beside_book(game, council, State.BOXES).text
