"""Answers that only the person who asked can see: help, status, what they owe, the Handbook."""

from collections.abc import Iterator, Sequence

from bot.domain.council import Council
from bot.domain.game import Game, Stage
from bot.domain.ids import CouncilId
from bot.domain.owed import owed
from bot.domain.scenario import Scenario
from bot.services.reading import Where
from bot.slack import ids
from bot.slack.messages import phrases as p
from bot.slack.messages.message import (
    Message,
    actions,
    bullets,
    button,
    context,
    escaped,
    header,
    section,
    sections,
    shortened,
)

PLAYER_COMMANDS = {
    "status": "where the game stands",
    "mission": "your role sheet, sent to our direct messages",
    "owe": "what you have left to do",
    "policies": "your council's policy book",
    "handbook": "the background, for everybody",
    "join": "sign up here; `join chair` offers to chair, `join no secret` plays for public aims only",
    "observe": "watch the game in this channel",
    "leave": "leave it, without giving a reason",
    "straw …": "a quick, non-binding poll in your council",
    "x": "tell the facilitators, in private, that you want to stop or talk; you may add words",
    "feedback": "say how the game was, when it is over",
    "handover @name": "pass your seat to somebody who holds none",
    "help": "this list",
}
FACILITATOR_COMMANDS = {
    "new": "create a game in this channel",
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
    "invite @one ben@example.org": "sign people up, by name or e-mail address, as many as you like; "
    "`invite everybody` for all who are in the game's channel",
    "remove @name": "take somebody off the list; their seat is free at once",
    "paper Name": "a seat for somebody in the room without a Slack account",
    "proxy Name yes": "enter the vote of somebody on paper (stewards may, too): yes, no or abstain",
    "move @name 4": "move somebody to a vacant seat of their council, by its number",
    "cofacilitate @name": "let somebody run the game with you; `cofacilitate remove @name` ends that",
}


def help_card(where: Where | None) -> Message:
    """What this person can do, here and now."""
    facilitates = where is None or where.facilitates
    lines = [f"`/moot {name}`: {what}" for name, what in PLAYER_COMMANDS.items()]
    blocks = [header("What you can do"), section(bullets(lines))]
    if where is not None and where.seat is not None:
        blocks.append(section("`/propose your idea`: put a policy to your council"))
    if facilitates:
        lines = [f"`/moot {name}`: {what}" for name, what in FACILITATOR_COMMANDS.items()]
        blocks.append(section(f"*For facilitators*\n{bullets(lines)}"))
    return Message.of(*blocks)


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
    return Message.of(header(game.name), section("\n".join(lines)))


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


def owed_card(where: Where) -> Message:
    """What this person has left to do."""
    if where.council is None or where.seat is None:
        return plain("You hold no seat, so you owe nothing. Enjoy watching.")
    sentences = [what.sentence for what in owed(where.game, where.council, where.seat)]
    if not sentences:
        return plain("You owe nothing just now. Listen, argue, make friends.")
    return Message.of(section(f"*You still have to do this:*\n{bullets(sentences)}"))


def handbook(scenario: Scenario) -> Iterator[Message]:
    """The Handbook, in as many messages as it needs."""
    page: list[str] = []
    for title, text in scenario.handbook:
        chapter = f"*{escaped(title)}*\n{escaped(text)}"
        if page and sum(map(len, page)) + len(chapter) > 9_000:
            yield Message.of(*sections(page))
            page = []
        page.append(chapter)
    if page:
        yield Message.of(*sections(page))


def console(game: Game) -> Message:
    """The facilitator's controls for this moment."""
    blocks = [header(game.name), section(_stage(game))]
    row = []
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


def trouble(what: str, advice: str) -> Message:
    """To the facilitators: something could not be delivered, and what to do."""
    return Message.of(
        section(f"*I could not deliver something:* {escaped(what)}\n{escaped(advice)}"),
        context("What waits is sent by itself as soon as it can be; nothing is lost."),
    )


def went_wrong(reference: str) -> Message:
    """To somebody whose request met a fault of ours."""
    return plain(
        f"Something went wrong on my side, and nothing was changed. Please try again; if it happens once "
        f"more, tell your facilitator this number: {reference}."
    )


def dealing(game: Game) -> Message:
    """To the facilitator who dealt: what happens now, and the next button."""
    councils = len(game.deal.councils) if game.deal else 0
    return Message.of(
        section(
            f"*The seats are dealt.* I am making {p.count_of(councils, 'channel')}, inviting everybody and "
            "sending the envelopes. When people are in, ring the first bell:"
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
