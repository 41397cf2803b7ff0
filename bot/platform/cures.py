"""What Slack's errors mean, and what to do about each."""

from dataclasses import dataclass
from enum import Enum

from bot.platform import tokens
from bot.platform.refused import RATE_LIMITED


class Verdict(Enum):
    """What to do with a row that Slack refused."""

    DONE = "done"  # it was so already
    AGAIN = "again"  # a passing fault
    PARK = "park"  # somebody has to act first
    DROP = "drop"  # it can never succeed


@dataclass(frozen=True, slots=True)
class Advice:
    """A verdict, and what the facilitator reads where they can help."""

    verdict: Verdict
    sentence: str = ""
    person: bool = False  # it is about one of the people who were named, and says nothing of the others
    reachable: bool = True  # whether that person can be written to


INVITE_ME = "Invite me there: type /invite and my name."
OUR_FAULT = "internal"  # no word of Slack's: Moot itself stumbled
OURS = (
    "This is a fault in Moot, and nobody here can fix it. Tell the person who operates the bot; its log says "
    "more."
)
NO_CANVAS_NOW = (  # people report these of canvases that a moment later are made or changed
    "canvas_creation_failed", "channel_canvas_creation_failed", "canvas_tab_creation_failed",
    "canvas_editing_failed",
)  # fmt: skip
_PASSES = (
    "internal_error", "fatal_error", "service_unavailable", "request_timeout", "team_added_to_org",
    "message_limit_exceeded", "hash_conflict", "fetch_members_failed",
    "file_not_found",  # an upload that took too long is gone, and begins anew
    *NO_CANVAS_NOW,
)  # fmt: skip
_MALFORMED = (
    OUR_FAULT, "msg_too_long", "msg_blocks_too_long", "invalid_blocks", "invalid_blocks_format",
    "invalid_arguments", "no_text", "view_too_large",
)  # fmt: skip
ADVICE = {
    **dict.fromkeys(("already_archived", "already_reacted", "already_pinned"), Advice(Verdict.DONE)),
    **dict.fromkeys(("already_in_channel", "cant_invite_self"), Advice(Verdict.DONE, person=True)),
    # --- a person who cannot be reached
    **dict.fromkeys(
        ("user_not_found", "user_disabled", "user_not_in_channel", "not_in_group"),
        Advice(
            Verdict.DROP,
            "This person cannot be reached in this workspace: their account is deactivated or unknown. "
            "`/moot remove` frees their seat for somebody else.",
            person=True,
            reachable=False,
        ),
    ),
    **dict.fromkeys(
        ("cannot_dm_bot", "cant_invite"),
        Advice(
            Verdict.DROP,
            "This account is a bot or an app and cannot play. `/moot remove` takes it off.",
            person=True,
            reachable=False,
        ),
    ),
    "user_not_visible": Advice(
        Verdict.DROP,
        "I am not allowed to see this person. An admin can allow it, or `/moot remove` frees their seat.",
        person=True,
    ),
    **dict.fromkeys(
        ("user_is_restricted", "user_is_ultra_restricted", "ura_max_channels"),
        Advice(
            Verdict.DROP,
            "This person is a guest who may not be added to that channel. An admin can invite them, or make "
            "them a full member. Otherwise hand their seat over, or give them a seat on paper.",
            person=True,
        ),
    ),
    **dict.fromkeys(
        ("user_team_not_in_channel", "org_user_not_in_team"),
        Advice(
            Verdict.DROP,
            "This person is not a member of this workspace, so I may not add them. An admin can make them "
            "one. Otherwise hand their seat over, or free it with `/moot remove`.",
            person=True,
        ),
    ),
    **dict.fromkeys(
        ("messages_tab_disabled", "not_enabled"),
        Advice(
            Verdict.PARK,
            "Direct messages with me, or my Home, are switched off. An admin can turn on both tabs under App "
            "Home in the app's settings.",
        ),
    ),
    # --- a channel
    **dict.fromkeys(
        ("not_in_channel", "channel_not_found"),
        Advice(Verdict.PARK, f"I am not in that channel, so I cannot see it. {INVITE_ME}"),
    ),
    "is_archived": Advice(Verdict.PARK, "That channel is archived, and only a person can unarchive it."),
    "name_taken": Advice(
        Verdict.PARK,
        "The channel's name and all similar names are taken. Rename an old channel that begins the same way.",
    ),
    **dict.fromkeys(
        ("restricted_action_read_only_channel", "restricted_action_non_threadable_channel", "no_permission"),
        Advice(Verdict.PARK, "Only some people may post in that channel. Its owner or an admin can add me."),
    ),
    **dict.fromkeys(
        ("method_not_supported_for_channel_type", "channel_type_not_supported"),
        Advice(
            Verdict.DROP, "Slack does not allow this in that kind of conversation. Use an ordinary channel."
        ),
    ),
    # --- what the workspace allows
    "missing_scope": Advice(
        Verdict.PARK, "I lack a permission. An admin can reinstall the app with the scopes in its manifest."
    ),
    **dict.fromkeys(
        ("restricted_action", "action_prohibited", "access_denied", "enterprise_is_restricted"),
        Advice(Verdict.PARK, "This workspace's settings forbid it. An admin can allow the app to do it."),
    ),
    "ekm_access_denied": Advice(
        Verdict.PARK,
        ("An admin has suspended posting for everybody (Enterprise Key Management). Please ask them."),
    ),
    "edit_window_closed": Advice(
        Verdict.DROP,
        "This workspace does not allow old messages to be changed, so a card stays as it is.",
    ),
    **dict.fromkeys(
        tokens.GONE, Advice(Verdict.PARK, "My token is no longer valid. An admin has to reinstall the app.")
    ),
    "not_allowed_token_type": Advice(
        Verdict.PARK,
        "The bot runs with the wrong kind of token. Its operator has to use the one that begins with xoxb-.",
    ),
    "org_login_required": Advice(
        Verdict.PARK,
        ("This workspace is being moved to another organisation. The game continues when that is done."),
    ),
    "team_access_not_granted": Advice(
        Verdict.PARK, "The app is no longer allowed in this workspace. An admin has to approve it again."
    ),
    # --- what passes
    **dict.fromkeys(_PASSES, Advice(Verdict.AGAIN)),
    # --- what Moot should not have sent
    **dict.fromkeys(_MALFORMED, Advice(Verdict.DROP, OURS)),
}
NO_PICTURE = ("invalid_blocks", "invalid_arguments")  # of messages and of views: also where Slack cannot
# load or show a picture in one
NO_FILES = (  # files.getUploadURLExternal and completeUploadExternal: what was to be a file is said otherwise
    "missing_scope", "restricted_action", "access_denied", "file_uploads_disabled",
    "file_uploads_except_images_disabled", "file_upload_size_restricted", "storage_limit_reached",
)  # fmt: skip
NOT_AT_THE_TOP = (  # pins.*, bookmarks.*, canvases.*: the book is not kept there then; nobody is alarmed
    "missing_scope", "restricted_action", "access_denied", "action_prohibited", "enterprise_is_restricted",
    "no_permission", "not_allowed_token_type", "method_not_supported_for_channel_type",
    "channel_type_not_supported",
)  # fmt: skip
UNKNOWN = Advice(
    Verdict.DROP,
    (
        "Slack refused it with an error that I do not know. Tell the person who operates the bot; its log "
        "says more."
    ),
)


def advice_on(error: str) -> Advice:
    """What to do about Slack's error code."""
    return ADVICE.get(error, UNKNOWN)


def same_cause(error: str) -> tuple[str, ...]:
    """Slack's words for what has the same cure, this one among them; in order."""
    advice = ADVICE.get(error)
    return (
        (error,) if advice is None else tuple(sorted(word for word, one in ADVICE.items() if one == advice))
    )


def keeps_nothing_there(error: str) -> bool:
    """Whether Slack refuses something at the top of a channel for good: for want of a scope, by a setting,
    the plan or a limit, or because it knows no such method. Faults that pass and lost channels do not
    count."""
    return error in NOT_AT_THE_TOP or (error not in RATE_LIMITED and advice_on(error).verdict is Verdict.DROP)
