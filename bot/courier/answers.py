"""What Slack's errors mean for a piece of work."""

from dataclasses import dataclass
from enum import Enum


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


ADVICE = {
    **dict.fromkeys(
        ("already_in_channel", "already_archived", "already_reacted", "already_pinned", "cant_invite_self"),
        Advice(Verdict.DONE),
    ),
    **dict.fromkeys(
        ("user_not_found", "user_disabled", "cannot_dm_bot", "user_not_in_channel", "not_in_group"),
        Advice(
            Verdict.DROP,
            "This person cannot be reached in this workspace: their account is deactivated or unknown.",
        ),
    ),
    "not_in_channel": Advice(
        Verdict.PARK, "I am not in that channel. Invite me there: type /invite and my name."
    ),
    "channel_not_found": Advice(
        Verdict.PARK, "I cannot see that channel. Invite me there: type /invite and my name."
    ),
    "is_archived": Advice(
        Verdict.PARK, "That channel is archived, and no bot can change that: a person has to unarchive it."
    ),
    "missing_scope": Advice(
        Verdict.PARK, "I lack a permission. An admin reinstalls the app with the scopes of its manifest."
    ),
    "restricted_action": Advice(
        Verdict.PARK, "This workspace's settings forbid it. An admin can allow the app to do it."
    ),
    "user_is_restricted": Advice(
        Verdict.DROP, "This person is a guest who may not be added to that channel. An admin can invite them."
    ),
    "messages_tab_disabled": Advice(
        Verdict.PARK, "Direct messages with me are switched off. An admin turns on the app's Messages tab."
    ),
    **dict.fromkeys(
        ("token_revoked", "account_inactive", "invalid_auth", "not_authed", "token_expired"),
        Advice(Verdict.PARK, "My token is no longer valid. An admin reinstalls the app."),
    ),
    **dict.fromkeys(
        ("internal_error", "fatal_error", "service_unavailable", "request_timeout", "team_added_to_org"),
        Advice(Verdict.AGAIN),
    ),
}
UNKNOWN = Advice(Verdict.DROP, "Slack refused it. The log of the bot says more.")


def advice_on(error: str) -> Advice:
    """What to do about Slack's error code."""
    return ADVICE.get(error, UNKNOWN)
