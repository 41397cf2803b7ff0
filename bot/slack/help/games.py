"""The games that somebody is or was in."""

from collections.abc import Iterator, Sequence

from slack_sdk.models.blocks import Block, SectionBlock
from slack_sdk.models.blocks.basic_components import MarkdownTextObject

from bot.domain.game import Stage
from bot.queries.reader import Part
from bot.slack.blocks import names
from bot.slack.blocks.message import Message, button, context, escaped, header, section, shortened

SHOWN = 20
STAGES = {
    Stage.SIGN_UP: "sign-up is open",
    Stage.DEALT: "about to start",
    Stage.RUNNING: "running",
    Stage.ENDED: "over",
}


def listed(parts: Sequence[Part]) -> Message:
    """Newest first; a game that is over has its result beside it."""
    if not parts:
        return Message.of(section("You have been in no game yet. `/moot join` signs you up for one."))
    left = [context(f"… and {len(parts) - SHOWN} older ones.")] if len(parts) > SHOWN else []
    return Message.of(header("Your games"), *_lines(parts[:SHOWN]), *left)


def _lines(parts: Sequence[Part]) -> Iterator[Block]:
    for part in parts:
        name = escaped(shortened(part.name, 100))
        when = f"<!date^{int(part.created.timestamp())}^{{date_short}}|{part.created:%Y-%m-%d %H:%M} UTC>"
        words = f"*{name}:* {STAGES[part.stage]}, in <#{part.plenary}>. {_as(part)} Created {when}."
        look = button("The result", f"{names.TURN_RESULTS}:{part.game}", f"{part.game}:1")
        yield SectionBlock(
            text=MarkdownTextObject(text=words, verbatim=True),
            accessory=look if part.stage is Stage.ENDED else None,
        )


def _as(part: Part) -> str:
    roles = ["You run it."] if part.facilitates else []
    roles += [f"You sit in Council {part.council.rpartition('-')[2]}."] if part.council else []
    return " ".join(roles or ["You are on its list."])
