"""The clock, typed, by button and by form; and the stewards' word that their council is done."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck

from bot.domain.council import commands as cc
from bot.domain.council.session import is_done
from bot.domain.errors import FacilitatorsOnly, NotRunning, Refusal
from bot.domain.game import Game
from bot.domain.game import commands as c
from bot.domain.ids import CouncilId, GameId, Moment, UserId
from bot.domain.times.planning import check_start
from bot.domain.times.reading import read_for_all, read_moment, read_span
from bot.domain.times.working_time import DAY
from bot.queries.reader import Where
from bot.services import Services
from bot.slack.acting import asked as a
from bot.slack.acting import filled
from bot.slack.acting import pressed as b
from bot.slack.acting.asked import Asked
from bot.slack.acting.pressed import Pressed
from bot.slack.blocks import message, names
from bot.slack.clock import controls, timetables
from bot.slack.clock import forms as clock_forms
from bot.slack.edge.guard import Answer, refusals_as_errors
from bot.slack.sessions import cards as sessions_cards
from bot.slack.typed import words as typed

NOT_DONE = ("no", "not", "undo", "back")  # `/moot done no`
BY_HAND = ("by hand", "byhand", "by-hand", "hand", "manually")
BY_ITSELF = ("by itself", "itself", "by-itself", "auto", "automatically")


# --- typed


async def _command(asked: Asked, command: c.GameCommand) -> None:
    where = await asked.where()
    game = await asked.services.games.handle(where.game.id, command, actor=asked.user)
    await asked.answer(controls.console(game))


def _simple(command: c.GameCommand) -> a.Handler:
    async def handler(asked: Asked) -> None:
        await _command(asked, command)

    return handler


async def _start(asked: Asked) -> None:
    """Now; or, with words behind it, a plan for the start."""
    where, now = await asked.where(), asked.services.now()
    await _command(asked, _planned_start(asked.typed.rest, where.game, now))


def _planned_start(text: str, game: Game, now: Moment) -> c.StartGame | c.PlanStart:
    said = " ".join(text.lower().split())
    if said in ("", "now"):
        return c.StartGame()
    if said in BY_HAND:
        return c.PlanStart(by_itself=False)
    if said in BY_ITSELF:
        return c.PlanStart(by_itself=True)
    starts_at = read_moment(text, game.timezone, now, "/moot start")
    check_start(starts_at, now, game.working)
    return c.PlanStart(True, starts_at)


async def _add(asked: Asked) -> None:
    await _change(asked, "add")


async def _take(asked: Asked) -> None:
    await _change(asked, "take")


async def _change(asked: Asked, word: str) -> None:
    where = await asked.where()
    await _command(asked, time_command(word, asked.typed.rest, where.game, asked.services.now()))


async def _end_by(asked: Asked) -> None:
    await _change(asked, "end-by")


async def _end(asked: Asked) -> None:
    """`/moot end by 12:00` is no wish to end the game now."""
    where = await asked.where()
    first, _, rest = asked.typed.rest.partition(" ")
    if first.lower() == "by":
        command = time_command("end-by", rest, where.game, asked.services.now())
        await _command(asked, command)
        return
    if not where.facilitates:
        raise FacilitatorsOnly
    await asked.answer(controls.ending(where.game))


async def _next(asked: Asked) -> None:
    """Asks first where the vote would be lost by it."""
    where = await asked.where()
    clock = where.game.clock
    if where.facilitates and clock is not None and controls.vote_is_ahead(where.game):
        councils = await asked.services.reader.councils(where.game)
        if any(council.policies and council.ballot is None for council in councils):
            await asked.answer(controls.skipping(where.game, clock))
            return
    await _command(asked, c.SkipPhase())


async def _done(asked: Asked) -> None:
    where = await asked.where()
    done = asked.typed.rest.lower() not in NOT_DONE
    await _say_done(asked.services, asked.answer, where.in_council().id, asked.user, done=done)


def time_command(what: str, text: str, game: Game, now: Moment) -> c.ChangeTime | c.EndBy:
    """What `add`, `take` or `end-by` means with these words. Raises NotATime, NotAMoment, MomentHasPassed."""
    command = f"/moot {what}"
    if what == "end-by":
        return c.EndBy(read_moment(text, game.timezone, now, command))
    length, everything = read_for_all(text)
    by = read_span(length, command, game.working.day if game.working else DAY)
    return c.ChangeTime(by if what == "add" else -by, everything=everything)


COMMANDS: dict[str, a.Handler] = {
    "start": _start,
    "pause": _simple(c.PauseGame()),
    "resume": _simple(c.ResumeGame()),
    "catch-up": _simple(c.CatchUp()),
    "catchup": _simple(c.CatchUp()),
    "catch": _simple(c.CatchUp()),  # up
    "add": _add,
    "take": _take,
    "end-by": _end_by,
    "endby": _end_by,
    "next": _next,
    "back": _simple(c.StepBack()),
    "inject": _simple(c.InjectEmergency()),
    "done": _done,
    "end": _end,
}


# --- by button


def _drives(command: c.GameCommand) -> b.Handler:
    async def handler(pressed: Pressed) -> None:
        await _drive(pressed, pressed.value, command)

    return handler


def _moves(command: Callable[[int], c.GameCommand]) -> b.Handler:
    """The value names the phase that the person saw."""

    async def handler(pressed: Pressed) -> None:
        game, _, seen = pressed.value.partition(":")
        await _drive(pressed, game, command(int(seen)))

    return handler


async def _drive(pressed: Pressed, game_id: str, command: c.GameCommand) -> None:
    game = await pressed.services.games.handle(GameId(game_id), command, actor=pressed.user)
    if pressed.in_message:  # on App Home, the page itself changes
        await pressed.answer(controls.console(game))


async def _add_time(pressed: Pressed) -> None:
    game, _, seen = pressed.value.partition(":")
    await _drive(pressed, game, c.ChangeTime(timedelta(minutes=2), datetime.fromisoformat(seen)))


async def _open_time_form(pressed: Pressed) -> None:
    game, _ = await pressed.services.reader.game(GameId(pressed.value))
    if pressed.user not in game.facilitators:
        raise FacilitatorsOnly
    if game.phase is None or game.clock is None:
        raise NotRunning
    await pressed.open(clock_forms.change_time(game, game.clock.ends))


def _says_done(*, done: bool) -> b.Handler:
    async def handler(pressed: Pressed) -> None:
        council = CouncilId(pressed.value)
        await _say_done(pressed.services, pressed.answer, council, pressed.user, done=done)

    return handler


BUTTONS: dict[str, b.Handler] = {
    names.START_GAME: _drives(c.StartGame()),
    names.START_BY_ITSELF: _drives(c.PlanStart(by_itself=True)),
    names.START_BY_HAND: _drives(c.PlanStart(by_itself=False)),
    names.PAUSE: _drives(c.PauseGame()),
    names.RESUME: _drives(c.ResumeGame()),
    names.CATCH_UP: _drives(c.CatchUp()),
    names.ADD_TIME: _add_time,
    names.CHANGE_TIME: _open_time_form,
    names.NEXT_PHASE: _moves(c.SkipPhase),
    names.STEP_BACK: _moves(c.StepBack),
    names.INJECT: _moves(c.InjectEmergency),
    names.END_GAME: _drives(c.EndGame()),
    names.WE_ARE_DONE: _says_done(done=True),
    names.NOT_DONE: _says_done(done=False),
}


async def _say_done(
    services: Services, answer: Answer, council_id: CouncilId, user: UserId, *, done: bool
) -> None:
    council = await services.councils.handle(council_id, cc.SayDone(done), actor=user)
    game = await services.games.hear_done(council.game)
    await answer(sessions_cards.done_said(game, done=done, complete=is_done(council)))


# --- by form


@refusals_as_errors("value")
async def change_time(ack: AsyncAck, body: dict[str, Any], view: dict[str, Any], services: Services) -> None:
    """More time, less time or a fixed end. A form that is sent twice finds another end."""
    values, (game_id, _, seen) = filled.values(view), view["private_metadata"].partition(":")
    game, _ = await services.reader.game(GameId(game_id))
    what, _, everything = values["what"].partition(" ")
    text = f"{values['value'] or ''} {everything}"
    command = time_command(what, text, game, services.now())
    if isinstance(command, c.ChangeTime):
        command = c.ChangeTime(command.by, datetime.fromisoformat(seen), command.everything)
    await services.games.handle(game.id, command, actor=UserId(body["user"]["id"]))
    await ack()


async def show_agenda(services: Services, answer: Answer, where: Where) -> None:
    """What comes when; for facilitators also in the zones of those who joined."""
    zones = await services.reader.zones(where.game.id) if where.facilitates else {}
    await answer(timetables.agenda(where.game, services.now(), Counter(zones.values())))


async def agenda_pressed(pressed: Pressed) -> None:
    where = await pressed.services.reader.where_in(GameId(pressed.value), pressed.user)
    await show_agenda(pressed.services, pressed.answer, where)


class NothingToSay(Refusal):
    """Write the words after the command, like this: /moot say Five minutes to go, well done all!"""


async def agenda_typed(asked: Asked) -> None:
    await show_agenda(asked.services, asked.answer, await asked.where())


async def say(asked: Asked) -> None:
    if not asked.typed.rest:
        raise NothingToSay
    where, words = await asked.where(), typed.as_written(asked.typed.rest)
    await asked.services.games.handle(where.game.id, c.Broadcast(words), actor=asked.user)
    await asked.answer(message.plain("Every council will read it in a moment."))
