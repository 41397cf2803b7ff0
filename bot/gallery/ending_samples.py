"""What people read at the end of a game, in the states that it may have."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta

from bot.domain.host import LINE_LENGTH, Host
from bot.domain.ids import UserId
from bot.gallery.cast import FACILITATOR, NOON, OBSERVER, player
from bot.gallery.personal_samples import pages_of_results
from bot.gallery.samples import Samples, last, of_councils, of_games, once, results
from bot.gallery.worlds import World
from bot.reports.log.comparison import part_of
from bot.slack.results import cards, closing, own
from bot.slack.results.forms import FeedbackForm


def own_results(world: World) -> Samples:
    game = world.games["ended"]
    for state, council in world.councils.items():
        for seat in council.filled[:4]:
            yield f"{state}, role {seat.role}", own.own_result(game, world.pack, council, seat, {})
    council = replace(last(world), ended_at=NOON)
    for seat in council.filled:
        yield f"at the end, role {seat.role}", own.own_result(game, world.pack, council, seat, {})
    seat = council.filled[0]
    before = part_of(replace(game, name=world.said(80)), world.pack, council, council.filled[1])
    yield "who played before", own.own_result(game, world.pack, council, seat, {}, before)


def goodbyes(world: World) -> Samples:
    for state, user in (("an observer", OBSERVER), ("without a seat", player(1))):
        yield state, own.goodbye(world.games["ended"], user)


def closings(world: World) -> Samples:
    game = world.games["ended"]
    yield "a table", closing.closing(game, world.pack, timedelta())
    hosted = replace(game, host=Host(FACILITATOR, world.said(LINE_LENGTH)))
    yield (
        "a thousand people, and a line of the facilitator",
        closing.closing(hosted, world.pack, timedelta(minutes=4)),
    )


SURFACES: Mapping[str, Callable[[World], Samples]] = {
    "results.closing.whole_closing": once(lambda w: closing.whole_closing(w.pack)),
    "results.cards.results": results,
    "results.own.own_result": own_results,
    "results.own.goodbye": goodbyes,
    "results.closing.closing": closings,
    "results.cards.farewell": of_councils(lambda w, council: cards.farewell(w.pack, council)),
    "results.cards.feedback_summary": of_games(lambda _w, game: cards.feedback_summary(game)),
    "results.cards.results_page": pages_of_results,
    "results.forms.FeedbackForm": of_games(
        lambda _w, game: FeedbackForm.view(game, game.feedback.get(UserId(player(1))))
    ),
}
