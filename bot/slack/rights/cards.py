"""Words about who may create games, and where. They name nobody: an admin's choice of people is private."""

from bot.domain.rights import Channels, Creators, Rights
from bot.slack.blocks import phrases as p
from bot.slack.blocks.message import Message, section

BY_ADMINS = "A workspace admin can change that with /moot admin."
BY_OPERATOR = "The person who runs Moot can change that."


def who(creators: Creators) -> str:
    """Who may create games, as part of a sentence."""
    if creators.anyone:
        return "full members of the workspace"
    kinds = (
        (creators.admins, "workspace admins"),
        (creators.channel_creators, "the creator of the channel"),
        (creators.groups, "members of certain user groups"),
        (creators.people, "certain people"),
    )
    return p.listed([words for named, words in kinds if named])


def where(channels: Channels) -> str:
    """Where, as part of a sentence."""
    if channels.only:
        also = [("#general", channels.general), ("channels shared with other organisations", channels.shared)]
        return p.listed(["certain channels", *(words for words, allowed in also if allowed)])
    if channels.general and channels.shared:
        return "any channel"
    if channels.shared:
        return "any channel except #general (admins only)"
    if channels.general:
        return "any channel that is not shared with other organisations"
    return "any channel except #general (admins only) and those shared with other organisations"


def who_can_change(rights: Rights) -> str:
    """Of who may create games."""
    return BY_OPERATOR if "creators" in rights.fixed else BY_ADMINS


def summary(rights: Rights) -> str:
    """Both, as a sentence."""
    return f"Games may be created by {who(rights.creators)}, in {where(rights.channels)}."


def chosen(rights: Rights) -> Message:
    """To an admin who has changed this."""
    return Message.of(section(f"*This applies at once.* {summary(rights)} Existing games are not affected."))


def set_by_the_operator(rights: Rights) -> Message:
    """To an admin who can change nothing here."""
    return Message.of(
        section(
            f"{summary(rights)} The person who runs Moot has set this in MOOT_CREATORS and MOOT_CHANNELS; "
            "only they can change it."
        )
    )
