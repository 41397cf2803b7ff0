"""A page of something long, with buttons to turn it."""

from collections.abc import Iterable, Sequence

from slack_sdk.models.blocks import Block

from bot.slack.blocks.message import Message, actions, context, header, pages, sections, turning


def page_of(
    title: str,
    lines: Sequence[str],
    page: int,
    action: str,
    value: str,
    small: str = "",
    also: Iterable[Block] = (),
) -> Message:
    found = pages(lines)
    page = min(max(1, page), len(found))
    row = list(turning(action, value, page, len(found)))
    said = f"{small} Page {page} of {len(found)}.".strip() if len(found) > 1 else small
    return Message.of(
        header(title),
        *sections(found[page - 1]),
        *([context(said)] if said else []),
        *([actions(*row)] if row else []),
        *also,
    )
