"""A channel's canvas: made, changed as a whole, and looked through.

Source: docs.slack.dev, the pages of these methods, and "Canvases" under Surfaces. What Slack does not take
in Markdown (levels of headings, lists of another kind or quotes within a list, large tables) is from that
page and from reports of people who met the errors.
"""

import re
from typing import Any

from bot.workspace.api import limits
from bot.workspace.api.method import Call, method
from bot.workspace.state.happenings import ChannelChanged
from bot.workspace.state.records import Canvas, Channel, Json
from bot.workspace.state.refusals import ApiError, bad_arguments

_ITEM = re.compile(r"(?P<space> *)(?P<mark>[-*+]|\d+[.)])(?: |$)(?P<rest>.*)")


@method(
    "conversations.canvases.create",
    tier=2,
    scope="canvases:write",
    required="channel_id",
    optional="document_content title",
)
def create(call: Call) -> Json:
    """Makes the canvas of a channel, of which there is one."""
    channel = call.open_channel("channel_id")
    if channel.canvas is not None:
        raise ApiError("channel_canvas_already_exists")
    content = call.get("document_content")
    text = "" if content is None else _markdown(content, "canvas_creation_failed")
    now = int(call.team.clock())
    channel.canvas = Canvas(call.team.ids.new("F"), call.get("title", ""), text, call.bot, now, now)
    call.team.happened(ChannelChanged(channel))
    return {"canvas_id": channel.canvas.id}


@method("canvases.edit", tier=3, scope="canvases:write", required="canvas_id changes")
def edit(call: Call) -> Json:
    """One change of a canvas in a channel of the bot: new text for all of it or at an end, or a new title."""
    channel, canvas = _canvas(call)
    changes = call.get("changes")
    if not isinstance(changes, list) or not all(isinstance(one, dict) for one in changes):
        raise bad_arguments("must be a list of changes [json-pointer:/changes]")
    if len(changes) != 1:
        raise bad_arguments("only one change at a time is supported [json-pointer:/changes]")
    _change(canvas, changes[0])
    canvas.updated = int(call.team.clock())
    call.team.happened(ChannelChanged(channel))
    return {}


@method("canvases.sections.lookup", tier=3, scope="canvases:read", required="canvas_id criteria")
def look_up(call: Call) -> Json:
    """Where a canvas in a channel of the bot holds some text."""
    _, canvas = _canvas(call)
    criteria = call.get("criteria")
    wanted = criteria.get("contains_text") if isinstance(criteria, dict) else None
    if not isinstance(wanted, str) or not wanted:
        raise bad_arguments("must name the text to find [json-pointer:/criteria/contains_text]")
    lines = enumerate(canvas.markdown.splitlines())
    return {"sections": [{"id": f"temp:C:{canvas.id}{number}"} for number, line in lines if wanted in line]}


def _canvas(call: Call) -> tuple[Channel, Canvas]:
    for channel in call.team.channels.values():
        canvas = channel.canvas
        if canvas is not None and canvas.id == call.get("canvas_id") and call.bot in channel.members:
            return channel, canvas
    raise ApiError("canvas_not_found")


def _change(canvas: Canvas, change: Json) -> None:
    match change.get("operation"):
        case "rename":
            canvas.title = _markdown(change.get("title_content"), "canvas_editing_failed")
        case "replace" if not change.get("section_id"):
            canvas.markdown = _markdown(change.get("document_content"), "canvas_editing_failed")
        case "insert_at_start":
            added = _markdown(change.get("document_content"), "canvas_editing_failed")
            canvas.markdown = f"{added}\n\n{canvas.markdown}"
        case "insert_at_end":
            added = _markdown(change.get("document_content"), "canvas_editing_failed")
            canvas.markdown = f"{canvas.markdown}\n\n{added}"
        case "replace" | "insert_after" | "insert_before" | "delete":
            raise ApiError("canvas_editing_failed", detail="sections are not simulated here")
        case _:  # what an app sends may be anything
            raise bad_arguments("unknown operation [json-pointer:/changes/0/operation]")


def _markdown(content: Any, refused: str) -> str:
    """The text of a `document_content`; `refused` is Slack's word for one that it cannot lay out."""
    if not isinstance(content, dict) or content.get("type") != "markdown":
        raise bad_arguments("must be an object of the type markdown [json-pointer:/document_content]")
    text = content.get("markdown")
    if not isinstance(text, str):
        raise bad_arguments("must be a string [json-pointer:/document_content/markdown]")
    if len(text.encode()) > limits.CANVAS_BYTES:
        raise ApiError(refused, detail="too long")
    if fault := _fault_in(text):
        raise ApiError(refused, detail=fault)
    return text


def _fault_in(text: str) -> str:
    """What a canvas cannot lay out, or nothing."""
    marks: list[tuple[int, bool]] = []  # of the list items around a line: how far in, and whether numbered
    cells, fenced = 0, False
    for line in text.splitlines():
        if line.lstrip().startswith("```"):
            fenced = not fenced
        if fenced:
            continue
        if re.match(r" {0,3}#{4,}(?: |$)", line):
            return "unsupported heading depth (4)"
        cells = cells + max(0, line.count("|") - 1) if line.lstrip().startswith("|") else 0
        if cells > limits.CANVAS_TABLE_CELLS:
            return "too many cells in a table"
        item = _ITEM.match(line)
        if item is None:
            marks = [] if line and not line.startswith(" ") else marks
            continue
        here = (len(item["space"]), item["mark"][0].isdigit())
        marks = [one for one in marks if one[0] < here[0]]
        if marks and marks[-1][1] != here[1]:
            return "a list of another kind within a list"
        if item["rest"].startswith(">"):
            return "a quote within a list"
        marks.append(here)
    return ""
