"""Answers that only the person who asked can see: help, status, what they owe, the Handbook."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta

from slack_sdk.models.blocks import ButtonElement

from bot.domain.council import Council
from bot.domain.game import Game
from bot.domain.ids import CouncilId, GameId, Moment, UserId
from bot.domain.owed import Owed, owed, owed_afterwards, owed_by_facilitators
from bot.services.reading import Where
from bot.slack import ids
from bot.slack.messages import controls
from bot.slack.messages import phrases as p
from bot.slack.messages.message import (
    MAX_SECTION,
    Message,
    actions,
    bullets,
    button,
    context,
    escaped,
    header,
    quotation,
    section,
    sections,
    shortened,
)

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
IN_A_FORM = {  # what somebody owes, and the button that opens its form; the value is the council's id
    "charter": ("Write the charter", ids.WRITE_CHARTER),
    "response": ("Record our response", ids.RECORD_RESPONSE),
    "presentation": ("Prepare our presentation", ids.PREPARE_PRESENTATION),
    "claim": ("Make my claim", ids.MAKE_CLAIM),
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


def plain(text: str) -> Message:
    """A sentence."""
    return Message.of(section(text))


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
            *sections(bullets([escaped(what.sentence)]) for what in todo),
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
    values: dict[str, tuple[str, str, str]] = {"feedback": ("Give feedback", ids.GIVE_FEEDBACK, game)}
    if council is not None:
        values |= {key: (label, action, council) for key, (label, action) in IN_A_FORM.items()}
    return [button(*values[what.key]) for what in todo if what.key in values]


def trouble(what: str, advice: str, game: GameId, whom: str = "") -> Message:
    """To the facilitators: something could not be delivered, perhaps to somebody, and what to do."""
    about = f": {p.mention(UserId(whom))}" if whom else ""
    return Message.of(
        section(f"*I could not deliver something:* {escaped(what)}{about}.\n{escaped(advice)}"),
        context("What waits is sent by itself as soon as it can be; nothing is lost."),
        *([actions(button("Try it all again", ids.TRY_AGAIN, game))] if game else []),
    )


def tried_again(count: int) -> Message:
    """To a facilitator who had what was undelivered tried again."""
    if not count:
        return plain("Nothing is undelivered in this game.")
    return plain(
        f"I am trying {p.count_of(count, 'thing')} again. What fails once more stands on the console."
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


def came_too_late(typed: str) -> Message:
    """To somebody whose command or click was taken before a stop that lasted; `typed` is what it was."""
    return Message.of(
        section(
            "*I was away when you did this, and for too long to do it now.* Please look whether it was done "
            "before I stopped. If it was not, and you still want it, do it once more."
        ),
        *([section("You had typed:"), *quotation(typed, MAX_SECTION)] if typed else []),
    )


def invite_me_first() -> Message:
    """To somebody who makes a game in a channel where Moot cannot post."""
    return Message.of(
        section(
            "*I am not in this channel yet,* so nobody would see the sign-up card. Type `/invite` and my "
            "name here; what is waiting by then comes by itself."
        )
    )


def dealing(game: Game, takes: timedelta, at: Moment) -> Message:
    """To the facilitator who dealt: what happens now, and the next button. `takes`: see `pace.opening`."""
    late = game.starts_at is not None and at < game.starts_at < at + takes
    warning = " That is later than the planned start, so tell people." if late else ""
    councils = len(game.deal.councils) if game.deal else 0
    return Message.of(
        section(
            f"*The seats are dealt.* I am making {p.count_of(councils, 'channel')}, inviting everybody and "
            f"sending the envelopes. Slack takes {p.about(takes)} for that.{warning} {_first_bell(game)}"
        ),
        actions(
            button("Start the game", ids.START_GAME, game.id, style="primary", ask="Ring the first bell?")
        ),
    )


def _first_bell(game: Game) -> str:
    if game.by_itself and game.starts_at is not None:
        return f"The first bell rings by itself: {p.day_and_time(game, game.starts_at)}. Or ring it now:"
    return "When people are in, ring the first bell:"


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


def copy_gone() -> Message:
    """To somebody who reacted to the second copy of a card."""
    return plain(
        "You reacted to a second copy of a card, which a fault on the way had left here. I have taken it "
        "away: react to the card that still stands in this channel."
    )


def done_said(game: Game, *, done: bool, complete: bool) -> Message:
    """To a steward who said that the council is done with the phase, or is not."""
    if not done:
        return plain(
            "Taken back: your council goes on working until the bell, or until you say that it is done."
        )
    if not complete:
        return plain("Noted. The other stewards of your council have not said so yet.")
    if game.working is not None:
        return plain("Noted: your council is done. The phase ends as soon as every council is.")
    return plain(
        "Noted: your council is done. When every council is, the facilitators decide whether the phase ends "
        "early. `/moot done no` takes it back."
    )
