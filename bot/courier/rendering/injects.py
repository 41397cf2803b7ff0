"""Cards of what some people are told: which is made by what."""

from bot.courier.rendering.seen import NoLonger, Row, Seen, SeenCouncil, shows, standing
from bot.domain.council import Council
from bot.domain.game.events import InjectPlanned, InjectsMissed
from bot.domain.game.telling import OfCue, Told
from bot.domain.ids import UserId
from bot.domain.paper import is_paper
from bot.domain.settled import has_nothing_to_say
from bot.intents import injects
from bot.slack.blocks.message import Message
from bot.slack.injects import cards
from bot.slack.injects.cards import lines_revealed
from bot.slack.injects.words import is_kept


def _told(it: Seen, id: str, council: Council | None = None) -> Told:
    """Raises NoLonger for a cue of which this council needs no word any more."""
    told = standing(it.game.telling.by_id(id))
    if council is not None and isinstance(told.what, OfCue):
        planned = it.game.agenda[told.what.phase]
        cue = it.scenario.phase(planned.key).cues[planned.place(told.what.cue)]
        if has_nothing_to_say(cue, it.scenario, council):
            raise NoLonger
    return told


def _here(it: SeenCouncil, card: injects.ToldHereCard) -> Message:
    return cards.here(it.scenario, it.game, _told(it, card.told), it.council)


def _to_seat(it: SeenCouncil, card: injects.ToldSeatCard) -> Message:
    told, seat = _told(it, card.told, it.council), it.council.seats[card.seat]
    if is_paper(seat.holder) and card.user in it.council.facilitators:
        return cards.read_out(it.scenario, it.game, told, it.council, seat)
    if seat.holder != card.user:
        raise NoLonger  # whoever has come reads it with what came before them
    return cards.message(it.scenario, it.game, told)


def _to_others(it: Seen, card: injects.ToldOthersCard) -> Message:
    told, user = _told(it, card.told), UserId(card.room.partition(":")[2])
    if user not in it.game.facilitators and user not in {one.player for one in it.game.observers}:
        raise NoLonger
    return cards.message(it.scenario, it.game, told)


def _earlier(it: SeenCouncil, card: injects.ToldEarlierCard) -> Message:
    seat = it.council.seats[card.seat]
    paper = is_paper(seat.holder) and card.user in it.council.facilitators
    own = [one for one in it.game.telling.told if one.is_for(it.council.number, seat.role)]
    before = [one for one in own if one.at <= card.until and is_kept(it.scenario, it.game, one)]
    if not before or not (paper or seat.holder == card.user):
        raise NoLonger
    return cards.earlier(it.scenario, it.game, before, it.council, seat, paper=paper)


def _revealed(it: SeenCouncil, _: injects.ToldRevealedCard) -> Message:
    lines = [*lines_revealed(it.scenario, it.game, it.council)]
    if not lines:
        raise NoLonger
    return cards.revealed(lines)


async def _missed(it: Seen, card: injects.InjectsMissedCard) -> Message:
    event = await it.reader.game_event(it.game.id, card.version)
    assert isinstance(event, InjectsMissed)
    log = await it.reader.game_log(it.game.id, it.game.first_bell or it.at, it.at)
    planned = [one for one in log if isinstance(one, InjectPlanned) and one.number in event.planned]
    return cards.missed(it.scenario, it.game, event, planned)


OF_GAME: tuple[Row[Seen], ...] = (
    shows(injects.ToldOthersCard, _to_others),
    shows(injects.InjectsMissedCard, _missed),
)
OF_COUNCIL: tuple[Row[SeenCouncil], ...] = (
    shows(injects.ToldHereCard, _here),
    shows(injects.ToldSeatCard, _to_seat),
    shows(injects.ToldEarlierCard, _earlier),
    shows(injects.ToldRevealedCard, _revealed),
)
