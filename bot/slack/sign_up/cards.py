"""Sign-up, and the way from a dealt plan to the first bell."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta

from slack_sdk.models.blocks import Block, ButtonElement
from slack_sdk.models.views import View

from bot.db.directory import Opened
from bot.domain.council import Council
from bot.domain.game import Game, Stage
from bot.domain.ids import Moment
from bot.domain.paper import is_paper
from bot.domain.scenario import Scenario
from bot.domain.times import writing
from bot.slack.blocks import folding, names, optional
from bot.slack.blocks import phrases as p
from bot.slack.blocks.briefing import briefing, read_handbook, the_handbook, the_rest
from bot.slack.blocks.message import (
    Message,
    actions,
    button,
    context,
    escaped,
    header,
    pictured,
    quoted,
    section,
    sections,
)
from bot.slack.sign_up import layouts

CONTENT_NOTE = 18  # words of it on the card; the rest is behind "Read more"
MOST_WAITING = 20  # people named; the rest are counted
MOST_NAMED = 8  # facilitators; whoever is mentioned in a channel is pinged


def sign_up(game: Game, scenario: Scenario) -> Message:
    """What this is, when, how long, a content note, who is in, and how to join."""
    facts = section(
        f"*When:* {_when(game)}\n*How long:* {_how_long(game)}\n"
        f"{_played_as(scenario)}"
        f"*Worth reading first:* {the_handbook(scenario)}, {the_rest(scenario)}\n"
        f"*Run by:* {p.mentions_of(sorted(game.facilitators), MOST_NAMED)}"
    )
    title, count = header(game.name), section(_count(game))
    note = context(f"Content note: {folding.folded(escaped(scenario.content_note), CONTENT_NOTE)}")
    host = [*_host(game)]
    room = folding.room_beside(title, facts, *host, note, count)
    about = f"*{escaped(scenario.title)}*\n{escaped(scenario.summary)}"
    blocks: list[Block] = [title, *folding.shown(about, room), facts, *host, note, count]
    more = folding.read_more(names.READ_SIGN_UP, game.id)
    openly = button("Join: no secret for me", names.JOIN_OPENLY, game.id)
    if game.stage in (Stage.SIGN_UP, Stage.DEALT, Stage.RUNNING):
        blocks.append(
            actions(
                button("Join", names.JOIN, game.id, style="primary"),
                button("Join: I can chair", names.JOIN_AS_CHAIR, game.id),
                *([openly] if scenario.has_secrets else []),
                button("Observe", names.OBSERVE, game.id),
                button("Leave", names.LEAVE, game.id, ask="Leave this game? Your seat becomes free at once."),
                *_to_calendar(game),
                read_handbook(game.id),
                more,
            )
        )
    else:
        blocks.append(actions(read_handbook(game.id), more))
    return Message.of(*blocks)


def about(game: Game, scenario: Scenario) -> View:
    """All that there is to know before playing."""
    return folding.whole(
        "About this game",
        header(scenario.title),
        *sections([escaped(scenario.summary)]),
        section(f"*When:* {_when(game)}\n*How long:* {_how_long(game)}\n{_played_as(scenario)}".strip()),
        *sections([f"*Content note:* {escaped(scenario.content_note)}"]),
        *briefing(scenario),
        actions(read_handbook(game.id)),
    )


def _to_calendar(game: Game) -> Iterator[ButtonElement]:
    if game.starts_at is not None:
        yield button("Add to my calendar", names.ADD_TO_CALENDAR, game.id)


def _played_as(scenario: Scenario) -> str:
    edition = optional.played_as(scenario)
    return f"*Played as:* {edition}\n" if edition else ""


def _when(game: Game) -> str:
    return p.day_and_time(game, game.starts_at) if game.starts_at else "when the facilitator starts it"


def _host(game: Game) -> Iterator[Block]:
    """Whoever created the game, in their own words; not when they run it no longer."""
    host = game.host
    if not host or host.user is None or host.user not in game.facilitators:
        return
    said = f"*Meet your facilitator:* {p.mention(host.user)}" + (
        f"\n{quoted(host.line)}" if host.line else ""
    )
    yield pictured(said, host.picture, "Your facilitator") if host.picture else section(said)


def _how_long(game: Game) -> str:
    length = sum((phase.lasts for phase in game.agenda), start=timedelta())
    if game.working is None:
        return writing.length(length)
    return (
        f"{p.span(game, length)} ({writing.working_hours(game.working)}); nobody has to be there all the time"
    )


def _count(game: Game) -> str:
    players, observers = len(game.players), len(game.observers)
    line = f"*Signed up:* {p.count_of(players, 'player')}"
    line += f" and {p.count_of(observers, 'observer')}" if observers else ""
    if game.stage is Stage.ENDED:
        return f"{line}. The game is over."
    if game.deal is not None:
        return f"{line}. The seats are dealt; anybody who joins now gets the next free seat."
    missing = game.layout.minimum - players
    return f"{line}. {missing} more needed to play." if missing > 0 else f"{line}."


def observes(game: Game) -> str:
    """To somebody who has signed up to watch: where they can read along."""
    if not game.layout.read_along:
        return "You are an observer: you can read along in this channel."
    when = "I have invited you to them." if game.deal is not None else "You get in when the seats are dealt."
    return f"You are an observer: you can read along in this channel and in the councils' channels. {when}"


def deal_by(game: Game, scenario: Scenario, takes: timedelta) -> str:
    """How early to deal: Slack makes channels and delivers envelopes at its own pace."""
    line = f"Channels, invitations and {optional.envelope(scenario)}s take Slack {writing.about(takes)}."
    if game.starts_at is not None:
        line += f" To be ready for the planned start, deal by {p.day_and_time(game, game.starts_at - takes)}."
    return line


def opening(scenario: Scenario, takes: timedelta, opened: Opened) -> Message:
    """To a facilitator, while Slack makes a large game's channels and delivers its envelopes."""
    said = (
        "*Everything is ready.* You can start the game."
        if opened.complete
        else f"Slack needs {writing.about(takes)} for all of it. Start when it is ready: a council without a "
        "channel would miss the beginning."
    )
    return Message.of(
        header(f"Opening {p.count_of(opened.councils, 'council')}"),
        section(
            f"*Channels made:* {opened.channels} of {opened.councils}\n"
            f"*{optional.envelope(scenario).capitalize()}s delivered:* {opened.envelopes} of {opened.holders}"
        ),
        section(said),
    )


