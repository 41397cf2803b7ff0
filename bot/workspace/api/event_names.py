"""The events an app may subscribe to as a bot: those that happen here, and those that never do."""

SENT = {
    "app_home_opened": "somebody opens the app's Home or Messages",
    "app_mention": "a message names the bot in a channel it is in",
    "app_uninstalled": "the app is removed",
    "channel_archive": "a public channel is archived",
    "channel_created": "a public channel is created",
    "channel_deleted": "a public channel is deleted",
    "channel_left": "the bot leaves, or is removed from, a public channel",
    "channel_rename": "a public channel is renamed",
    "channel_unarchive": "a public channel is unarchived",
    "group_archive": "a private channel of the bot is archived",
    "group_deleted": "a private channel of the bot is deleted",
    "group_left": "the bot leaves, or is removed from, a private channel",
    "group_rename": "a private channel of the bot is renamed",
    "group_unarchive": "a private channel of the bot is unarchived",
    "member_joined_channel": "somebody, or the bot itself, joins a channel of the bot",
    "member_left_channel": "somebody leaves a channel of the bot",
    "message.channels": "messages, changes and deletions in public channels of the bot",
    "message.groups": "the same in private channels",
    "message.im": "the same in the bot's DMs",
    "reaction_added": "somebody, or the bot itself, reacts in a channel of the bot",
    "reaction_removed": "somebody removes a reaction",
    "team_join": "somebody new joins the workspace",
    "tokens_revoked": "the app's tokens stop working",
    "user_change": "somebody's name, zone or flags change",
}
"""Event -> when it is sent."""

NEVER_SENT = frozenset([
    "app_rate_limited", "app_requested", "assistant_thread_context_changed", "assistant_thread_started",
    "call_rejected", "channel_history_changed", "channel_id_changed", "channel_shared",
    "channel_unshared", "dnd_updated", "dnd_updated_user", "email_domain_changed", "emoji_changed",
    "entity_details_requested", "file_change", "file_created", "file_deleted", "file_public",
    "file_shared", "file_unshared", "function_executed", "grid_migration_finished",
    "grid_migration_started", "group_close", "group_history_changed", "group_open", "im_close",
    "im_created", "im_history_changed", "im_open", "invite_requested", "link_shared", "message.app_home",
    "message.mpim", "message_metadata_deleted", "message_metadata_posted", "message_metadata_updated",
    "pin_added", "pin_removed", "shared_channel_invite_accepted", "shared_channel_invite_approved",
    "shared_channel_invite_declined", "shared_channel_invite_received", "shared_channel_invite_requested",
    "star_added", "star_removed", "subteam_created", "subteam_members_changed", "subteam_self_added",
    "subteam_self_removed", "subteam_updated", "team_access_granted", "team_access_revoked",
    "team_domain_change", "team_rename", "user_connection", "user_huddle_changed", "user_profile_changed",
    "user_resource_denied", "user_resource_granted", "user_resource_removed", "user_status_changed",
    "workflow_deleted", "workflow_published", "workflow_step_deleted", "workflow_step_execute",
    "workflow_unpublished",
])  # fmt: skip
"""Events Slack has and this workspace never sends; subscribing to one is no fault."""
