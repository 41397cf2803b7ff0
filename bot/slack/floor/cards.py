"""Whose turn it is to speak, and who waits for the floor."""

from collections.abc import Iterator
from datetime import timedelta

from slack_sdk.models.blocks import Block, ButtonElement

from bot.domain.audience import Everybody
from bot.domain.council import Council
from bot.domain.council.conditions import passed
from bot.domain.council.floor import called as called_in_council
from bot.domain.floor import Floor
from bot.domain.game import Game
from bot.domain.game.floor import called as called_in_plenary
from bot.domain.ids import CouncilId, GameId, Moment, UserId
from bot.domain.scenario import Scenario
from bot.domain.times import writing
from bot.domain.turns import Turn
from bot.slack.blocks import names
from bot.slack.blocks import phrases as p
from bot.slack.blocks.message import (
    Message,
    actions,
    button,
    context,
    escaped,
    plain,
    section,
)

MOST = 6  # people named of one team, role or group
MOST_TURNS = 8  # named on a phase's card
MOST_WAITING = 15


# --- turns in a council


def turn_name(scenario: Scenario, council: Council, turn: Turn) -> str:
    """The team's, role's or group's name, escaped for mrkdwn."""
    if turn.name in (found := {group.key: group.name for group in scenario.groups}):
        return escaped(found[turn.name])
    first, *others = turn.roles
    if not others and scenario.role(first).key == turn.name:
        return p.role_name(scenario, council.seats[first])
    if turn.name in (teams := {team.key: team.name for team in scenario.teams}):
        return escaped(teams[turn.name])
    named = {Everybody.EVERYONE.value: "Everyone", Everybody.STEWARDS.value: council.stewards}
    several = scenario.role(first).name.rstrip("0123456789").strip()  # `Citizen 1` and more on one sheet
    return escaped(named.get(turn.name, several))


def _holders(council: Council, turn: Turn) -> str:
    held = [council.seats[role].holder for role in turn.roles if role in council.seats]
    return p.mentions_of([holder for holder in held if holder is not None], MOST)


def speaker(
    game: Game, scenario: Scenario, council: Council, bell: int, place: int, *, late: bool = False
) -> Message | None:
    """To the council: whose turn it is, for how long, and who is next. None where that is long over."""
    turns = council.turns
    if turns is None or int(turns.bell.timestamp()) != bell or place >= len(turns.turns):
        return None
    name = turn_name(scenario, council, turns.turns[place])
    if council.turns_now is None or turns.now != place or turns.since is None or council.ended:
        return plain(f"{name} had their turn.")
    lasts, blocks = p.span(game, turns.lasts), list[Block]()
    now = f"*Now speaking: {name}* ({_holders(council, turns.turns[place])}): {lasts}"
    following = _next(scenario, council)
    blocks.append(section(f"{now}, {_until(game, council, turns.since, turns.lasts)}. {following}"))
    if turns.each is not None and turns.lasts < turns.each:
        blocks.append(context("Time is short, so every turn is shorter than planned."))
    if late:
        blocks.append(context("This turn was called late because I was away."))
    row = _buttons(council.id, called_in_council(council), "Next turn")
    return Message.of(*blocks, actions(*row))


def _next(scenario: Scenario, council: Council) -> str:
    turns = council.turns_now
    assert turns is not None
    places = range(turns.following, len(turns.turns))
    filled = {seat.role for seat in council.filled}
    left = [turns.turns[place] for place in places if filled & set(turns.turns[place].roles)]
    if left:
        return f"Next: {turn_name(scenario, council, left[0])}."
    return "This is the last turn; after it, the floor is open."


def _until(game: Game, council: Council, since: Moment, lasts: timedelta) -> str:
    ends = passed(council, since, lasts)
    return "with the clock stopped" if ends is None else f"until {p.clock_time(game, ends)}"


def turns_over(council: Council) -> Message:
    """To the council, after the last turn."""
    row = _buttons(council.id, called_in_council(council), "")
    return Message.of(section("*Everybody has had a turn.* The floor is open."), actions(*row))


def order(game: Game, scenario: Scenario, index: int, council: Council) -> str:
    """The turns of a phase in a council, for its card; empty where it has none."""
    planned = game.agenda[index]
    turns, filled = game.turns_in(planned, council.number), {seat.role for seat in council.filled}
    named = [turn_name(scenario, council, turn) for turn in turns if filled & set(turn.roles)]
    if planned.turns is None or not named:
        return ""
    more = f" and {len(named) - MOST_TURNS} more" if len(named) > MOST_TURNS else ""
    each = planned.turns.each
    length = f"{p.span(game, each)} each" if each is not None else "an even share each"
    return f"*Turns to speak, {length}:* {', '.join(named[:MOST_TURNS])}{more}"


def council_order(game: Game, index: int) -> str:
    """The councils' order in the plenary, for the card of their phase; empty where they take no turns."""
    turns = game.agenda[index].council_turns(game.speed, game.time)
    if turns is None:
        return ""
    said = ", ".join(f"Council {number}" for number in game.order_in(game.agenda[index]))
    return f"*The {'drawn ' if turns.drawn else ''}order:* {said}"


# --- speakers' lists


def council_list(game: Game, scenario: Scenario, council: Council, bell: int, phase: str) -> Message:
    """The speakers' list of a council in a phase, since this bell."""
    now = council.phase
    if now is None or council.ended or int(now.at.timestamp()) != bell:
        return _closed(scenario, phase)
    return Message.of(*_council_list(game, scenario, council))


