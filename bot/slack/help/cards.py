"""Help that knows who asks, and when."""

from collections.abc import Iterable, Iterator, Mapping

from slack_sdk.models.blocks import Block, ButtonElement

from bot.domain.council import Council
from bot.domain.game import Stage
from bot.domain.ids import CouncilId, GameId, Moment
from bot.domain.owed import Owed, Task, owed, owed_afterwards, owed_by_facilitators
from bot.queries.reader import Where
from bot.slack.blocks import names
from bot.slack.blocks import phrases as p
from bot.slack.blocks.message import (
    Message,
    actions,
    bullets,
    button,
    context,
    escaped,
    header,
    plain,
    section,
    sections,
    shortened,
)
from bot.slack.clock import controls
from bot.slack.help.owed import in_words

OPEN = frozenset({Stage.SIGN_UP, Stage.DEALT, Stage.RUNNING})
PLAYED = frozenset({Stage.RUNNING})
# When a word is of use, by its first part. What is not named here always is.
STAGES: Mapping[str, frozenset[Stage]] = {
    **dict.fromkeys(("join", "observe", "leave", "invite", "remove", "paper"), OPEN),
    **dict.fromkeys(("seat", "swap"), frozenset({Stage.SIGN_UP})),
    "start": frozenset({Stage.DEALT}),
    **dict.fromkeys(("pause", "resume", "add", "take", "next", "vote", "say", "end", "proxy"), PLAYED),
    **dict.fromkeys(("end-by", "back", "inject", "done", "missed"), PLAYED),
    **dict.fromkeys(("move", "straw", "charter", "order", "park", "unpark"), PLAYED),
    "councils": frozenset({Stage.DEALT, Stage.RUNNING, Stage.ENDED}),
    "handover": frozenset({Stage.DEALT, Stage.RUNNING}),
    "feedback": frozenset({Stage.ENDED}),
}
FOR_A_SEAT = frozenset(
    {"mission", "owe", "policies", "charter", "straw", "handover", "order", "park", "unpark"}
)
FOR_NO_SEAT = frozenset({"join", "observe"})
OVER_DAYS = frozenset({"missed"})
WITHOUT_A_GAME = frozenset({"join", "games", "help"})


def help_card(where: Where | None, at: Moment, *, everything: bool = False) -> Message:
    """What this person can do now, or all that anybody ever can."""
    words = {name: what for name, what in PLAYER_COMMANDS.items() if everything or _fits(name, where)}
    blocks: list[Block] = [
        header("All commands" if everything else "What you can do now"),
        *([] if everything else _first(where, at)),
        *sections([bullets(_lines(words))]),
    ]
    if everything or where is None or where.facilitates:
        mine = {n: w for n, w in FACILITATOR_COMMANDS.items() if everything or _fits(n, where, runs=True)}
        blocks += sections([f"*For facilitators*\n{bullets(_lines(mine))}"])
    if everything:
        lines = (f"`/propose {name}`: {what}" for name, what in PROPOSE_COMMANDS.items())
        blocks += sections([f"*Proposals*\n{bullets(lines)}"])
    else:
        blocks.append(context("`/moot help all` lists every command, also those of other moments."))
    return Message.of(*blocks)


def _first(where: Where | None, at: Moment) -> Iterator[Block]:
    """The most useful thing for this person at this moment."""
    if where is None:
        yield section(
            "You are in no game, and there is none in this channel. Where there is one, `/moot join` signs "
            "you up. To run one, type `/moot new` in the channel that everybody shares."
        )
        return
    yield section("\n".join(status_lines(where)))
    if where.council is not None and where.seat is not None:
        todo = [escaped(in_words(one)) for one in owed(where.game, where.council, where.seat, at)]
        if todo:
            yield section(f"*You still have to do this:*\n{bullets(todo)}")
        if where.game.phase is not None and where.council.begun and where.council.ballot is None:
            lines = (f"`/propose {name}`: {what}" for name, what in PROPOSE_COMMANDS.items())
            yield section(f"*Proposals*\n{bullets(lines)}")


def _lines(words: Mapping[str, str]) -> Iterator[str]:
    return (f"`/moot {name}`: {what}" for name, what in words.items())


def _fits(name: str, where: Where | None, *, runs: bool = False) -> bool:
    word = name.split(" ")[0]
    if where is None:
        return word in WITHOUT_A_GAME or (runs and word == "new")
    if where.game.stage not in STAGES.get(word, frozenset(Stage)):
        return False
    if word in OVER_DAYS and where.game.working is None:
        return False
    if runs:
        return True
    return word not in (FOR_NO_SEAT if where.seat is not None else FOR_A_SEAT)


