"""The facilitators' console, and what asks them to decide about the clock."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import assert_never
from zoneinfo import ZoneInfo

from slack_sdk.models.blocks import Block, ButtonElement

from bot.db.directory import Opened
from bot.domain.council import Council
from bot.domain.game import Game, Stage
from bot.domain.game import events as e
from bot.domain.game.delay import delay_of
from bot.domain.game.state import Clock
from bot.domain.ids import Moment
from bot.domain.scenario import Scenario
from bot.domain.times import writing
from bot.domain.times.moments import When
from bot.domain.times.zones import zone_there
from bot.slack.ballot import cards as ballot_cards
from bot.slack.blocks import names, optional
from bot.slack.blocks import phrases as p
from bot.slack.blocks.message import Message, actions, button, escaped, header, section
from bot.slack.clock import closing

ON_TIME = timedelta(seconds=30)  # less than this is neither ahead nor behind


def stage_line(game: Game, *, counted: bool = True) -> str:
    """Where the game stands, in a line; in sign-up with how many have joined, if they are to be `counted`."""
    match game.stage:
        case Stage.SIGN_UP if not counted:
            return "Sign-up is open."
        case Stage.SIGN_UP:
            return f"Sign-up is open: {p.count_of(len(game.players), 'player')} so far."
        case Stage.DEALT:
            by_whom = "it starts by itself" if game.by_itself else "a facilitator starts it"
            return f"The seats are dealt; {by_whom}."
        case Stage.ENDED:
            return "The game is over."
        case Stage.RUNNING:
            assert game.phase is not None
            assert game.clock is not None
            title = escaped(game.phase.title)
            if game.paused:
                return f"*{title}*: the clock is stopped, with {_left(game, game.clock)} left."
            return f"*{title}*, until {p.clock_time(game, game.clock.ends)}.{_then(game)}"
        case _:
            assert_never(game.stage)


def _left(game: Game, clock: Clock) -> str:
    return p.span(game, game.time.between(clock.paused_at or clock.ends, clock.ends))


def _then(game: Game) -> str:
    if game.interrupted is None:
        return ""
    return f" Then {escaped(game.agenda[game.interrupted.phase].title)} goes on."


# --- the console


def taken(when: When, now: Moment) -> str:
    """How a moment was read that somebody typed: on which day, in which zone, and what time it is there."""
    local, here = (moment.astimezone(ZoneInfo(when.zone)) for moment in (when.moment, now))
    day = writing.day_in_full(local) + (f" {local:%Y}" if local.year != here.year else "")
    clock = f"{local:%H:%M:%S}" if local.second else f"{local:%H:%M}"
    zone = zone_there(when.zone, when.moment)
    return f"I took that as *{day}, {clock}* in {zone}, where it is {here:%H:%M} now."


def console(
    game: Game, councils: Sequence[Council] = (), stuck: int = 0, *, note: str = "", guide: bool = False
) -> Message:
    """The facilitators' controls for this moment; with `councils`, what they parked; `stuck` is how many
    things Slack refuses, `note` what was made of a command, and `guide` whether there is one to read."""
    lines = [stage_line(game), *_plan_lines(game), *_start_lines(game), *_parked(councils)]
    lines += _stuck(stuck)
    blocks: list[Block] = [header(game.name), *([section(note)] if note else []), section("\n".join(lines))]
    read = [button("Facilitator's guide", names.SHOW_GUIDE, game.id)] if guide else []
    prints = (
        [button("Print for the table", names.PRINT_KIT, game.id)] if game.stage is not Stage.ENDED else []
    )
    last = [*to_keep(game), button("Board for the room", names.SHOW_BOARD, game.id), *prints, *read]
    rows = (before_the_start(game), _clock_buttons(game), _phase_buttons(game, councils), last)
    for row in rows:
        if row:
            blocks.append(actions(*row))
    return Message.of(*blocks)


def _plan_lines(game: Game) -> Iterator[str]:
    """Ahead or behind, and who is done."""
    delay = delay_of(game)
    if delay is None:
        return
    expected, planned = p.clock_time(game, delay.expected), p.clock_time(game, delay.planned)
    stopped = " It gets later while the clock is stopped." if game.paused else ""
    if abs(delay.by) < ON_TIME:
        yield f"*On time:* the game ends at {expected}, as planned.{stopped}"
    else:
        side = "behind" if delay.by > timedelta() else "ahead"
        yield f"*{p.span(game, delay.by)} {side}:* the game ends at {expected} instead of {planned}.{stopped}"
    if game.telling.plans:
        yield f"*Planned:* {p.count_of(len(game.telling.plans), 'inject')}."
    if game.done:
        councils = len(game.deal.councils) if game.deal else 0
        yield f"*Done with this phase:* {len(game.done)} of {p.count_of(councils, 'council')}."


def _parked(councils: Sequence[Council]) -> Iterator[str]:
    parked = [f"{council.name} {len(council.parked())}" for council in councils if council.parked()]
    if parked:
        yield f"*Parked items:* {', '.join(parked)}"


def _stuck(things: int) -> Iterator[str]:
    if things:
        what = p.count_of(things, "thing")
        yield f"*Undelivered:* Slack refuses {what}. My message to you says what to do."


def _start_lines(game: Game) -> Iterator[str]:
    if game.stage not in (Stage.SIGN_UP, Stage.DEALT) or game.starts_at is None:
        return
    when = p.day_and_time(game, game.starts_at)
    if game.by_itself:
        yield f"*It starts by itself:* {when}, if the seats are dealt by then."
    else:
        yield f"*Planned start:* {when}. A facilitator starts it."


def before_the_start(game: Game) -> list[ButtonElement]:
    """The seating plan, the first bell, and the agenda."""
    if game.stage not in (Stage.SIGN_UP, Stage.DEALT):
        return []
    return [*_seat(game), *_start_now(game), _agenda(game), *_who_starts(game)]


def _seat(game: Game) -> Iterator[ButtonElement]:
    """The way to the seating plan, once there are enough people for one."""
    if game.stage is Stage.SIGN_UP and len(game.players) >= game.layout.minimum:
        yield button("See the seating plan", names.SHOW_PLAN, game.id)


def _agenda(game: Game) -> ButtonElement:
    return button("Agenda", names.SHOW_TIMETABLE, game.id)


def _start_now(game: Game) -> Iterator[ButtonElement]:
    if game.stage is Stage.DEALT:
        yield button("Start the game", names.START_GAME, game.id, style="primary", ask="Start the game?")


def _who_starts(game: Game) -> Iterator[ButtonElement]:
    """While the planned start is still to come."""
    if game.start_due() is None:
        return
    if game.by_itself:
        yield button("I'll start it myself", names.START_BY_HAND, game.id)
    else:
        yield button("Start by itself", names.START_BY_ITSELF, game.id)


def _clock_buttons(game: Game) -> list[ButtonElement]:
    clock = game.clock
    if game.stage is not Stage.RUNNING or clock is None:
        return []
    ends = f"{game.id}:{clock.ends.isoformat()}"
    row = [button("Pause", names.PAUSE, game.id)]
    if game.paused:
        row = [button("Resume", names.RESUME, game.id, style="primary")]
    if clock.away_until is not None:
        row.append(_catch_up(game))
    return [
        _agenda(game),
        *row,
        button("Add 2 minutes", names.ADD_TIME, ends),
        button("Change the time", names.CHANGE_TIME, game.id),
    ]


def now(game: Game) -> Iterator[ButtonElement]:
    """The two that matter most while the clock runs, or stands."""
    clock = game.clock
    if game.stage is not Stage.RUNNING or clock is None:
        return
    yield button("Resume" if game.paused else "Pause", names.RESUME if game.paused else names.PAUSE, game.id)
    yield next_button(game, clock)


def _catch_up(game: Game) -> ButtonElement:
    ask = "Catch up now with everything that was missed? The plan stays as it was, and the time away is lost."
    return button("Catch up with the clock", names.CATCH_UP, game.id, ask=ask)


def _phase_buttons(game: Game, councils: Sequence[Council]) -> list[ButtonElement]:
    clock = game.clock
    if game.stage is not Stage.RUNNING or clock is None:
        return []
    row, seen = [next_button(game, clock)], f"{game.id}:{clock.phase}"
    if clock.phase > 0:
        ask = "Go back one phase in every council? That phase gets its full time again."
        row.append(button("Back one phase", names.STEP_BACK, seen, ask=ask))
    if can_inject(game):
        ask = "Start the emergency now in every council? This session continues afterwards."
        row.append(button("Emergency now", names.INJECT, seen, ask=ask))
    if votes_can_open(game, councils):
        row.append(ballot_cards.everywhere(game))
    return [*row, button("Injects", names.INJECTS, game.id), _end(game)]


def votes_can_open(game: Game, councils: Sequence[Council]) -> bool:
    """Whether the final vote belongs to this phase, and a council has none yet, as far as they are known."""
    still = not councils or any(one.ballot is None for one in councils)
    return game.phase is not None and game.phase.holds_ballot and still


def say(game: Game) -> Iterator[ButtonElement]:
    """Words to everybody, while the game is played and until the last word is said."""
    if game.stage in (Stage.RUNNING, Stage.ENDED) and not game.last_word:
        yield button("Say something to everybody", names.SAY, game.id)


def next_button(game: Game, clock: Clock) -> ButtonElement:
    """Ends the phase; where that means that nobody votes, the question says so."""
    ask = "End this phase now in every council?"
    if vote_is_ahead(game):
        ask += (
            " The final vote has not opened everywhere; a council that has not opened it will not vote at "
            "all."
        )
    return button("Next phase", names.NEXT_PHASE, f"{game.id}:{clock.phase}", ask=ask)


def vote_is_ahead(game: Game) -> bool:
    """Whether the final vote belongs to this phase, and its time has not come."""
    phase, clock = game.phase, game.clock
    return phase is not None and clock is not None and phase.ballot not in (None, *clock.rung)


def can_inject(game: Game) -> bool:
    """Whether an emergency can break in now, as far as the game knows."""
    coming = any(game.agenda[phase].kind.traits.breaks_in for phase in game.coming)
    return game.phase is not None and game.phase.kind.traits.interruptible and coming


def _end(game: Game) -> ButtonElement:
    ask = "End the game for everybody? Results are posted, and the game cannot be resumed."
    return button("End the game", names.END_GAME, game.id, style="danger", ask=ask)


def to_keep(game: Game) -> list[ButtonElement]:
    """Words to everybody, the books, and how a game that is over is closed."""
    if game.stage not in (Stage.RUNNING, Stage.ENDED):
        return []
    row = [*say(game), button("Send books and report", names.EXPORT_BOOKS, game.id)]
    if game.stage is Stage.ENDED:
        return [*row, button("Read the feedback", names.SHOW_FEEDBACK, game.id), *closing.buttons(game)]
    return row


# --- what is asked before something is done


def ending(game: Game, scenario: Scenario) -> Message:
    """To a facilitator who typed `/moot end`: it cannot be taken back, so a button asks."""
    then = "Open votes are counted as they stand."
    if not scenario.ballot.held:
        then = "The policy books are closed as they stand."
    return Message.of(
        section(f"*End {escaped(game.name)} early?* {then}"),
        actions(_end(game)),
    )


def not_ready(game: Game, scenario: Scenario, opened: Opened, stuck: int) -> Message:
    """To a facilitator who starts while Slack refuses to let people in: a button asks."""
    made = f"{opened.channels} of {p.count_of(opened.councils, 'channel')} made"
    sent = f"{opened.envelopes} of {p.count_of(opened.holders, optional.envelope(scenario))} delivered"
    return Message.of(
        section(
            f"*Not everybody is in yet.* So far: {made}, {sent}. Slack refuses "
            f"{p.count_of(stuck, 'thing')}; my message to you says what to do."
        ),
        actions(
            button("Start anyway", names.START_ANYWAY, game.id),
            button("Try everything again", names.TRY_AGAIN, game.id),
        ),
    )


def skipping(game: Game, clock: Clock) -> Message:
    """To a facilitator who typed `/moot next` before the vote: a button asks."""
    return Message.of(
        section(
            "*The final vote has not opened in every council*, and it belongs to this phase. A council that "
            "has not opened it will not vote at all. `/moot vote` opens it everywhere."
        ),
        actions(next_button(game, clock)),
    )


# --- what facilitators are told by direct message


def away(game: Game, event: e.GamePaused) -> Message:
    """Moot was not there, and asks what the clock should do."""
    assert event.until is not None
    times = f"from {p.to_the_second(event.at)} to {p.to_the_second(event.until)}"
    if not game.paused or game.clock is None:
        return Message.of(section(f"*I was away* {times}. The game goes on."))
    return Message.of(
        header("I was away"),
        section(
            f"I was away {times}, and *{escaped(game.name)}* has been stopped since then. Resume where it "
            f"stopped, with {_left(game, game.clock)} left, or catch up: then everything that was missed "
            "happens at once, and the plan stays as it was."
        ),
        actions(
            button("Resume where it stopped", names.RESUME, game.id, style="primary"),
            *([_catch_up(game)] if game.clock.away_until else []),
        ),
    )


def stood_still(game: Game, event: e.GameResumed) -> Message:
    """Slack let Moot do nothing for a while, and the game goes on."""
    assert event.cut_off is not None
    assert event.at is not None
    day = event.at - event.cut_off > timedelta(hours=12)
    since, until = (p.to_the_second(at, day=day) for at in (event.cut_off, event.at))
    later = game.time.between(event.cut_off, event.at)
    how = f"ends {p.span(game, later)} later" if later else "ends no later"
    delay = delay_of(game)
    end = f", at {p.clock_time(game, delay.expected)}" if delay is not None and not game.paused else ""
    return Message.of(
        header("The game stood still, and goes on"),
        section(
            f"From {since} to {until} Slack did not let me do anything in this workspace: the app was "
            f"uninstalled, or its token did not work. *{escaped(game.name)}* was stopped meanwhile, so "
            f"nobody has lost any time. It continues where it stopped, and {how}{end}."
        ),
    )


def all_done(game: Game, phase: int) -> Message:
    """Every council is done, and a facilitator may go on."""
    title, clock = escaped(game.agenda[phase].title), game.clock
    if clock is None or clock.phase != phase or not game.all_done:
        return Message.of(
            section(f"*{title}:* the game has moved on, or somebody needs more time after all.")
        )
    return Message.of(
        section(
            f"*Every council is done with {title}*, which would last until {p.clock_time(game, clock.ends)}. "
            "Go on now, or leave them the rest of the time."
        ),
        actions(next_button(game, clock)),
    )


def start_near(game: Game) -> Message:
    """Minutes before the planned start."""
    if game.starts_at is None or game.stage not in (Stage.SIGN_UP, Stage.DEALT):
        return Message.of(section(f"*{escaped(game.name)}* has started, or is over."))
    lines = [f"*{escaped(game.name)}* is planned to start: {p.day_and_time(game, game.starts_at)}."]
    if game.stage is Stage.SIGN_UP:
        lines.append(
            "The seats are *not dealt yet*: type `/moot seat` in its channel, check the plan, and deal."
        )
    lines.append("It starts by itself then." if game.by_itself else "You start it: `/moot start`.")
    lines.append("Players who have not read the Handbook yet find it with `/moot handbook`.")
    return Message.of(section(" ".join(lines)), *_rows(before_the_start(game)))


def start_came(game: Game) -> Message:
    """The planned start has come, and it needs a hand."""
    if game.stage is Stage.SIGN_UP:
        said = (
            f"*The planned start of {escaped(game.name)} has come, and the seats are not dealt.* Type `/moot "
            "seat` in its channel, check the plan and deal; then start the game yourself."
        )
    elif game.stage is Stage.DEALT:
        said = f"*The planned start of {escaped(game.name)} has come.* When people are in, start the game:"
    else:
        said = f"*{escaped(game.name)}* has started, or is over."
    return Message.of(section(said), *_rows(list(_start_now(game))))


def _rows(row: list[ButtonElement]) -> Iterator[Block]:
    if row:
        yield actions(*row)