def _council_list(game: Game, scenario: Scenario, council: Council) -> Iterator[Block]:
    turns, floor = council.turns_now, council.floor
    first = ""
    if turns is not None and turns.now is not None:
        name = turn_name(scenario, council, turns.turns[turns.now])
        first = f"Turns come first: now speaking is {name}."
    until = _until(game, council, floor.since, floor.lasts) if floor.since else ""
    yield from _listed(game, floor, first, until)
    yield actions(*_list_buttons(council.id, floor, called_in_council(council)))


def plenary_list(game: Game, scenario: Scenario, bell: int, phase: str) -> Message:
    """The plenary's list of speakers at this bell of the phase; closed once another has rung."""
    if game.phase is None or game.clock is None or int(game.clock.bell.timestamp()) != bell:
        return _closed(scenario, phase)
    return Message.of(*_plenary_list(game))


def _plenary_list(game: Game) -> Iterator[Block]:
    floor, until = game.floor, ""
    if floor.since is not None:
        ends = game.time.after(floor.since, floor.lasts)
        until = "with the clock stopped" if game.paused else f"until {p.clock_time(game, ends)}"
    yield from _listed(game, floor, "", until)
    yield actions(*_list_buttons(game.id, floor, called_in_plenary(game)))


def _closed(scenario: Scenario, phase: str) -> Message:
    title = escaped(scenario.phase(phase).title)
    return Message.of(section(f"*Speakers' list*\nIt closed with {title}."))


def _listed(game: Game, floor: Floor, first: str, until: str) -> Iterator[Block]:
    lines = [first] if first else []
    if floor.speaker is not None:
        over = "their time is over" if floor.over else f"{p.span(game, floor.lasts)}, {until}"
        lines.append(f"*Speaking:* {p.mention(floor.speaker)}, {over}.")
    elif not floor.line and not first:
        lines.append("Nobody is speaking, and nobody is waiting.")
    yield section("\n".join(["*Speakers' list*", *lines]))
    if floor.line:
        waiting = [f"{n}. {p.mention(user)}" for n, user in enumerate(floor.line[:MOST_WAITING], 1)]
        more = len(floor.line) - MOST_WAITING
        yield section("\n".join(["*Waiting:*", *waiting, *([f"and {more} more"] if more > 0 else [])]))


def _list_buttons(place: CouncilId | GameId, floor: Floor, count: int) -> list[ButtonElement]:
    row = _buttons(place, count, "Next speaker" if floor.speaker or floor.line else "")
    if floor.line or floor.speaker:
        row.append(button("Leave the list", names.LEAVE_FLOOR, place))
    return row


def _buttons(place: CouncilId | GameId, count: int, following: str) -> list[ButtonElement]:
    row = [button("Ask for the floor", names.ASK_FLOOR, place)]
    if following:
        row.append(button(following, names.CALL_NEXT, f"{place}:{count}"))
    return row


# --- to one person


def answer(game: Game, scenario: Scenario, council: Council | None, user: UserId) -> Message:
    """To somebody who asked, left or called: where they stand, and the list; without a council, the
    plenary's."""
    floor = council.floor if council else game.floor
    said = standing(floor, user)
    where = council.name if council else "the plenary"
    listed = _council_list(game, scenario, council) if council else _plenary_list(game)
    return Message.of(
        *([section(said)] if said else []), *listed, context(f"This is the speakers' list of {where}.")
    )


def standing(floor: Floor, user: UserId) -> str:
    """Where somebody stands on a list; empty where they do not."""
    if floor.speaker == user:
        return "You have the floor. When you are done, press Next speaker or type `/moot floor done`."
    if user in floor.line:
        place = floor.line.index(user)
        return "You are next." if not place else f"You are number {place + 1} in line."
    return ""


def yours(seconds: int) -> Message:
    """To somebody who may speak now."""
    lasts = writing.length(timedelta(seconds=seconds))
    return plain(f"You have the floor for {lasts}. When you are done, type /moot floor done.")


def time_over(then: str) -> Message:
    """To somebody whose time is over."""
    following = f" {p.mention(UserId(then))} is next." if then else ""
    return Message.of(section(f"Your time is over. Finish your sentence, please.{following}"))


def on_console(scenario: Scenario, council: Council) -> Iterator[str]:
    """Who speaks in a council and how many wait, for the facilitators' list of councils."""
    turns = council.turns_now
    if turns is not None and turns.now is not None and not council.ended:
        yield f"now speaking: {turn_name(scenario, council, turns.turns[turns.now])}"
    if council.floor.line:
        yield f"{len(council.floor.line)} waiting for the floor"


def status(game: Game, scenario: Scenario, council: Council | None, user: UserId) -> Iterator[str]:
    """Who speaks, and where this person stands, a line each; nothing where nobody speaks or waits."""
    if council is not None and council.turns_now is not None and (turns := council.turns_now).now is not None:
        turn = turns.turns[turns.now]
        mine = council.seat_of(user)
        yours_now = mine is not None and mine.role in turn.roles
        name = turn_name(scenario, council, turn)
        yield f"It is your turn to speak ({name})." if yours_now else f"Now speaking: {name}."
    lists = [("the plenary", game.floor), *([(council.name, council.floor)] if council else [])]
    for where, floor in lists:
        if floor.speaker is None and not floor.line:
            continue
        now = f"{p.mention(floor.speaker)} has the floor" if floor.speaker else "nobody has the floor"
        own = f" {standing(floor, user)}" if user in floor.line else ""
        yield f"Speakers' list of {where}: {now}, {len(floor.line)} waiting.{own}"
