"""How many councils a facilitator may have of the people who are there, and what each choice means."""

from collections.abc import Iterable, Iterator, Sequence

from slack_sdk.models.blocks import ButtonElement

from bot.domain.council import Council
from bot.domain.game import Game
from bot.domain.ids import UserId
from bot.domain.seating import council_sizes, numbers_of_councils
from bot.slack.blocks import names
from bot.slack.blocks import phrases as p
from bot.slack.blocks.message import button


def choices(game: Game) -> tuple[int, ...]:
    """The numbers of councils to choose from: as many as people fill, with the rest waiting, and as few as
    hold everybody; none where that is the same."""
    players, layout = len(game.players), game.layout
    if players < layout.minimum:
        return ()
    fullest = numbers_of_councils(players, layout)[0]
    usual = len(council_sizes(players, layout))
    return (fullest, usual) if fullest != usual else ()


def meaning(game: Game, councils: int) -> str:
    """`2 councils of 6 and 5, with 9 vacant seats; nobody waits`."""
    players, layout = len(game.players), game.layout
    sizes = council_sizes(players, layout, councils)
    waiting, vacant = players - sum(sizes), councils * len(layout.seats) - sum(sizes)
    seats = f"with {p.count_of(vacant, 'vacant seat')}" if vacant else "every seat filled"
    waits = "nobody waits"
    if waiting:
        waits = (
            f"{p.count_of(waiting, 'person waits', 'people wait')} for a free seat and can watch meanwhile"
        )
    return f"{p.count_of(councils, 'council')} {_of(sizes)}, {seats}; {waits}"


def _of(sizes: Sequence[int]) -> str:
    """`of 7`, `of 6 and 5`, `of 7 or 6`."""
    between = " and " if len(sizes) == 2 else " or "
    return f"of {between.join(map(str, sorted(set(sizes), reverse=True)))}"


def explained(game: Game, now: int) -> Iterator[str]:
    """Each choice in numbers, where there is one; `now` is the number of councils in the plan."""
    if offered := choices(game):
        lines = [f"• {meaning(game, one)}{' (*this plan*)' if one == now else ''}" for one in offered]
        yield "\n".join([f"*{p.count_of(len(game.players), 'player')}: how many councils?*", *lines])


def to_choose(game: Game, now: int) -> Iterator[ButtonElement]:
    """A button for each choice that is not the plan's."""
    for one in choices(game):
        if one != now:
            label = f"Plan {p.count_of(one, 'council')} instead"
            yield button(label, f"{names.PLAN_COUNCILS}:{one}", f"{game.id}:{one}")


def waiting(game: Game, councils: Iterable[Council]) -> list[UserId]:
    """Who was dealt no seat, still plays and has none."""
    seated = {seat.holder for council in councils for seat in council.filled}
    playing = {one.player for one in game.players} - seated
    return [one for one in (game.deal.waiting if game.deal is not None else ()) if one in playing]
