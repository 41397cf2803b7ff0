"""The Bolt app with every listener, registered once."""

from functools import cache

from slack_bolt.async_app import AsyncApp

from bot.services import Services
from bot.slack import buttons, commands, others, submissions
from bot.slack.creation import listeners as creation_listeners
from bot.slack.edge.bolt import bent
from bot.slack.edge.calling import Clients
from bot.slack.edge.listeners import Listeners
from bot.slack.help import listeners as help_listeners
from bot.slack.home import listeners as home_listeners
from bot.slack.installation import listeners as installation_listeners
from bot.slack.membership import listeners as membership_listeners
from bot.slack.proposals import listeners as proposals_listeners
from bot.slack.reactions import listeners as reactions_listeners


def make_bolt(clients: Clients, services: Services, signing_secret: str = "") -> AsyncApp:
    """The Bolt app with every listener, registered once. What comes by HTTP must bear this signature."""
    return bent(clients, services, {"words": commands.WORDS}, every_listener(), signing_secret)


@cache
def every_listener() -> Listeners:
    """All that there are: the same for every app of this process."""
    listeners = Listeners()
    for module in (
        commands,
        buttons,
        submissions,
        creation_listeners,
        help_listeners,
        home_listeners,
        installation_listeners,
        membership_listeners,
        proposals_listeners,
        reactions_listeners,
        others,
    ):
        module.register(listeners)
    return listeners
