"""Block Kit's rich text. Source: docs.slack.dev, Block Kit reference, "Rich text block"."""

from bot.workspace.api.block_kit.schema import Check, flag, integer, list_of, one_of, record, string, typed

_MOST = 1000  # (?) elements; Slack names no number

_style = record(
    {},
    dict.fromkeys(("bold", "italic", "strike", "code", "underline", "highlight", "client_highlight"), flag),
)
_styled = {"style": _style}


def _inline(required: dict[str, Check], optional: dict[str, Check] | None = None) -> Check:
    return record({"type": string(30), **required}, {**_styled, **(optional or {})})


_inlines = typed(
    {
        "text": _inline({"text": string(12_000, 1)}),
        "link": _inline({"url": string(3000, 1)}, {"text": string(3000), "unsafe": flag}),
        "emoji": _inline({"name": string(255, 1)}, {"unicode": string(100), "skin_tone": integer(1, 6)}),
        "user": _inline({"user_id": string(20, 2)}),
        "usergroup": _inline({"usergroup_id": string(20, 2)}),
        "channel": _inline({"channel_id": string(20, 2)}),
        "broadcast": _inline({"range": one_of("here", "channel", "everyone")}),
        "color": _inline({"value": string(20, 1)}),
        "date": _inline(
            {"timestamp": integer(0, 9_999_999_999), "format": string(200, 1)},
            {"url": string(3000, 1), "fallback": string(3000, 1)},
        ),
    },
    "rich text element",
)

_border = {"border": integer(0, 1)}
_section = record({"type": one_of("rich_text_section"), "elements": list_of(_inlines, _MOST)}, {})
_preformatted = record(
    {"type": one_of("rich_text_preformatted"), "elements": list_of(_inlines, _MOST)},
    {**_border, "language": string(50)},
)
_quote = record({"type": one_of("rich_text_quote"), "elements": list_of(_inlines, _MOST)}, _border)
_list = record(
    {
        "type": one_of("rich_text_list"),
        "style": one_of("bullet", "ordered"),
        "elements": list_of(_section, _MOST),
    },
    {**_border, "indent": integer(0, 8), "offset": integer(0, 10_000)},
)

rich_text_elements = list_of(
    typed(
        {
            "rich_text_section": _section,
            "rich_text_list": _list,
            "rich_text_preformatted": _preformatted,
            "rich_text_quote": _quote,
        },
        "rich text",
    ),
    _MOST,
)
"""The `elements` of a rich_text block."""
