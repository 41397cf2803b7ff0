"""response_url: an app's way to answer an interaction, five times in half an hour, wherever it happened."""

from dataclasses import dataclass
from typing import Any

from bot.workspace.api import limits
from bot.workspace.api.block_kit.attachments import check_attachments
from bot.workspace.api.block_kit.blocks import check_message_blocks
from bot.workspace.api.shown_files import may_show
from bot.workspace.state import posting
from bot.workspace.state.ids import secret
from bot.workspace.state.records import App, Channel, Json, Message
from bot.workspace.state.refusals import ApiError, bad_arguments
from bot.workspace.state.team import Team

_KEYS = frozenset([
    "text", "blocks", "attachments", "response_type", "replace_original", "delete_original", "thread_ts",
    "unfurl_links", "unfurl_media", "mrkdwn", "metadata",
])  # fmt: skip


@dataclass(slots=True)
class ResponseUrl:
    """What one response_url may do. `message` is what was clicked, None for a command; what an answer does
    not say is as in `unsaid`."""

    app: App
    user: str
    channel: Channel
    message: Message | None
    expires: float
    unsaid: Json
    uses: int = 0


class ResponseUrls:
    """All that were given out."""

    def __init__(self, team: Team) -> None:
        self._team = team
        self._given: dict[str, ResponseUrl] = {}

    def new(
        self,
        app: App,
        user: str,
        channel: Channel,
        message: Message | None = None,
        unsaid: Json | None = None,
    ) -> str:
        """An address for answers to what `user` did in `channel`."""
        key = secret()
        expires = self._team.clock() + limits.RESPONSE_URL_SECONDS
        self._given[key] = ResponseUrl(app, user, channel, message, expires, unsaid or {})
        kind = "actions" if message else "commands"
        return f"{self._team.web_url}{kind}/{self._team.team_id}/{key}"

    def post(self, key: str, body: Any) -> tuple[int, Json]:
        """One use: the HTTP status and the JSON to answer with."""
        given = self._given.get(key)
        if given is None:
            return 404, {"ok": False, "error": "no_such_url"}
        status, answer = self._use(given, body)
        args = body if isinstance(body, dict) else {"body": str(body)}
        args = {"channel": given.channel.id, "user": given.user} | args
        self._team.traffic.called(given.app.id, "response_url", args, answer, status)
        return status, answer

    def _use(self, given: ResponseUrl, body: Any) -> tuple[int, Json]:
        if self._team.clock() > given.expires:
            return 404, {"ok": False, "error": "expired_url"}
        if given.uses >= limits.RESPONSE_URL_USES:
            return 404, {"ok": False, "error": "used_url"}
        given.uses += 1
        try:
            said = given.unsaid | body if isinstance(body, dict) else body
            self.answer(given.app, given.user, given.channel, given.message, said)
        except ApiError as refused:
            return 400, {"ok": False, "error": refused.error} | refused.details
        return 200, {"ok": True}

    def answer(self, app: App, user: str, channel: Channel, message: Message | None, body: Any) -> None:
        """Does what an answer asks for; also used for the payload of a command's ack."""
        if not isinstance(body, dict):
            raise ApiError("invalid_payload")
        unknown = [key for key in body if key not in _KEYS]
        if unknown:
            raise bad_arguments(*(f"unknown argument: {key}" for key in unknown))
        if body.get("delete_original"):
            self._delete(message)
            return
        content = self._content(app, body)
        if body.get("replace_original") and message is not None:
            self._replace(app, message, content)
        elif body.get("response_type", "ephemeral") == "in_channel":
            if channel.archived:
                raise ApiError("is_archived")
            posting.post(
                self._team, channel, app.bot_user_id, app=app, thread_ts=body.get("thread_ts"), **content
            )
        elif body.get("response_type", "ephemeral") == "ephemeral":
            posting.post_ephemeral(self._team, channel, user, app, thread_ts=body.get("thread_ts"), **content)
        else:
            raise bad_arguments("response_type must be ephemeral or in_channel")

    def _content(self, app: App, body: Json) -> Json:
        text, blocks = body.get("text") or "", body.get("blocks") or []
        if not isinstance(text, str):
            raise bad_arguments("text must be a string")
        if len(text) > limits.POSTED_TEXT:
            raise ApiError("msg_too_long")
        if not text and not blocks and not body.get("attachments"):
            raise ApiError("no_text")
        return {
            "text": text,
            "blocks": check_message_blocks(blocks, may_show(self._team, app)),
            "attachments": check_attachments(body.get("attachments") or [], may_show(self._team, app)),
        }

    def _still_there(self, message: Message | None) -> Message:
        if message is None:
            raise ApiError("message_not_found")
        there = (
            self._team.ephemeral(message.ephemeral_to, message.channel, message.ts)
            if message.ephemeral_to
            else self._team.message(message.channel, message.ts)
        )
        if there is None:
            raise ApiError("message_not_found")
        return there

    def _replace(self, app: App, message: Message, content: Json) -> None:
        posting.update(self._team, self._still_there(message), by=app.bot_user_id, **content)

    def _delete(self, message: Message | None) -> None:
        posting.delete(self._team, self._still_there(message))
