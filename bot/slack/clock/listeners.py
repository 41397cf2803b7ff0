"""The clock and its timetable, the stewards' word that their council is done, and words to everybody."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta

from bot.domain.council import commands as cc
from bot.domain.council.session import is_done
from bot.domain.council.verdicts import to_rule_on
from bot.domain.errors import Refusal
from bot.domain.errors.clock import NotRunning
from bot.domain.errors.results import CloseTooEarly
from bot.domain.game import Game, Stage
from bot.domain.game import commands as c
from bot.domain.ids import CouncilId, GameId, Moment
from bot.domain.owed import Task
from bot.domain.times.lengths import read_for_all, read_span
from bot.domain.times.moments import When, read_moment
from bot.domain.times.planning import check_start
from bot.domain.times.working_time import DAY
from bot.queries.overview import stuck_in
from bot.queries.place import Where
from bot.slack.acting import asked as a
from bot.slack.acting import pressed as b
from bot.slack.acting.asked import AFTERWARDS, IN_A_GAME, WHILE_PLAYED, Asked, ForWhom, Press, Word
from bot.slack.acting.pressed import Pressed
from bot.slack.acting.submitted import Sent, Taken, takes
from bot.slack.blocks import carried, message, names
from bot.slack.blocks.message import Message
from bot.slack.clock import closing, controls, reading, timetables
from bot.slack.clock.forms import SayForm, TimeForm
from bot.slack.rulings import cards as rulings_cards
from bot.slack.sessions import cards as sessions_cards

NOT_DONE = ("no", "not", "undo", "back")  # `/moot done no`
NOW = ("", "now", "right now", "immediately")
BY_HAND = ("by hand", "byhand", "by-hand", "hand", "manually")
BY_ITSELF = ("by itself", "itself", "by-itself", "auto", "automatically")


class NothingToSay(Refusal):
    template = (
        "Write the message after the command, like this: /moot say Five minutes left. Well done, everybody!"
    )


# --- what a word and a button share


async def _agenda(by: Asked | Pressed) -> None:
    """What comes when; over days also in the zones of those who joined."""
    where = await by.where()
    zones = await by.services.reader.zones(where.game.id)
    own = zones.get(by.user, "")
    await by.answer(timetables.agenda(where.game, by.services.now(), Counter(zones.values()), own))


async def _say_done(by: Asked | Pressed, council_id: CouncilId, *, done: bool) -> None:
    council = await by.services.councils.handle(council_id, cc.SayDone(done), actor=by.user)
    game = await by.services.games.hear_done(council.game)
    await by.answer(sessions_cards.done_said(game, done=done, complete=is_done(council)))


async def _not_ready(by: Asked | Pressed, game: Game) -> bool:
    """Whether Slack keeps people out of a game that is to start; whoever starts it is asked then."""
    stuck = await stuck_in(by.services.reader, game) if game.stage is Stage.DEALT else ()
    if stuck and by.user in game.facilitators:
        opened = await by.services.reader.opened(game.id)
        await by.answer(
            controls.not_ready(
                game, by.services.reader.scenario(game.scenario, game.edition), opened, len(stuck)
            )
        )
        return True
    return False


async def _said(by: Asked | Sent[SayForm], game: Game, words: str) -> Message:
    """Tells every council something, in as many messages as screen readers get whole."""
    pieces = message.in_pieces(words)
    for index, piece in enumerate(pieces, start=1):
        said = c.Broadcast(piece, more=index < len(pieces))
        game = await by.services.games.handle(game.id, said, actor=by.user)
    last = " That was the last word: the game is closed." if game.last_word else ""
    return message.plain(f"Every council will see it in a moment.{last}")


async def _ask_to_close(by: Asked | Pressed) -> None:
    where = (await by.where()).as_facilitator()
    if where.game.stage is not Stage.ENDED:
        raise CloseTooEarly
    councils = await by.services.reader.councils(where.game)
    waiting = sum(len([*to_rule_on(where.scenario, council)]) for council in councils)
    await by.answer(closing.closing(where.game, where.scenario, waiting))


async def _ask_to_archive(by: Asked | Pressed) -> None:
    where = await by.where()
    found = await by.services.channels.open_rooms(where.game, actor=by.user)
    await by.answer(closing.archiving(where.game, where.scenario, len(found)))


# --- forms


async def _change_time(sent: Sent[TimeForm]) -> None:
    """More time, less time or a fixed end. A form that is sent twice finds another end."""
    game, _ = await sent.services.reader.game(sent.form.game)
    what, _, everything = sent.form.what.partition(" ")
    now = sent.services.now()
    command, taken = _time_command(what, f"{sent.form.value} {everything}", game, now)
    if isinstance(command, c.ChangeTime):
        command = c.ChangeTime(command.by, sent.form.ends, command.everything)
    await sent.services.games.handle(game.id, command, actor=sent.user)
    if taken is not None:
        await sent.show(message.plain(controls.taken(taken, now)))


async def _say_it(sent: Sent[SayForm]) -> None:
    game, _ = await sent.services.reader.game(sent.form.game)
    await sent.show(await _said(sent, game, sent.form.words))


FORMS: tuple[Taken, ...] = (takes(TimeForm, _change_time), takes(SayForm, _say_it))


# --- buttons


def _drives(command: c.GameCommand) -> b.Handler:
    async def handler(pressed: Pressed) -> None:
        await _drive(pressed, pressed.value, command)

    return handler


def _moves(command: Callable[[int], c.GameCommand]) -> b.Handler:
    """The value names the phase that the person saw."""

    async def handler(pressed: Pressed) -> None:
        game, _, seen = pressed.value.partition(":")
        await _drive(pressed, game, command(carried.number(seen)))

    return handler


async def _ends_undecided(by: Asked | Pressed, game: Game) -> bool:
    """Whether claims wait for a ruling in a game that is to end; whoever ends it is asked then."""
    if game.stage is not Stage.RUNNING or by.user not in game.facilitators:
        return False
    game, scenario = await by.services.reader.game(game.id)
    councils = await by.services.reader.councils(game)
    if not rulings_cards.waiting(scenario, councils):
        return False
    await by.answer(rulings_cards.ending(game, scenario, councils))
    return True


def _is_last(game: Game) -> bool:
    """Whether the game ends with the phase that runs."""
    return game.interrupted is None and not any(game.agenda[phase].lasts for phase in game.coming)


async def _end_game(pressed: Pressed) -> None:
    game, _ = await pressed.services.reader.game(GameId(pressed.value))
    if not await _ends_undecided(pressed, game):
        await _drive(pressed, pressed.value, c.EndGame())


async def _next_phase(pressed: Pressed) -> None:
    """The value names the phase that the person saw; the last one ends with the game."""
    key, _, seen = pressed.value.partition(":")
    game, _ = await pressed.services.reader.game(GameId(key))
    is_shown = game.clock is not None and game.clock.phase == carried.number(seen)
    if is_shown and _is_last(game) and await _ends_undecided(pressed, game):
        return
    await _drive(pressed, key, c.SkipPhase(carried.number(seen)))


async def _drive(pressed: Pressed, game_id: str, command: c.GameCommand) -> None:
    game = await pressed.services.games.handle(GameId(game_id), command, actor=pressed.user)
    if pressed.in_message:  # on App Home, the page itself changes
        await pressed.answer(controls.console(game))


async def _start_game(pressed: Pressed) -> None:
    game, _ = await pressed.services.reader.game(GameId(pressed.value))
    if not await _not_ready(pressed, game):
        await _drive(pressed, pressed.value, c.StartGame())


async def _add_time(pressed: Pressed) -> None:
    game, _, seen = pressed.value.partition(":")
    await _drive(pressed, game, c.ChangeTime(timedelta(minutes=2), carried.moment(seen)))


async def _open_time_form(pressed: Pressed) -> None:
    game = (await pressed.where()).as_facilitator().game
    if game.phase is None or game.clock is None:
        raise NotRunning
    await pressed.open(TimeForm.view(game, game.clock.ends))


async def _open_say_form(pressed: Pressed) -> None:
    await pressed.open(SayForm.view((await pressed.where()).as_facilitator().game))


async def _archive(pressed: Pressed) -> None:
    game = (await pressed.where()).game
    count = await pressed.services.channels.archive(game, actor=pressed.user)
    await pressed.answer(closing.archived(count))


def _says_done(*, done: bool) -> b.Handler:
    async def handler(pressed: Pressed) -> None:
        await _say_done(pressed, CouncilId(pressed.value), done=done)

    return handler


BUTTONS: dict[str, b.Handler] = {
    **reading.BUTTONS,
    names.SHOW_TIMETABLE: _agenda,
    names.START_GAME: _start_game,
    names.START_ANYWAY: _drives(c.StartGame()),
    names.START_BY_ITSELF: _drives(c.PlanStart(by_itself=True)),
    names.START_BY_HAND: _drives(c.PlanStart(by_itself=False)),
    names.PAUSE: _drives(c.PauseGame()),
    names.RESUME: _drives(c.ResumeGame()),
    names.CATCH_UP: _drives(c.CatchUp()),
    names.ADD_TIME: _add_time,
    names.CHANGE_TIME: _open_time_form,
    names.SAY: _open_say_form,
    names.NEXT_PHASE: _next_phase,
    names.STEP_BACK: _moves(c.StepBack),
    names.INJECT: _moves(c.InjectEmergency),
    names.ASK_TO_CLOSE: _ask_to_close,
    names.CLOSE_GAME: _drives(c.CloseGame()),
    names.ASK_TO_ARCHIVE: _ask_to_archive,
    names.ARCHIVE_ROOMS: _archive,
    names.END_GAME: _end_game,
    names.END_ANYWAY: _drives(c.EndGame()),
    names.WE_ARE_DONE: _says_done(done=True),
    names.NOT_DONE: _says_done(done=False),
}


# --- words


async def _command(asked: Asked, command: c.GameCommand, taken: When | None = None) -> None:
    """`taken` is the moment in the command as it was read, which the answer repeats."""
    where = await asked.where()
    game = await asked.services.games.handle(where.game.id, command, actor=asked.user)
    note = controls.taken(taken, asked.services.now()) if taken is not None else ""
    await asked.answer(controls.console(game, note=note, guide=bool(where.scenario.guide)))


def _simple(command: c.GameCommand) -> a.Handler:
    async def handler(asked: Asked) -> None:
        await _command(asked, command)

    return handler


async def _start(asked: Asked) -> None:
    """Now; or, with words behind it, a plan for the start."""
    where, now = await asked.where(), asked.services.now()
    command, taken = _planned_start(asked.typed.rest, where.game, now)
    if not (isinstance(command, c.StartGame) and await _not_ready(asked, where.game)):
        await _command(asked, command, taken)


def _planned_start(text: str, game: Game, now: Moment) -> tuple[c.StartGame | c.PlanStart, When | None]:
    said = " ".join(text.lower().split()).strip(" .!,")
    if said in NOW:
        return c.StartGame(), None
    if said in BY_HAND:
        return c.PlanStart(by_itself=False), None
    if said in BY_ITSELF:
        return c.PlanStart(by_itself=True), None
    start = read_moment(text, game.timezone, now, "/moot start")
    check_start(start.moment, now, game.working)
    return c.PlanStart(True, start.moment), start


async def _change(asked: Asked) -> None:
    """`add` and `take`."""
    where = await asked.where()
    now = asked.services.now()
    await _command(asked, *_time_command(asked.typed.word, asked.typed.rest, where.game, now))


async def _end_by(asked: Asked) -> None:
    where = await asked.where()
    await _command(asked, *_time_command("end-by", asked.typed.rest, where.game, asked.services.now()))


async def _end(asked: Asked) -> None:
    """`/moot end by 12:00` is no wish to end the game now."""
    where = await asked.where()
    first, _, rest = asked.typed.rest.partition(" ")
    if first.lower() == "by":
        await _command(asked, *_time_command("end-by", rest, where.game, asked.services.now()))
        return
    game = where.as_facilitator().game
    if not await _ends_undecided(asked, game):
        await asked.answer(controls.ending(game, where.scenario))


async def _next(asked: Asked) -> None:
    """Asks first where the vote would be lost by it."""
    where = await asked.where()
    clock = where.game.clock
    if where.facilitates and clock is not None and controls.vote_is_ahead(where.game):
        councils = await asked.services.reader.councils(where.game)
        if any(council.order and council.ballot is None for council in councils):
            await asked.answer(controls.skipping(where.game, clock))
            return
    if not (_is_last(where.game) and await _ends_undecided(asked, where.game)):
        await _command(asked, c.SkipPhase())


async def _done(asked: Asked) -> None:
    where = await asked.where()
    done = asked.typed.rest.lower() not in NOT_DONE
    await _say_done(asked, where.in_council().id, done=done)


def _time_command(
    what: str, text: str, game: Game, now: Moment
) -> tuple[c.ChangeTime | c.EndBy, When | None]:
    """What `add`, `take` or `end-by` means with these words, and the moment in them. Raises NotATime,
    NotAMoment, MomentHasPassed."""
    command = f"/moot {what}"
    if what in ("end-by", "endby"):
        end = read_moment(text, game.timezone, now, "/moot end-by")
        return c.EndBy(end.moment), end
    length, everything = read_for_all(text)
    by = read_span(length, command, game.working.day if game.working else DAY)
    return c.ChangeTime(by if what == "add" else -by, everything=everything), None


async def _say(asked: Asked) -> None:
    if not asked.typed.rest:
        raise NothingToSay
    where, words = await asked.where(), await asked.said()
    await asked.answer(await _said(asked, where.game, words))


def _is_paused(where: Where | None) -> bool:
    return where is not None and where.game.paused


WORDS: tuple[Word, ...] = (
    Word("agenda", _agenda, "what happens when, in your own time", IN_A_GAME, ForWhom.EVERYBODY,
         changes=False, after="status", press=Press("What happens when?", "/moot agenda", 7)),
    Word("done", _done, "as a steward: your council is done with this phase; `done no` undoes it",
         WHILE_PLAYED, ForWhom.EVERYBODY, after="leave"),
    Word("start", _start,
         "start the game; `start 14:30` plans it for then; `start by hand` cancels that",
         frozenset({Stage.DEALT}), ForWhom.FACILITATORS,
         press=Press("Start the game", "/moot start", 1, does=Task.START, ask="Start the game now?")),
    Word("pause", _simple(c.PauseGame()), "stop the clock", WHILE_PLAYED, ForWhom.FACILITATORS,
         press=Press("Stop the clock", "/moot pause", 5, fits=lambda where: not _is_paused(where))),
    Word("resume", _simple(c.ResumeGame()),
         "let it run again where it stopped; `resume catch-up` makes up for time when I was away",
         WHILE_PLAYED, ForWhom.FACILITATORS,
         also=dict.fromkeys(("catch-up", "catchup", "catch"), _simple(c.CatchUp())),
         press=Press("Resume", "/moot resume", 1, fits=_is_paused)),
    Word("add 2m", _change, "give this phase more time; `add 10m all` spreads it over all that is left",
         WHILE_PLAYED, ForWhom.FACILITATORS),
    Word("take 1m", _change, "take time from this phase; `take 5m all` from all that is left", WHILE_PLAYED,
         ForWhom.FACILITATORS),
    Word("end-by 12:00", _end_by, "replan the rest so that the game ends at that time", WHILE_PLAYED,
         ForWhom.FACILITATORS, aliases=("endby",)),
    Word("next", _next, "end this phase now", WHILE_PLAYED, ForWhom.FACILITATORS,
         press=Press("Next phase", "/moot next", 4, ask="End this phase now in every council?")),
    Word("back", _simple(c.StepBack()), "go back one phase, which gets its full time again", WHILE_PLAYED,
         ForWhom.FACILITATORS),
    Word("say …", _say, "tell every council something", WHILE_PLAYED | AFTERWARDS, ForWhom.FACILITATORS,
         after="vote", only_if=lambda where: not where.game.last_word),
    Word("end", _end, "end the game", WHILE_PLAYED, ForWhom.FACILITATORS),
    Word("close", _ask_to_close, "close the game, which makes claims and rulings final", AFTERWARDS,
         ForWhom.FACILITATORS, only_if=lambda where: where.game.closed_at is None,
         only_in=lambda pack: pack is None or pack.takes_claims),
    Word("close", _ask_to_close, "close the game: its channels can be archived", AFTERWARDS,
         ForWhom.FACILITATORS, only_if=lambda where: where.game.closed_at is None,
         only_in=lambda pack: pack is not None and not pack.takes_claims),
    Word("archive", _ask_to_archive, "archive the councils' channels, for good", AFTERWARDS,
         ForWhom.FACILITATORS),
)  # fmt: skip
