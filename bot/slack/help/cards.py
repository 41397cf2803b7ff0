"""The commands of somebody, at a moment; where somebody stands, what they owe, and their games."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from slack_sdk.models.blocks import Block, ButtonElement, SectionBlock
from slack_sdk.models.blocks.basic_components import MarkdownTextObject

from bot.domain.council import Council
from bot.domain.game import Game, Stage
from bot.domain.ids import CouncilId, GameId, Moment
from bot.domain.meetings import rooms_now
from bot.domain.owed import Owed, Task, owed, owed_afterwards, owed_by_facilitators, owed_surveys
from bot.domain.scenario import Scenario
from bot.domain.seating import Seat
from bot.queries.place import Part, Where
from bot.services.questions import Typed
from bot.slack.acting.asked import ForWhom, Word
from bot.slack.blocks import names, optional
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
    quotation,
    section,
    sections,
    shortened,
)
from bot.slack.calls import cards as calls
from bot.slack.clock import controls
from bot.slack.floor import cards as floor_cards
from bot.slack.help.owed import in_words
from bot.slack.typed import words as typed_words

PROPOSE_COMMANDS = {
    "your idea": "propose a policy to your council",
    "amend 3: new text": "change the text of proposal 3; without a text, a form opens",
    "merge 3 5": "merge several proposals into one (stewards)",
    "withdraw 3": "withdraw proposal 3",
    "park 3": "park it for later, with an owner and a date",
    "history 3": "every version of it, with what changed",
}
# What somebody owes, and the button that opens its window; the value is the council's id.
IN_A_FORM: Mapping[Task, tuple[str, str]] = {
    Task.SHEET: ("My mission", f"{names.OPEN_SHEET}:todo"),
    Task.CHARTER: ("Write the charter", names.WRITE_CHARTER),
    Task.RESPONSE: ("Record our response", names.RECORD_RESPONSE),
    Task.CALL: ("Call the vote", names.CALL_VOTE),
    Task.PRESENTATION: ("Prepare our presentation", names.PREPARE_PRESENTATION),
    Task.CLAIM: ("Make my claim", names.MAKE_CLAIM),
}
ASKED = {names.CALL_VOTE: "Open the final vote? The policy book cannot be changed after that."}
SHOWN = 20  # of somebody's games
OFFERED = 12  # of them, to choose from
STAGES = {
    Stage.SIGN_UP: "sign-up is open",
    Stage.DEALT: "about to start",
    Stage.RUNNING: "running",
    Stage.ENDED: "over",
}


# --- what can be typed


def help_card(where: Where | None, words: Sequence[Word], *, everything: bool = False) -> Message:
    """The commands of use to this person now, or all that anybody ever can type."""
    offered = [word for word in words if (word.exists(where) if everything else word.serves(where))]
    players = [word for word in offered if word.for_whom is not ForWhom.FACILITATORS]
    facilitators = [word for word in offered if word.for_whom is ForWhom.FACILITATORS]
    blocks: list[Block] = [
        header("All commands" if everything else "Your commands now"),
        *sections([_listed(players)]),
    ]
    if facilitators:
        blocks += sections([f"*For facilitators*\n{_listed(facilitators)}"])
    if everything or _proposes(where):
        blocks += sections([_propose_commands()])
    if not everything:
        blocks.append(context("`/moot help all` lists every command, also those of other moments."))
    return Message.of(*blocks)


def _proposes(where: Where | None) -> bool:
    if where is None or where.council is None or where.seat is None or where.game.phase is None:
        return False
    return where.council.begun and not where.council.frozen


def _listed(words: Iterable[Word]) -> str:
    return bullets(f"`/moot {word.usage}`: {word.help}" for word in words)


def _propose_commands() -> str:
    lines = (f"`/propose {usage}`: {what}" for usage, what in PROPOSE_COMMANDS.items())
    return f"*Proposals*\n{bullets(lines)}"


def unknown_command(word: str, nearest: str | None) -> Message:
    """To somebody who typed a word that is no command."""
    hint = f"Did you mean `/moot {nearest}`? " if nearest else ""
    return Message.of(
        section(f"I don't know “{escaped(shortened(word, 60))}”. {hint}`/moot help` shows what you can do.")
    )


# --- where one stands, and what one has to do


def status(where: Where, *, counted: bool = True) -> Message:
    """Where the game stands, for this person; `counted` as in `stage_line`."""
    return Message.of(header(where.game.name), section("\n".join(status_lines(where, counted=counted))))


def status_lines(where: Where, *, counted: bool = True) -> list[str]:
    """The phase, their seat, and their council's state, a line each."""
    game = where.game
    lines = [controls.stage_line(game, counted=counted)]
    if where.council is not None and where.seat is not None:
        lines.append(f"You are *{p.role_and_team(where.scenario, where.seat)}* in {where.council.name}.")
        lines += _apart(where.scenario, game, where.council, where.seat)
    elif where.user in game.sign_ups:
        lines.append("You are signed up." if not game.sign_ups[where.user].observer else "You observe.")
    if where.council is not None:
        council = where.council
        charter = f"charter version {council.charter.version}" if council.charter else "no charter yet"
        policies = p.count_of(len(council.order), "policy", "policies")
        parked = f", {p.count_of(len(council.parked()), 'parked item')}" if council.parked() else ""
        lines.append(f"{council.name}: {charter}, {policies}{parked}. {p.coverage(where.scenario, council)}")
    edition = optional.played_as(where.scenario)
    lines += [f"*Played as:* {edition}."] if edition else []
    lines += calls.status(where)
    return [*lines, *floor_cards.status(game, where.scenario, where.council, where.user)]


