"""Why data cannot be deleted yet."""

from bot.domain.errors import Refusal


class StillInAGame(Refusal):
    template = (
        "Nothing was deleted, because of games that have not ended: {games}. To leave a game, players type "
        "/moot leave and facilitators type /moot cofacilitate remove me. Or wait until it has ended, and ask "
        "again."
    )
