"""What is shown without a look at the game, most of it lines for one person: which is made by what."""

from bot.courier.rendering.seen import Row, shows
from bot.domain.errors import Refusal
from bot.domain.errors.ballot import BallotClosed
from bot.intents import aside, ballot, floor, people, proposals
from bot.slack.ballot import cards as ballot_cards
from bot.slack.blocks import answers, message
from bot.slack.blocks.message import Message
from bot.slack.console import aside as console_aside
from bot.slack.floor import cards as floor_cards
from bot.slack.proposals import objections


def _refusal(_: None, said: people.RefusalWhisper) -> Message:
    """What it says; of a sentence with facts, which a reaction does not carry, only that it cannot be."""
    refusal = Refusal.named[said.refusal]
    return message.plain(Refusal().sentence if refusal.needs() else refusal().sentence)


ROWS: tuple[Row[None], ...] = (
    shows(ballot.LatestCountsWhisper, lambda _, said: ballot_cards.latest_counts(said.choice)),
    shows(ballot.CameLateWhisper, lambda _, __: message.plain(BallotClosed().sentence)),
    shows(proposals.HowToObjectWhisper, lambda _, said: objections.how_to_object(said.number)),
    shows(floor.FloorYoursWhisper, lambda _, said: floor_cards.yours(said.seconds)),
    shows(floor.FloorOverWhisper, lambda _, said: floor_cards.time_over(said.then)),
    shows(people.CopyGoneWhisper, lambda _, __: answers.copy_gone()),
    shows(people.RefusalWhisper, _refusal),
    shows(aside.SetAsideCard, lambda _, card: console_aside.set_aside(card.name, card.why, card.since)),
)
WHISPERS = dict(ROWS)
