"""What is printed for a facilitator: in one message, or kind by kind for many councils."""

from bot.domain.print_kit import Paper, Print, PrintWish
from bot.intents.intent import Urgency
from bot.intents.printing import MANY, PrintFiles, wished_for
from tests.builders import FACILITATOR, at


def test_a_few_councils_come_in_one_message_and_many_kind_by_kind() -> None:
    wish = PrintWish(paper=Paper.LETTER, all_sheets=True)

    [one] = wished_for(FACILITATOR, wish, MANY, at(1))
    many = [*wished_for(FACILITATOR, wish, MANY + 1, at(1))]

    assert isinstance(one.intent, PrintFiles)
    assert one.intent.wish == wish
    assert one.urgency is Urgency.BACKGROUND
    found = [work.intent for work in many if isinstance(work.intent, PrintFiles)]
    assert [each.prints for each in found] == [(kind,) for kind in Print]
    assert [(each.place, each.of) for each in found][-1] == (len(Print), len(Print))


def test_the_same_wish_within_a_minute_is_one_and_another_paper_size_is_a_second() -> None:
    asked = [
        next(wished_for(FACILITATOR, PrintWish(paper=paper), 1, at(1, seconds))).coalesce
        for paper, seconds in ((Paper.A4, 0), (Paper.A4, 59), (Paper.A4, 60), (Paper.LETTER, 0))
    ]

    assert asked[0] == asked[1]
    assert len({*asked}) == 3
