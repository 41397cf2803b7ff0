"""Arguments of Web API calls: from forms, JSON, multipart or the query to Python values."""

import json
from email.parser import BytesParser
from email.policy import HTTP
from typing import Any
from urllib.parse import parse_qsl

from bot.workspace.state.records import Json
from bot.workspace.state.refusals import ApiError, bad_arguments

FLAGS = frozenset([
    "as_user", "exclude_archived", "force", "full", "include_all_metadata", "include_categories",
    "include_icon", "include_labels", "include_locale", "include_num_members",
    "include_slackbot_availability", "inclusive",
    "is_private", "link_names", "mrkdwn", "prevent_creation", "reply_broadcast", "return_im",
    "test", "unfurl_links", "unfurl_media",
])  # fmt: skip
NUMBERS = frozenset(["limit", "count", "page", "length"])
LISTS = frozenset(["users", "types", "channels", "file_ids"])
PARSED = frozenset([
    "blocks", "attachments", "view", "metadata", "files", "document_content", "changes",
    "criteria",
])  # fmt: skip

_TRUE, _FALSE = ("1", "true", "True"), ("0", "false", "False", "")


def read(content_type: str, query: str, body: bytes) -> Json:
    """All arguments of a request as they came; raises ApiError when the body cannot be read."""
    args: Json = dict(parse_qsl(query, keep_blank_values=True))
    kind = content_type.partition(";")[0].strip().lower()
    if not body:
        return args
    if kind == "application/json":
        return args | _json_object(body)
    if kind == "multipart/form-data":
        return args | _multipart(content_type, body)
    if kind in ("application/x-www-form-urlencoded", ""):
        try:
            return args | dict(parse_qsl(body.decode(), keep_blank_values=True))
        except UnicodeDecodeError:
            raise ApiError("invalid_form_data") from None
    raise ApiError("invalid_post_type")


def _json_object(body: bytes) -> Json:
    try:
        value = json.loads(body)
    except ValueError:
        raise ApiError("invalid_json") from None
    if not isinstance(value, dict):
        raise ApiError("json_not_object")
    return value


def _multipart(content_type: str, body: bytes) -> Json:
    head = b"Content-Type: " + content_type.encode() + b"\r\n\r\n"
    fields: Json = {}
    for part in BytesParser(policy=HTTP).parsebytes(head + body).iter_parts():
        name = part.get_param("name", header="content-disposition")
        content = part.get_payload(decode=True)
        if isinstance(name, str) and isinstance(content, bytes):
            is_file = part.get_filename() is not None
            fields[name] = content if is_file else content.decode(part.get_content_charset("utf-8"))
    return fields


def typed(name: str, value: Any) -> Any:
    """One argument in its type; slack_sdk sends booleans as 1 and 0, and lists joined by commas."""
    if name in FLAGS:
        return _flag(name, value)
    if name in NUMBERS:
        return _number(name, value)
    if name in LISTS:
        return _list(name, value)
    if name in PARSED:
        return _parsed(name, value)
    if isinstance(value, bool | dict | list):
        raise bad_arguments(f"must be a string [json-pointer:/{name}]")
    return str(value)


def _flag(name: str, value: Any) -> bool:
    if isinstance(value, bool):
        return value
    if str(value) in _TRUE:
        return True
    if str(value) in _FALSE:
        return False
    raise bad_arguments(f"must be a boolean [json-pointer:/{name}]")


def _number(name: str, value: Any) -> int:
    try:
        return int(value)
    except (TypeError, ValueError):
        raise bad_arguments(f"must be an integer [json-pointer:/{name}]") from None


def _list(name: str, value: Any) -> list[str]:
    if isinstance(value, str) and value.startswith("["):
        value = _parsed(name, value)
    if isinstance(value, str):
        value = [each.strip() for each in value.split(",") if each.strip()]
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise bad_arguments(f"must be a list of strings [json-pointer:/{name}]")
    return value


_UNREADABLE = {"blocks": "invalid_blocks_format", "metadata": "invalid_metadata_format"}


def _parsed(name: str, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        error = _UNREADABLE.get(name, "invalid_arguments")
        raise bad_arguments(f"must be JSON [json-pointer:/{name}]", error=error) from None