def _apart(scenario: Scenario, game: Game, council: Council, seat: Seat) -> Iterator[str]:
    """The rooms in which somebody meets others of their team or group now."""
    names = [escaped(scenario.called(key)) for key in rooms_now(game, council, seat.role)]
    if names:
        yield f"You have a room beside your council's channel now: {p.listed(names)}."


def owed_card(where: Where, at: Moment, councils: Iterable[Council] = ()) -> Message:
    """What this person has left to do; `councils` are all of the game's, for somebody who facilitates."""
    todo = list(everything_owed(where, at, councils))
    if todo:
        here = ways(todo, where.council.id if where.council else None, where.game.id)
        return Message.of(
            section("*You still have to do this:*"),
            *sections(bullets([escaped(in_words(what))]) for what in todo),
            *([actions(*here)] if here else []),
        )
    if where.seat is None and not where.facilitates and where.game.deal is not None:
        return plain("You hold no seat, so there is nothing for you to do. Enjoy watching.")
    return plain("Nothing to do right now.")


def everything_owed(where: Where, at: Moment, councils: Iterable[Council]) -> Iterator[Owed]:
    if where.council is not None and where.seat is not None:
        yield from owed(where.game, where.council, where.seat, at)
    if where.facilitates:
        yield from owed_by_facilitators(where.scenario, where.game, councils)
    yield from owed_afterwards(where.game, where.user)
    yield from owed_surveys(where.game, where.user)


def ways(todo: Iterable[Owed], council: CouncilId | None, game: GameId) -> list[ButtonElement]:
    """The buttons that do it on the spot, wherever the card with the same button may be by now."""
    values: dict[Task, tuple[str, str, str]] = {
        Task.FEEDBACK: ("Give feedback", names.GIVE_FEEDBACK, game),
        Task.ANSWER: ("Answer", names.SHOW_ASKS, game),
    }
    if council is not None:
        values |= {key: (label, action, council) for key, (label, action) in IN_A_FORM.items()}
    todo = list(todo)
    if any(what.key is Task.SHEET and not what.missions for what in todo) and council is not None:
        values[Task.SHEET] = ("My sheet", f"{names.OPEN_SHEET}:todo", council)
    found = dict.fromkeys(values[what.key] for what in todo if what.key in values)
    return [button(label, action, value, ask=ASKED.get(action, "")) for label, action, value in found]


# --- one's games


def games(parts: Sequence[Part]) -> Message:
    """The games that somebody is or was in, newest first; a game that is over has its result beside it."""
    if not parts:
        return Message.of(section("You have not been in a game yet. `/moot join` signs you up for one."))
    left = [context(f"… and {len(parts) - SHOWN} older ones.")] if len(parts) > SHOWN else []
    return Message.of(header("Your games"), *_games(parts[:SHOWN]), *left)


def _games(parts: Sequence[Part]) -> Iterator[Block]:
    for part in parts:
        look = button("The result", f"{names.TURN_RESULTS}:{part.game}", f"{part.game}:1")
        yield _game(part, look if part.stage is Stage.ENDED else None)


def _game(part: Part, beside: ButtonElement | None) -> Block:
    name = escaped(part.name)
    when = f"<!date^{int(part.created.timestamp())}^{{date_short}}|{part.created:%Y-%m-%d %H:%M} UTC>"
    words = f"*{name}:* {STAGES[part.stage]}, in <#{part.plenary}>. {_as(part)} Created {when}."
    return SectionBlock(text=MarkdownTextObject(text=words, verbatim=True), accessory=beside)


def _as(part: Part) -> str:
    roles = ["You run it."] if part.facilitates else []
    roles += [f"You sit in Council {part.council.rpartition('-')[2]}."] if part.council else []
    return " ".join(roles or ["You are on its list."])


def which_game(parts: Sequence[Part], asked: Typed, key: int) -> Message:
    """To somebody who typed something that may mean several games; `key` is where their words wait."""
    return Message.of(
        section("*You are in several games. Which one do you mean?*"),
        *chooser(parts, names.THIS_GAME, f":{key}"),
        section("You typed:"),
        *quotation(_as_typed(asked)),
        context("In a game's own channel I do not have to ask."),
    )


def chooser(parts: Sequence[Part], action: str, more: str = "") -> Iterator[Block]:
    """Games, each with a button that names it; its value is the game's id and `more`."""
    for number, part in enumerate(parts[:OFFERED]):
        yield _game(part, button(shortened(part.name, 75), f"{action}:{number}", f"{part.game}{more}"))
    if len(parts) > OFFERED:
        yield context(f"… and {len(parts) - OFFERED} older ones.")


def meant(part: Part, asked: Typed) -> Message:
    """In the place of that question, once it is answered."""
    return Message.of(
        section(f"For *{escaped(part.name)}*, as you chose:"),
        *quotation(_as_typed(asked)),
    )


def _as_typed(asked: Typed) -> str:
    return f"{asked.command} {typed_words.as_written(asked.text)}".strip()
