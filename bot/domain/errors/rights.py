"""Who may create games, and where. None of these names a person or a channel."""

from bot.domain.errors import MootError, Refusal


class NotACreatorWord(MootError):
    template = (
        "{word} names nobody: use anyone, admins, channel-creators, or the id of a user group (S…) or of a "
        "person (U… or W…)"
    )


class NotAChannelWord(MootError):
    template = "{word} names no channel: use anywhere, general, shared, or the id of a channel (C… or G…)"


class NotAFullMember(Refusal):
    template = (
        "Only full members of this workspace can create games, and {reason}. Ask a full member to create it."
    )


class MayNotCreate(Refusal):
    template = "In this workspace, only {who} may create games. Ask one of them to create the game. {change}"


class NotInGeneral(Refusal):
    template = (
        "Everybody in the workspace would get the game's messages here, so only workspace admins may create "
        "games in this channel. Use another channel, or ask an admin."
    )


class NotWhereShared(Refusal):
    template = (
        "This channel includes people from other organisations, so games may not be created here. Use "
        "another channel, or ask a workspace admin to allow it with /moot admin."
    )


class NotThere(Refusal):
    template = (
        "Games may be created only in channels that the workspace's admins have chosen, and this is not one "
        "of them. Ask an admin which ones are."
    )


class NotSeen(Refusal):
    template = (
        "I am not in this channel yet, so I cannot tell whether it includes people from other organisations. "
        "Type /invite and my name here, then try again."
    )


class NoGroupChannel(Refusal):
    template = (
        "A game needs a channel that everybody shares. Type /moot new in a channel, not in a group direct "
        "message."
    )


class GroupsHidden(Refusal):
    template = (
        "Only some user groups may create games here, and Slack does not let me see who is in them. Ask a "
        "workspace admin to grant this app usergroups:read and install it again, or to use /moot admin to "
        "change who may create games."
    )


class NoGroupsToChoose(Refusal):
    template = (
        "Slack does not let me see user groups. Grant this app usergroups:read and install it again, or "
        "leave this field empty."
    )


class GroupGone(Refusal):
    template = (
        "A user group that may create games here no longer exists, and you are in none of the others. Ask a "
        "workspace admin to choose another with /moot admin."
    )


class AdminsOnly(Refusal):
    template = (
        "Only the admins and owners of this workspace can change who may create games here. Ask one of them."
    )


class RightsChanged(Refusal):
    template = (
        "Another admin changed this after you opened the form, so nothing was saved. Type /moot admin again "
        "to see the current settings."
    )


class NoCreatorChosen(Refusal):
    template = "Choose who may create games: tick a box, or name people or user groups."


class NoChannelChosen(Refusal):
    template = "Choose at least one channel, or allow all of them above."


class NoSuchGroup(Refusal):
    template = (
        "There is no user group {name} here. Type its handle, like @facilitators, or its id, like S0123."
    )
