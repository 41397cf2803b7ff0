"""Where people talk: a line for other cards, the news that it has changed, the answer to `/moot call`."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from slack_sdk.models.blocks import Block, ButtonElement

from bot.domain.calls import COUNCIL_PLACE
from bot.domain.council import Council
from bot.domain.council.acting import chairs
from bot.domain.game import Game, Stage
from bot.queries.place import Where
from bot.slack.blocks import names
from bot.slack.blocks.message import (
    Message,
    actions,
    bullets,
    button,
    context,
    escaped,
    plain,
    section,
    sections,
)


def link(address: str) -> str:
    """The address as a link that names its server, so that everybody sees where it leads."""
    return f"<{escaped(address)}|{escaped(urlsplit(address).hostname or '')}>"


def line(address: str) -> Iterator[Block]:
    """A line for a card; none where there is no call."""
    if address:
        yield context(f"*Call:* join at {link(address)}")


def here(game: Game, council: Council | None) -> str:
    """The address that people read in this council's channel, or in the plenary."""
    return game.calls.plenary if council is None else game.calls.of(council.number)


def changed(game: Game, council: Council | None) -> Message:
    """To a council, or to everybody: where they talk from now on."""
    if address := here(game, council):
        who = "everybody" if council is None else council.name
        return Message.of(section(f"*The call for {escaped(who)}:* join at {link(address)}"))
    if council is None and game.calls.for_all:
        return Message.of(section("*Each council has a call of its own.* The link is in its channel."))
    return Message.of(section("*There is no call any more.* Its link was removed."))


def calls(where: Where) -> Message:
    """The calls that this person may see; a facilitator sees all of them."""
    found = [*(_all(where.game) if where.facilitates else _own(where))]
    if not found:
        none = "No call is set up in this game." if where.facilitates else "No call is set up for you here."
        return Message.of(section(none), *_ways(where))
    return Message.of(section("*Calls*"), *sections([bullets(found)]), *_ways(where))


def status(where: Where) -> Iterator[str]:
    """A line for somebody who asks where the game stands."""
    if where.game.stage is not Stage.ENDED and (found := [*_own(where)]):
        yield f"*Call:* {', '.join(found)}"


def _own(where: Where) -> Iterator[str]:
    council, shared = where.council, where.game.calls.plenary
    if council is not None and (address := where.game.calls.of(council.number)):
        yield f"{council.name}: {link(address)}"
        shared = "" if shared == address else shared
    if shared:
        yield f"Everybody: {link(shared)}"


def _all(game: Game) -> Iterator[str]:
    if game.calls.for_all:
        each = f" ({COUNCIL_PLACE} becomes each council's number)" if not game.calls.plenary else ""
        yield f"Everybody: `{escaped(game.calls.for_all)}`{each}"
    yield from (f"Council {number}: {link(one)}" for number, one in sorted(game.calls.own.items()))


def _ways(where: Where) -> Iterator[Block]:
    """How to change it, for those who may."""
    if not _may_change(where):
        return
    one = "`/moot call https://…` sets it for your council"
    if where.facilitates:
        one = "`/moot call https://…` sets it for everybody, or, with `council 2` after it, for one council"
    yield context(f"{one}; `/moot call off` removes it.")
    yield actions(change(where))


def on_home(where: Where) -> Iterator[Block]:
    """A button for those who may change it; facilitators also see there what is set for everybody."""
    if _may_change(where):
        if where.facilitates and where.seat is None:
            yield from line(where.game.calls.plenary)
        yield actions(change(where))


def change(where: Where) -> ButtonElement:
    """Opens the form."""
    council = own_council(where)
    about = where.game.id if council is None else council.id
    return button("Change the call", names.CHANGE_CALL, about)


def concerns(where: Where) -> bool:
    """Whether somebody has a call, or may set one."""
    return _may_change(where) or any(_own(where))


def _may_change(where: Where) -> bool:
    open_game = where.game.stage is not Stage.ENDED
    return open_game and (where.facilitates or own_council(where) is not None)


def own_council(where: Where) -> Council | None:
    """The council whose call somebody may change because they chair it; a facilitator chooses from all."""
    council, seat = where.council, where.seat
    if where.facilitates or council is None or seat is None or not chairs(council, seat):
        return None
    return council


def was_set(game: Game, council: int | None) -> Message:
    """To the person who changed it."""
    whose = "everybody" if council is None else f"council {council}"
    address = game.calls.for_all if council is None else game.calls.own.get(council, "")
    if address:
        where = "in the channels, and cards there show it"
        if council is not None:
            where = "in its channel, and cards there show it"
        if council is None and not game.calls.plenary:
            return plain(f"A call for each council is set. I have said so {where}.")
        return plain(f"The call for {whose} is set. I have said so {where}.")
    own = council is not None and game.calls.for_all
    rest = " The council uses the call for everybody again." if own else ""
    return plain(f"The call for {whose} is removed.{rest}")
