"""Every topic, once; in the order in which help lists the words of those that say nothing else."""

from typing import Protocol

from bot.slack.acting.asked import Word
from bot.slack.acting.pressed import Handler
from bot.slack.acting.submitted import Taken
from bot.slack.asks import listeners as asks
from bot.slack.ballot import listeners as ballot
from bot.slack.board import listeners as board
from bot.slack.book import listeners as book
from bot.slack.calendar import listeners as calendar
from bot.slack.calls import listeners as calls
from bot.slack.care import listeners as care
from bot.slack.charter import listeners as charter
from bot.slack.claims import listeners as claims
from bot.slack.clock import listeners as clock
from bot.slack.console import listeners as console
from bot.slack.creation import listeners as creation
from bot.slack.floor import listeners as floor
from bot.slack.guide import listeners as guide
from bot.slack.help import listeners as help
from bot.slack.injects import listeners as injects
from bot.slack.kit import listeners as kit
from bot.slack.membership import listeners as membership
from bot.slack.paper import listeners as paper
from bot.slack.presentations import listeners as presentations
from bot.slack.privacy import listeners as privacy
from bot.slack.proposals import listeners as proposals
from bot.slack.results import listeners as results
from bot.slack.rights import listeners as rights
from bot.slack.rulings import listeners as rulings
from bot.slack.safety import listeners as safety
from bot.slack.seats import listeners as seats
from bot.slack.sessions import listeners as sessions
from bot.slack.sheets import listeners as sheets
from bot.slack.sign_up import listeners as sign_up


class Topic(Protocol):
    """What a topic's listeners declare, each thing beside its handlers."""

    WORDS: tuple[Word, ...]
    BUTTONS: dict[str, Handler]
    FORMS: tuple[Taken, ...]


TOPICS: tuple[Topic, ...] = (
    help,
    guide,
    board,
    kit,
    creation,
    rights,
    console,
    sign_up,
    clock,
    calendar,
    calls,
    injects,
    sheets,
    book,
    charter,
    claims,
    rulings,
    presentations,
    proposals,
    sessions,
    floor,
    asks,
    ballot,
    results,
    seats,
    paper,
    membership,
    safety,
    privacy,
    care,
)
