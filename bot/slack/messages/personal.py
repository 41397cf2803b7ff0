"""Answers that only the person who asked can see: help, status, what they owe, the Handbook."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta

from bot.domain.council import Council
from bot.domain.game import Game, Stage
from bot.domain.ids import CouncilId, Moment, UserId
from bot.domain.owed import Owed, owed, owed_afterwards, owed_by_facilitators
from bot.services.reading import Where
from bot.slack import ids
from bot.slack.messages import phrases as p
from bot.slack.messages.message import (
    Message,
    actions,
    bullets,
    button,
    context,
    cut,
    escaped,
    header,
    section,
    sections,
    shortened,
)

PLAYER_COMMANDS = {
    "status": "where the game stands",
    "agenda": "what comes when, in your own time",
    "mission": "your role sheet, sent to our direct messages",
    "owe": "what you have left to do",
    "policies": "your council's policy book, what is on the table and what is parked",
    "order 3 1 2": "put the book's policies in this order (stewards)",
    "park …": "park what your council cannot settle now, with an owner and a date (stewards)",
    "unpark 2": "take something parked from the list, or up again (stewards and its owner)",
    "handbook": "the background, for everybody",
    "join": "sign up here; `join chair` offers to chair, `join no secret` plays for public aims only",
    "observe": "watch the game in this channel",
    "leave": "leave it, without giving a reason",
    "straw …": "a quick, non-binding poll in your council",
    "x": "tell the facilitators, in private, that you want to stop or talk; you may add words",
    "receipt": "what happened to your vote: what counted, what did not, and why",
    "reveal yes": "let your mission be shown at the end, where the game asks; `reveal no` keeps it secret",
    "feedback": "say how the game was, when it is over",
    "handover @name": "pass your seat to somebody who holds none",
    "games": "the games that you were or are in",
    "help": "what you can do now; `help all` lists everything",
}
PROPOSE_COMMANDS = {
    "your idea": "put a policy to your council",
    "amend 3 new text": "give proposal 3 another text; without one, a form",
    "merge 3 5": "make one proposal of several (stewards)",
    "withdraw 3": "take proposal 3 back",
    "park 3": "let it rest, with an owner and a date",
    "history 3": "every version of it, with what changed",
}
FACILITATOR_COMMANDS = {
    "new": "create a game in this channel",
    "councils": "every council on a page, those that need help first",
    "seat": "see the seating plan and deal it",
    "swap @one @other": "exchange two people in the plan",
    "start": "ring the first bell",
    "pause": "stop the clock",
    "resume": "let it run again",
    "add 2m": "give this phase more time",
    "take 1m": "take time from this phase",
    "next": "end this phase now",
    "vote": "open the final vote in every council",
    "say …": "tell every council something",
    "end": "end the game",
    "feedback": "what people said about the game, without names",
    "invite @one @other": "sign people up; `invite everybody` for all who are in the game's channel",
    "remove @name": "take somebody off the list; their seat is free at once",
    "paper Name": "a seat for somebody in the room without a Slack account",
    "proxy Name yes": "enter the vote of somebody on paper (stewards may, too): yes, no or abstain",
    "reveal yes Name": "decide for somebody on paper whether their mission is shown at the end",
    "move @name 4": "move somebody to a vacant seat of their council, by its number",
}


def unknown_command(word: str, nearest: str | None) -> Message:
    """To somebody who typed a word that is no command."""
    hint = f"Did you mean `/moot {nearest}`? " if nearest else ""
    return Message.of(
        section(f"I don't know “{escaped(shortened(word, 60))}”. {hint}`/moot help` lists what you can do.")
    )


def plain(text: str) -> Message:
    """A sentence."""
    return Message.of(section(text))


def status(where: Where) -> Message:
    """Where the game stands, for this person."""
    return Message.of(header(where.game.name), section("\n".join(status_lines(where))))


def status_lines(where: Where) -> list[str]:
    """The phase, their seat, and their council's state, a line each."""
    game = where.game
    lines = [_stage(game)]
    if where.council is not None and where.seat is not None:
        lines.append(f"You are *{p.role_and_team(where.scenario, where.seat)}* in {where.council.name}.")
    elif where.user in game.sign_ups:
        lines.append("You are signed up." if not game.sign_ups[where.user].observer else "You observe.")
    if where.council is not None:
        council = where.council
        charter = f"charter version {council.charter.version}" if council.charter else "no charter yet"
        policies = p.count_of(len(council.policies), "policy", "policies")
        lines.append(f"{council.name}: {charter}, {policies}. {p.coverage(where.scenario, council)}")
    return lines


def _stage(game: Game) -> str:
    match game.stage:
        case Stage.SIGN_UP:
            return f"Sign-up is open: {p.count_of(len(game.players), 'player')} so far."
        case Stage.DEALT:
            return "The seats are dealt; the facilitator rings the first bell."
        case Stage.ENDED:
            return "The game is over."
        case Stage.RUNNING:
            assert game.phase is not None
            assert game.clock is not None
            if game.paused:
                return f"*{escaped(game.phase.title)}*: the clock is stopped."
            return f"*{escaped(game.phase.title)}*, until {p.clock_time(game, game.clock.ends)}."


