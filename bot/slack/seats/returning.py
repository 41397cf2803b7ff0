"""Somebody who holds a seat comes back to their council's channel."""

from bot.db.members import LEFT
from bot.intents.rooms import council_room
from bot.queries.place import Where
from bot.services import Services


async def let_in(services: Services, where: Where) -> str:
    """Invites the holder of a seat again, and says what is so."""
    council = where.in_council()
    if council_room(council) in {room.key for room in await services.reader.gone_rooms(where.game.id)}:
        return (
            f"Your seat is still yours: {council.name}. I cannot use its channel right now, and the "
            "facilitators have been told."
        )
    known = (await services.reader.outside(where.game.id)).get(council.id, {}).get(where.user)
    await services.membership.let_in(council, [where.user])
    if known is None:
        return f"You have a seat already: {council.name}. If you are not in its channel, I invite you again."
    if known.out == LEFT:
        return f"Your seat is still yours: {council.name}. I am inviting you to its channel again."
    return (
        f"Your seat is still yours: {council.name}. Slack did not let me invite you to its channel "
        f"({known.out}). I am trying again; the facilitators have been told."
    )
