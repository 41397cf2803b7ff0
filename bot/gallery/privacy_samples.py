"""What people read about the data that is kept."""

from collections.abc import Callable, Mapping

from bot.gallery.cast import NOON
from bot.gallery.samples import Samples
from bot.gallery.worlds import World
from bot.slack.privacy import cards


def deletion_near(world: World) -> Samples:
    yield "a week before", cards.deletion_near(world.games["ended"], NOON)


PRIVACY: Mapping[str, Callable[[World], Samples]] = {"privacy.cards.deletion_near": deletion_near}