def owed_card(where: Where, at: Moment, councils: Iterable[Council] = ()) -> Message:
    """What this person has left to do; `councils` are all of the game's, for somebody who facilitates."""
    sentences = [escaped(what.sentence) for what in _owed(where, at, councils)]
    if sentences:
        return Message.of(
            section("*You still have to do this:*"), *sections(bullets([one]) for one in sentences)
        )
    if where.seat is None and not where.facilitates:
        return plain("You hold no seat, so you owe nothing. Enjoy watching.")
    return plain("You owe nothing just now. Listen, argue, make friends.")


def _owed(where: Where, at: Moment, councils: Iterable[Council]) -> Iterator[Owed]:
    if where.council is not None and where.seat is not None:
        yield from owed(where.game, where.council, where.seat, at)
    if where.facilitates:
        yield from owed_by_facilitators(where.game, councils)
    yield from owed_afterwards(where.game, where.user)


def console(game: Game, councils: Sequence[Council] = ()) -> Message:
    """The facilitator's controls for this moment; with `councils`, what they parked."""
    blocks = [header(game.name), section(_stage(game))]
    parked = [f"{council.name} {len(council.parked())}" for council in councils if council.parked()]
    if parked:
        blocks.append(section(cut(f"*Parked items:* {', '.join(parked)}", 1_000)))
    row = []
    if game.stage is not Stage.ENDED:
        row.append(button("Agenda", ids.SHOW_TIMETABLE, game.id))
    if game.stage is Stage.DEALT:
        row.append(
            button("Start the game", ids.START_GAME, game.id, style="primary", ask="Ring the first bell?")
        )
    if game.stage is Stage.RUNNING:
        if game.paused:
            row.append(button("Resume", ids.RESUME, game.id, style="primary"))
        else:
            row.append(button("Pause", ids.PAUSE, game.id))
        assert game.clock is not None
        ends = f"{game.id}:{game.clock.ends.isoformat()}"
        row.append(button("Add 2 minutes", ids.ADD_TIME, ends))
        row.append(
            button(
                "Next phase",
                ids.NEXT_PHASE,
                f"{game.id}:{game.clock.phase}",
                ask="End this phase now, in every council?",
            )
        )
        row.append(
            button("End the game", ids.END_GAME, game.id, style="danger", ask="End the game for everybody?")
        )
    if game.stage is Stage.ENDED:
        row.append(button("Read the feedback", ids.SHOW_FEEDBACK, game.id))
    if row:
        blocks.append(actions(*row))
    return Message.of(*blocks)


def trouble(what: str, advice: str, whom: str = "") -> Message:
    """To the facilitators: something could not be delivered, perhaps to somebody, and what to do."""
    about = f": {p.mention(UserId(whom))}" if whom else ""
    return Message.of(
        section(f"*I could not deliver something:* {escaped(what)}{about}.\n{escaped(advice)}"),
        context("What waits is sent by itself as soon as it can be; nothing is lost."),
    )


def open_again(action: str, value: str) -> Message:
    """To somebody whose form could not be opened in time."""
    return Message.of(
        section("That took too long, and Slack lets me open a form only at once. Nothing is lost:"),
        actions(button("Open the form", action, value, style="primary")),
    )


def went_wrong(reference: str) -> Message:
    """To somebody whose request met a fault of ours."""
    return plain(
        f"Something went wrong on my side, and nothing was changed. Please try again; if it happens once "
        f"more, tell your facilitator this number: {reference}."
    )


def dealing(game: Game, takes: timedelta, at: Moment) -> Message:
    """To the facilitator who dealt: what happens now, and the next button. `takes`: see `pace.opening`."""
    late = game.starts_at is not None and at < game.starts_at < at + takes
    warning = " That is later than the planned start, so tell people." if late else ""
    councils = len(game.deal.councils) if game.deal else 0
    return Message.of(
        section(
            f"*The seats are dealt.* I am making {p.count_of(councils, 'channel')}, inviting everybody and "
            f"sending the envelopes. Slack takes {p.about(takes)} for that.{warning} When people are in, "
            "ring the first bell:"
        ),
        actions(
            button("Start the game", ids.START_GAME, game.id, style="primary", ask="Ring the first bell?")
        ),
    )


def ballots_opened(opened: frozenset[CouncilId], councils: Sequence[Council]) -> Message:
    """To the facilitator who opened the vote everywhere."""
    without = [council.name for council in councils if council.id not in opened]
    said = f"The final vote is open in {p.count_of(len(opened), 'council')}."
    if without:
        said += f" Not in {', '.join(without)}: their book is empty, or it is not the last session yet."
    return plain(said)


def latest_counts(choice: str) -> Message:
    """To somebody with several reactions on the ballot."""
    return plain(
        f"You reacted more than once, so your latest counts: *{choice}*. Remove the others if you like; "
        "you can change your vote until the close."
    )


def ending(game: Game) -> Message:
    """To a facilitator who typed `/moot end`: it cannot be taken back, so a button asks."""
    ask = "End the game for everybody? Results are posted, and it cannot be resumed."
    return Message.of(
        section(
            f"*End {escaped(game.name)} before its time?* Votes that are open are counted as they stand."
        ),
        actions(button("End the game", ids.END_GAME, game.id, style="danger", ask=ask)),
    )
