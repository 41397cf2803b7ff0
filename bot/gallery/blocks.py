"""Block Kit as HTML, roughly as Slack draws it: good enough to see what a person would see."""

import html
import re
from collections.abc import Mapping, Sequence
from typing import Any

Json = Mapping[str, Any]
EMOJI = {
    "thumbsup": "👍",
    "thumbsdown": "👎",
    "white_check_mark": "✅",
    "x": "❌",
    "shrug": "🤷",
    "lock": "🔒",
}


class Drawing:
    """Draws blocks; `names` are the people whose ids appear in mentions, and `files` the addresses of
    uploaded pictures by their ids."""

    def __init__(self, names: Mapping[str, str], files: Mapping[str, str] | None = None) -> None:
        self._names = names
        self._files = files or {}

    def blocks(self, blocks: Sequence[Json]) -> str:
        """All of them, in order."""
        return "".join(self._block(one) for one in blocks)

    def _block(self, block: Json) -> str:
        match block["type"]:
            case "header":
                return f"<h3>{_plain(block['text'])}</h3>"
            case "section":
                side = self._element(block["accessory"]) if "accessory" in block else ""
                fields = "".join(f"<div>{self._text(one)}</div>" for one in block.get("fields", ()))
                return f"<div class=section>{self._text(block.get('text'))}{fields}{side}</div>"
            case "context":
                return f"<div class=context>{' '.join(self._text(one) for one in block['elements'])}</div>"
            case "divider":
                return "<hr>"
            case "image":
                return self._image(block)
            case "actions":
                return f"<div class=actions>{''.join(self._element(one) for one in block['elements'])}</div>"
            case "input":
                return self._input(block)
            case other:  # Slack has more than we use
                return f"<div class=context>[{html.escape(other)}]</div>"

    def _image(self, block: Json) -> str:
        """An uploaded one as its file; where there is none, its words."""
        file = block.get("slack_file", {}).get("id", "")
        source, alt = self._files.get(file, block.get("image_url", "")), html.escape(block["alt_text"])
        drawn = f'<img src="{html.escape(source)}" alt="{alt}">' if source else ""
        return f"<figure>{drawn}<figcaption>{alt}</figcaption></figure>"

    def _text(self, text: Json | None) -> str:
        if text is None:
            return ""
        return _plain(text) if text["type"] == "plain_text" else self.mrkdwn(text["text"])

    def _input(self, block: Json) -> str:
        optional = " <small>(optional)</small>" if block.get("optional") else ""
        hint = f"<small>{_plain(block['hint'])}</small>" if block.get("hint") else ""
        return f"<label>{_plain(block['label'])}{optional}{self._element(block['element'])}{hint}</label>"

    def _element(self, one: Json) -> str:
        match one["type"]:
            case "button":
                asks = one.get("confirm")
                title = f' title="asks: {html.escape(asks["text"]["text"])}"' if asks else ""
                mark = " …" if asks else ""
                return f"<button class='{one.get('style', '')}'{title}>{_plain(one['text'])}{mark}</button>"
            case "plain_text_input" if one.get("multiline"):
                return f"<textarea rows=4>{html.escape(one.get('initial_value') or '')}</textarea>"
            case "static_select" | "multi_static_select" | "radio_buttons" | "checkboxes" | "overflow":
                return self._choice(one)
            case _:  # Slack has more than we use
                value = str(one.get("initial_value") or one.get("initial_users") or "")
                return f'<input value="{html.escape(value)}" placeholder="{html.escape(one["type"])}">'

    def _choice(self, one: Json) -> str:
        chosen = [one.get("initial_option"), *(one.get("initial_options") or ())]
        options = one.get("options") or [
            o for group in one.get("option_groups", ()) for o in group["options"]
        ]
        rows = "".join(
            f"<option{' selected' if option in chosen else ''}>{_plain(option['text'])}</option>"
            for option in options
        )
        return f"<select{' multiple size=3' if one['type'].startswith('multi') else ''}>{rows}</select>"

    def mrkdwn(self, text: str) -> str:
        """Slack's markup. Slack escapes only three characters, and they come escaped already."""
        safe = re.sub(r"<([^<>]*)>", lambda found: f"\0{found[1]}\1", text)
        safe = safe.replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
        safe = re.sub("\0([^\1]*)\1", self._token, safe)
        lines = "\n".join(_quote(line) for line in safe.split("\n"))
        for mark, tag in (("*", "b"), ("_", "i"), ("~", "s"), ("`", "code")):
            sign = re.escape(mark)
            lines = re.sub(rf"(?<![\w{sign}]){sign}([^{sign}\n]+){sign}(?!\w)", rf"<{tag}>\1</{tag}>", lines)
        lines = re.sub(r":([a-z_]+):", lambda found: EMOJI.get(found[1], found[0]), lines)
        return lines.replace("</blockquote>\n<blockquote>", "<br>").replace("\n", "<br>")

    def _token(self, found: re.Match[str]) -> str:
        what, _, label = found[1].partition("|")
        if what.startswith("@"):
            return f"<span class=mention>@{html.escape(self._names.get(what[1:], what[1:]))}</span>"
        if what.startswith("!date"):
            return f"<time title='{html.escape(what)}'>{html.escape(label)}</time>"
        if what.startswith("#"):
            return f"<span class=mention>#{html.escape(label or what[1:])}</span>"
        return f"<a>{html.escape(label or what)}</a>"


def _plain(text: Json) -> str:
    return html.escape(text["text"]).replace("\n", "<br>")


def _quote(line: str) -> str:
    return f"<blockquote>{line[5:] or '&nbsp;'}</blockquote>" if line.startswith("&gt; ") else line
