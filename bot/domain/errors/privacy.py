"""Why data is not deleted now."""

from bot.domain.errors import Refusal


class StillInAGame(Refusal):
    template = (
        "Nothing was deleted. A part in a game that has not ended ({games}) must be given up first: /moot "
        "leave frees a seat, and /moot cofacilitate remove me is for somebody who runs the game. Or wait "
        "until it has ended, and ask again."
    )
