"""What people read about the data that is kept."""

from collections.abc import Callable, Mapping

from bot.gallery.cast import NOON
from bot.gallery.samples import Samples, once
from bot.gallery.worlds import World
from bot.slack.privacy import cards
from bot.slack.privacy.forms import ForgetForm


def deletion_near(world: World) -> Samples:
    yield "a week before", cards.deletion_near(world.games["ended"], NOON)


def forgotten(_world: World) -> Samples:
    for games in (0, 1, 12):
        yield f"in {games} games", cards.forgotten(games)


PRIVACY: Mapping[str, Callable[[World], Samples]] = {
    "privacy.cards.deletion_near": deletion_near,
    "privacy.cards.copy_comes": once(lambda _: cards.copy_comes()),
    "privacy.cards.nothing_kept": once(lambda _: cards.nothing_kept()),
    "privacy.cards.beside": once(lambda _: cards.beside()),
    "privacy.cards.not_sent": once(lambda _: cards.not_sent()),
    "privacy.cards.forgetting": once(lambda _: cards.forgetting()),
    "privacy.cards.forgotten": forgotten,
    "privacy.forms.ForgetForm": once(lambda _: ForgetForm.view()),
}