PLAYER_COMMANDS = {
    "status": "where the game stands",
    "agenda": "what comes when, in your own time",
    "mission": "your role sheet, sent to our direct messages",
    "owe": "what you have left to do",
    "missed": "what happened since your last visit, in a game over days",
    "policies": "your council's policy book, what is on the table and what is parked",
    "charter": "how your council decides; before there is a charter, its form",
    "order 3 1 2": "put the book's policies in this order (stewards)",
    "park …": "park what your council cannot settle now, with an owner and a date (stewards)",
    "unpark 2": "take something parked from the list, or up again (stewards and its owner)",
    "handbook": "the background, for everybody",
    "join": "sign up here; `join chair` offers to chair, `join no secret` plays for public aims only",
    "observe": "watch the game in this channel",
    "leave": "leave it, without giving a reason",
    "done": "as a steward: your council is done with this phase; `done no` takes it back",
    "straw …": "a quick, non-binding poll in your council",
    "x": "tell the facilitators, in private, that you want to stop or talk; you may add words",
    "receipt": "what happened to your vote: what counted, what did not, and why",
    "reveal yes": "let your mission be shown at the end, where the game asks; `reveal no` keeps it secret",
    "feedback": "say how the game was, when it is over",
    "handover @name": "pass your seat to somebody who holds none",
    "games": "the games that you were or are in",
    "help": "what you can do now; `help all` lists everything",
}
IN_A_FORM: Mapping[
    Task, tuple[str, str]
] = {  # what somebody owes, and the button that opens its form; the value is the council's id
    Task.CHARTER: ("Write the charter", names.WRITE_CHARTER),
    Task.RESPONSE: ("Record our response", names.RECORD_RESPONSE),
    Task.PRESENTATION: ("Prepare our presentation", names.PREPARE_PRESENTATION),
    Task.CLAIM: ("Make my claim", names.MAKE_CLAIM),
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
    "retry": "try again what could not be delivered",
    "seat": "see the seating plan and deal it",
    "swap @one @other": "exchange two people in the plan",
    "start": "ring the first bell; `start 14:30` plans it for then, by itself; `start by hand` does not",
    "pause": "stop the clock",
    "resume": "let it run again, where it stopped; `catch-up` if I was away and nothing should be lost",
    "add 2m": "give this phase more time; `add 10m all` spreads it over all that is left",
    "take 1m": "take time from this phase; `take 5m all` from all that is left",
    "end-by 12:00": "replan what is left so that the game ends then",
    "next": "end this phase now",
    "back": "go back one phase, which gets its full time again",
    "inject": "let the next emergency break into this session now",
    "vote": "open the final vote in every council",
    "say …": "tell every council something",
    "end": "end the game",
    "feedback": "what people said about the game, without names",
    "invite @one ben@example.org": "sign people up, by name or e-mail address, as many as you like; "
    "`invite everybody` for all who are in the game's channel",
    "remove @name": "take somebody off the list; their seat is free at once",
    "paper Name": "a seat for somebody in the room without a Slack account",
    "proxy Name yes": "enter the vote of somebody on paper (stewards may, too): yes, no or abstain",
    "reveal yes Name": "decide for somebody on paper whether their mission is shown at the end",
    "move @name 4": "move somebody to a vacant seat of their council, by its number",
    "cofacilitate @name": "let somebody run the game with you; `cofacilitate remove @name` ends that",
}


def unknown_command(word: str, nearest: str | None) -> Message:
    """To somebody who typed a word that is no command."""
    hint = f"Did you mean `/moot {nearest}`? " if nearest else ""
    return Message.of(
        section(f"I don't know “{escaped(shortened(word, 60))}”. {hint}`/moot help` lists what you can do.")
    )


def status(where: Where) -> Message:
    """Where the game stands, for this person."""
    return Message.of(header(where.game.name), section("\n".join(status_lines(where))))


def status_lines(where: Where) -> list[str]:
    """The phase, their seat, and their council's state, a line each."""
    game = where.game
    lines = [controls.stage_line(game)]
    if where.council is not None and where.seat is not None:
        lines.append(f"You are *{p.role_and_team(where.scenario, where.seat)}* in {where.council.name}.")
    elif where.user in game.sign_ups:
        lines.append("You are signed up." if not game.sign_ups[where.user].observer else "You observe.")
    if where.council is not None:
        council = where.council
        charter = f"charter version {council.charter.version}" if council.charter else "no charter yet"
        policies = p.count_of(len(council.policies), "policy", "policies")
        parked = f", {p.count_of(len(council.parked()), 'parked item')}" if council.parked() else ""
        lines.append(f"{council.name}: {charter}, {policies}{parked}. {p.coverage(where.scenario, council)}")
    return lines


def owed_card(where: Where, at: Moment, councils: Iterable[Council] = ()) -> Message:
    """What this person has left to do; `councils` are all of the game's, for somebody who facilitates."""
    todo = list(_owed(where, at, councils))
    if todo:
        here = ways(todo, where.council.id if where.council else None, where.game.id)
        return Message.of(
            section("*You still have to do this:*"),
            *sections(bullets([escaped(in_words(what))]) for what in todo),
            *([actions(*here)] if here else []),
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


def ways(todo: Iterable[Owed], council: CouncilId | None, game: GameId) -> list[ButtonElement]:
    """The buttons that do it on the spot, wherever the card with the same button may be by now."""
    values: dict[Task, tuple[str, str, str]] = {Task.FEEDBACK: ("Give feedback", names.GIVE_FEEDBACK, game)}
    if council is not None:
        values |= {key: (label, action, council) for key, (label, action) in IN_A_FORM.items()}
    return [button(*values[what.key]) for what in todo if what.key in values]
