"""Help that knows who asks, and when."""

from collections.abc import Iterator, Mapping

from slack_sdk.models.blocks import Block

from bot.domain.game import Stage
from bot.domain.ids import Moment
from bot.domain.owed import owed
from bot.services.reading import Where
from bot.slack.messages import personal
from bot.slack.messages.message import Message, bullets, context, escaped, header, section, sections
from bot.slack.messages.personal import FACILITATOR_COMMANDS, PLAYER_COMMANDS, PROPOSE_COMMANDS

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
    yield section("\n".join(personal.status_lines(where)))
    if where.council is not None and where.seat is not None:
        todo = [escaped(one.sentence) for one in owed(where.game, where.council, where.seat, at)]
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
