"""What a game's print kit is made of, read from the store."""

from collections.abc import Iterator, Mapping, Sequence

from bot.domain.council import Council
from bot.domain.game import Game, Stage
from bot.domain.ids import GameId, Moment, UserId
from bot.queries.reader import Reader
from bot.reports.kit.schedule import of_game
from bot.reports.kit.tables import Kit, name_of, tables_of


async def kit_of(reader: Reader, key: GameId, names: Mapping[UserId, str], at: Moment) -> Kit:
    """A game's kit as things stand: blank before the seats are dealt. `names` are those of people in Slack,
    as far as they are known."""
    game, scenario = await reader.game(key)
    councils = await reader.councils(game)
    team, rooms = await reader.team_of(key) or "", await reader.council_rooms(key)
    links = {number: _link(reader, team, channel) for number, channel in rooms.items()}
    return Kit(
        name=game.id,
        title=game.name,
        scenario=scenario,
        tables=tables_of(game, scenario, councils, names, links),
        schedule=of_game(game, at, await reader.zones(key)),
        address=_link(reader, team, game.plenary),
        others=_others(game, councils, names),
        waits=game.deal is None,
    )


def plays(game: Game, user: UserId) -> bool:
    """Whether somebody plays, or may still get a seat, in a game that is not over: what others want would
    spoil it for them."""
    return game.stage is not Stage.ENDED and game.plays(user)


async def people_in(reader: Reader, key: GameId) -> tuple[UserId, ...]:
    """Everybody whose name can stand on a page: who runs the game, who watches, and who holds a seat."""
    game, _ = await reader.game(key)
    councils = await reader.councils(game)
    return (*_without_a_seat(game, councils), *_seated(councils))


def _seated(councils: Sequence[Council]) -> Iterator[UserId]:
    return (seat.holder for council in councils for seat in council.filled if seat.holder is not None)


def _without_a_seat(game: Game, councils: Sequence[Council]) -> Iterator[UserId]:
    seated = {*_seated(councils)}
    people = (*sorted(game.facilitators), *(one.player for one in game.observers))
    return (user for user in dict.fromkeys(people) if user not in seated)


def _others(
    game: Game, councils: Sequence[Council], names: Mapping[UserId, str]
) -> tuple[tuple[str, str], ...]:
    return tuple(
        (name_of(user, names), "Facilitator" if user in game.facilitators else "Observer")
        for user in _without_a_seat(game, councils)
    )


def _link(reader: Reader, team: str, channel: str) -> str:
    """Where the workspace's own address is not known, Slack leads to it."""
    return reader.channel_link(channel) or f"https://slack.com/app_redirect?channel={channel}&team={team}"
