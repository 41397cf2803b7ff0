"""Photos of paper pads, from which proposals are taken."""

from dataclasses import dataclass

from bot.domain.ids import RoleNumber, UserId

MOST_PHOTOS = 5  # of one message


@dataclass(frozen=True, slots=True)
class Photo:
    """The photos of one message: where they stand, who posted them, and in words what they show.

    `seat` is the poster's at this table, if they hold one.
    """

    links: tuple[str, ...]
    by: UserId
    shows: str
    seat: RoleNumber | None = None
