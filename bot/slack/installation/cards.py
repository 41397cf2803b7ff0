"""What the person who installed Moot reads."""

from bot.domain.ids import UserId
from bot.slack.blocks import phrases as p
from bot.slack.blocks.message import Message, context, header, section


def welcome(moot: UserId) -> Message:
    """By direct message, once, after the first installation; `moot` is the bot's user."""
    steps = (
        "1. Choose a channel where everybody will gather, or create one.",
        f"2. Invite me there: type `/invite` and choose {p.mention(moot)}.",
        "3. Type `/moot new` there. A form asks for the scenario and the start; then I post the sign-up "
        "card.",
    )
    return Message.of(
        header("Thank you for installing Moot"),
        section("I run governance role-plays. For your first game:"),
        section("\n".join(steps)),
        context(
            "I post only in channels that I was invited to or created myself. `/moot help` shows what else "
            "you can do."
        ),
    )