def dealt(game: Game, scenario: Scenario, councils: Sequence[Council]) -> Message:
    """To the plenary: how many sit where, and what comes next. A post pings everybody whom it mentions, so
    people are named in their own council's channel, and here only those who have no account to look there."""
    seated = sum(len(council.filled) for council in councils)
    sizes = p.listed(sorted({len(council.filled) for council in councils}))
    people, tables = p.count_of(seated, "person sits", "people sit"), p.count_of(len(councils), "council")
    each = f" of {sizes.replace(' and ', ' or ')}" if len(councils) > 1 else ""
    return Message.of(
        header("The seats are dealt"),
        section(
            f"{people} in {tables}{each}. Each council has its own private channel, which is in your channel "
            f"list and names everybody who sits with you. Your {optional.sealed_envelope(scenario)} is in a "
            "direct message from me; it opens when the first session begins."
        ),
        *sections(_on_paper(councils)),
        *sections(_who_waits(game, councils)),
        context(f"{escaped(game.name)}: the facilitators start it. `/moot help` shows what you can do."),
    )


def _who_waits(game: Game, councils: Iterable[Council]) -> Iterator[str]:
    """Whom nobody else tells: they have neither a channel nor an envelope."""
    if waiting := layouts.waiting(game, councils):
        yield (
            f"*Waiting for a seat:* {p.mentions_of(waiting, MOST_WAITING)}. The next free seat is yours "
            "without asking, and until then you can watch in this channel."
        )


def _on_paper(councils: Iterable[Council]) -> Iterator[str]:
    """Where those sit whom Slack cannot tell."""
    for council in councils:
        if people := [seat.holder for seat in council.filled if is_paper(seat.holder)]:
            yield f"*{council.name}:* {p.mentions(people)}"


def dealing(game: Game, scenario: Scenario, takes: timedelta, at: Moment) -> Message:
    """To the facilitator who dealt: what happens now, and the next button. `takes`: see `pace.opening`."""
    late = game.starts_at is not None and at < game.starts_at < at + takes
    warning = " That is later than the planned start, so let people know." if late else ""
    councils = len(game.deal.councils) if game.deal else 0
    return Message.of(
        section(
            f"*The seats are dealt.* I am making {p.count_of(councils, 'channel')}, inviting everybody and "
            f"sending the {optional.envelope(scenario)}s. Slack takes {writing.about(takes)} for "
            f"that.{warning} {_first_bell(game)}"
        ),
        actions(button("Start the game", names.START_GAME, game.id, style="primary", ask="Start the game?")),
    )


def _first_bell(game: Game) -> str:
    if game.by_itself and game.starts_at is not None:
        return f"The game starts by itself: {p.day_and_time(game, game.starts_at)}. Or start it now:"
    return "When people are in, start the game:"
