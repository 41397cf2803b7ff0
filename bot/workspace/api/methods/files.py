"""files.*: the three steps of an upload, and what comes after."""

from bot.workspace.api import payloads
from bot.workspace.api.method import Call, method, not_archived
from bot.workspace.state import posting
from bot.workspace.state.ids import secret
from bot.workspace.state.records import Channel, File, Json
from bot.workspace.state.refusals import ApiError, bad_arguments

_MOST_BYTES = 1 << 30


@method(
    "files.getUploadURLExternal",
    tier=4,
    scope="files:write",
    required="filename length",
    optional="alt_txt snippet_type",
)
def get_upload_url(call: Call) -> Json:
    """First step: says what will come; `length` is in bytes."""
    if call.get("length") <= 0:
        raise bad_arguments("must be more than 0 [json-pointer:/length]")
    if call.get("length") > _MOST_BYTES:
        raise ApiError("file_upload_size_restricted")
    file = File(
        id=call.team.ids.new("F"),
        name=call.get("filename"),
        title=call.get("filename"),
        user=call.bot,
        app_id=call.app.id,
        size=call.get("length"),
        created=int(call.team.clock()),
        alt_text=call.get("alt_txt", ""),
    )
    call.team.files[file.id] = file
    url = f"{call.team.web_url}upload/v1/{file.id}{secret('?key=')}"
    return {"upload_url": url, "file_id": file.id}


def _file(call: Call, file_id: str) -> File:
    file = call.team.files.get(file_id)
    if file is None or file.app_id != call.app.id:
        raise ApiError("file_not_found")
    return file


def _destinations(call: Call) -> list[Channel]:
    ids = call.get("channels", []) + ([call.get("channel_id")] if call.get("channel_id") else [])
    found = []
    for channel_id in dict.fromkeys(ids):
        channel = call.team.channels.get(channel_id)
        if channel is None or call.bot not in channel.members:
            raise ApiError("channel_not_found" if channel is None else "not_in_channel")
        not_archived(channel)
        found.append(channel)
    return found


@method(
    "files.completeUploadExternal",
    tier=4,
    scope="files:write",
    required="files",
    optional="channel_id channels initial_comment thread_ts blocks",
)
def complete_upload(call: Call) -> Json:
    """Last step: the files are there, and are posted where asked."""
    listed = call.get("files")
    if not isinstance(listed, list) or not all(isinstance(each, dict) and "id" in each for each in listed):
        raise bad_arguments("must be a list of objects with an id [json-pointer:/files]")
    files = [_file(call, each["id"]) for each in listed]
    if any(file.content is None for file in files):
        raise ApiError("file_not_found")
    channels = _destinations(call)
    for file, each in zip(files, listed, strict=True):
        file.title, file.completed = each.get("title") or file.name, True
        file.completed_at = call.team.clock()
    for channel in channels:
        _share(call, channel, files)
    return {"files": [payloads.file(call.team, file) for file in files]}


def _share(call: Call, channel: Channel, files: list[File]) -> None:
    thread_ts = call.get("thread_ts")
    message = posting.post(
        call.team,
        channel,
        call.bot,
        call.get("initial_comment", ""),
        app=call.app,
        thread_ts=thread_ts if thread_ts in channel.messages else None,
        files=[file.id for file in files],
    )
    for file in files:
        file.shared[channel.id] = message.ts


@method("files.info", tier=4, scope="files:read", required="file", optional="count cursor limit page")
def info(call: Call) -> Json:
    """About one file."""
    file = call.team.files.get(call.get("file"))
    if file is None or not file.completed:
        raise ApiError("file_not_found")
    return {
        "file": payloads.file(call.team, file),
        "comments": [],
        "response_metadata": {"next_cursor": ""},
    }


@method("files.delete", tier=3, scope="files:write", required="file")
def delete(call: Call) -> Json:
    """Removes a file of this app."""
    file = _file(call, call.get("file"))
    del call.team.files[file.id]
    for channel_id, ts in file.shared.items():
        message = call.team.message(channel_id, ts)
        if message is not None:
            left = [each for each in message.files if each != file.id]
            posting.update(call.team, message, by=call.bot, files=left)
    return {}
