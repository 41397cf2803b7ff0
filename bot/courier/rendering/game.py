"""Cards about the whole game: which is made by what; some read what else they show."""

from datetime import timedelta

from bot.courier.rendering import injects
from bot.courier.rendering.seen import NoLonger, Row, Seen, judged, numbered, shows
from bot.domain.game import Stage
from bot.domain.game.events import GamePaused, GameResumed, TurnBegan
from bot.domain.game.surveys import survey
from bot.domain.ids import COUNCIL, UserId
from bot.domain.meetings import plans_of
from bot.domain.paper import is_paper
from bot.domain.print_kit import SPOILING, Print
from bot.domain.settled import has_nothing_to_say
from bot.domain.sidebar import seats_in, tables_of
from bot.intents import (
    accounts,
    aside,
    asks,
    calendar,
    calls,
    channels,
    claims,
    clock,
    ending,
    floor,
    keeping,
    presentations,
    printing,
    privacy,
    sessions,
    sign_up,
    steps,
    surveys,
    trouble,
)
from bot.intents.rooms import PLENARY
from bot.platform.rates import POST, opening_of
from bot.queries.overview import stuck_for
from bot.reports.kit.files import left_out
from bot.services.kits import kit_of, plays
from bot.slack.asks import cards as asks_cards
from bot.slack.asks import console as asks_console
from bot.slack.asks import surveys as survey_cards
from bot.slack.blocks.message import Message
from bot.slack.book import kept
from bot.slack.calendar import cards as calendar_cards
from bot.slack.calls import cards as calls_cards
from bot.slack.clock import cards as clock_cards
from bot.slack.clock import controls
from bot.slack.console import aside as console_aside
from bot.slack.console import trouble as trouble_cards
from bot.slack.creation import steps as creation_steps
from bot.slack.floor import cards as floor_cards
from bot.slack.kit import cards as kit_cards
from bot.slack.membership import cards as membership_cards
from bot.slack.presentations import cards as presentations_cards
from bot.slack.privacy import cards as privacy_cards
from bot.slack.results import cards as results_cards
from bot.slack.results import closing, own
from bot.slack.rulings import cards as rulings_cards
from bot.slack.rulings.cards import entries, shown_with
from bot.slack.seats import accounts as accounts_cards
from bot.slack.seats import cards as seats_cards
from bot.slack.seats import people as people_cards
from bot.slack.sessions import sidebars
from bot.slack.sign_up import cards as sign_up_cards
from bot.slack.sign_up import invitations

LONG_OPENING = timedelta(seconds=30)


async def _dealt(it: Seen, _: sign_up.DealtCard) -> Message:
    return sign_up_cards.dealt(it.game, it.scenario, await it.councils())


async def _opening(it: Seen, _: sign_up.OpeningCard) -> Message:
    takes = opening_of(it.game, it.reader.pace)
    if takes < LONG_OPENING:
        raise NoLonger  # it is over before anybody has read about it
    return sign_up_cards.opening(it.scenario, takes, await it.reader.opened(it.game.id))


async def _steps(it: Seen, card: steps.StepsCard) -> Message:
    user = UserId(card.room.partition(":")[2])
    opened = await it.reader.opened(it.game.id) if it.game.stage is Stage.DEALT else None
    return creation_steps.steps(it.game, it.scenario, user, await it.councils(), opened)


async def _invited(it: Seen, card: sign_up.InvitedCard) -> Message:
    invitation = await it.reader.invitation(it.game.id, card.invitation)
    return invitations.invited(it.scenario, await it.councils(), invitation)


def _stepped_down(it: Seen, card: sign_up.SteppedDownCard) -> Message:
    return people_cards.stepped_down(it.game, UserId(card.room.partition(":")[2]), card.by)


async def _accounts(it: Seen, card: accounts.AccountsCard) -> Message:
    return accounts_cards.accounts(it.game, it.scenario, await it.councils(), card.since)


def _take_over(it: Seen, card: accounts.TakeOverCard) -> Message:
    return accounts_cards.take_over(it.game, it.scenario, UserId(card.room.partition(":")[2]))


async def _ask_waits(it: Seen, card: asks.AskWaitsCard) -> Message:
    return asks_console.waits(it.game, await it.councils(), card.ask)


async def _survey_result(it: Seen, card: surveys.SurveyResultCard) -> Message:
    one = survey(it.game, card.survey)
    return survey_cards.survey_result(it.game, it.scenario, await it.councils(), one)


async def _across(it: Seen, card: asks.AskAcrossCard) -> Message:
    return asks_cards.across(await it.councils(), card.ask)


async def _phase(it: Seen, card: clock.PhaseCard) -> Message:
    council = None if card.room == PLENARY else await it.council_in(card.room)
    return clock_cards.phase(it.game, it.scenario, card.phase, council, run=card.run, late=card.late)


async def _cue(it: Seen, card: clock.CueCard) -> Message:
    planned = it.game.agenda[card.phase]
    told = it.scenario.phase(planned.key).cues[planned.place(card.cue)]
    in_room = card.room.startswith(COUNCIL)
    hearing = [await it.council_in(card.room)] if in_room else await it.councils()
    if hearing and all(has_nothing_to_say(told, it.scenario, council) for council in hearing):
        raise NoLonger
    left = None if card.left is None else timedelta(seconds=card.left)
    return clock_cards.cue(it.game, it.scenario, card.phase, card.cue, left)


async def _inject(it: Seen, card: clock.InjectCard) -> Message:
    return clock_cards.inject(it.game, it.scenario, card.phase, await it.council_in(card.room))


async def _change(it: Seen, card: clock.ChangeCard) -> Message:
    event = await it.reader.game_event(it.game.id, card.version)
    return clock_cards.change(it.game, card.what, event, card.phase)


async def _call(it: Seen, card: calls.CallCard) -> Message:
    council = None if card.room == PLENARY else await it.council_in(card.room)
    return calls_cards.changed(it.game, council)


async def _away(it: Seen, card: clock.AwayCard) -> Message:
    event = await it.reader.game_event(it.game.id, card.number)
    assert isinstance(event, GamePaused)
    return controls.away(it.game, event)


async def _stood_still(it: Seen, card: clock.StoodStillCard) -> Message:
    event = await it.reader.game_event(it.game.id, card.number)
    assert isinstance(event, GameResumed)
    return controls.stood_still(it.game, event)


async def _turn(it: Seen, card: presentations.TurnCard) -> Message:
    event = await it.reader.game_event(it.game.id, card.version)
    assert isinstance(event, TurnBegan)
    return presentations_cards.turn(it.game, event)


def _floor(it: Seen, card: floor.PlenaryFloorCard) -> Message:
    return floor_cards.plenary_list(it.game, it.scenario, card.bell, card.phase)


async def _results(it: Seen, _: claims.ResultsCard) -> Message:
    councils = tuple(map(judged, await it.councils()))
    links = await it.reader.links(it.game.id, claims.claim_keys(councils))
    return results_cards.results(it.game, it.scenario, councils, links)


async def _all_books(it: Seen, card: keeping.AllBooksPageCard) -> Message:
    rooms = await it.reader.council_rooms(it.game.id)
    return numbered(kept.all_pages(it.game, it.scenario, await it.councils(), it.at, rooms), card.page)


async def _not_printed(it: Seen, card: printing.NotPrintedCard) -> Message:
    kit, user = await kit_of(it.reader, it.game.id, {}, it.at), UserId(card.room.partition(":")[2])
    kept_out = SPOILING & {*card.prints} if plays(it.game, user) else frozenset[Print]()
    return kit_cards.not_printed(it.game, card, left_out(kit, card.wish), kept_out)


async def _rulings(it: Seen, card: claims.RulingsCard) -> Message:
    if UserId(card.room.partition(":")[2]) not in it.game.facilitators:
        return rulings_cards.no_facilitator()
    councils = await it.councils()
    if not card.existing and not entries(it.scenario, councils):
        raise NoLonger  # it passed before anybody was told
    links = await it.reader.links(it.game.id, shown_with(it.scenario, councils))
    return rulings_cards.queue(it.game, it.scenario, councils, links=links)


async def _farewell(it: Seen, card: claims.FarewellCard) -> Message:
    return results_cards.farewell(it.scenario, judged(await it.council_in(card.room)))


def _goodbye(it: Seen, card: ending.GoodbyeCard) -> Message:
    user = UserId(card.room.partition(":")[2])
    if user not in it.game.sign_ups:
        raise NoLonger
    return own.goodbye(it.game, user)


def _closing(it: Seen, _: ending.ClosingCard) -> Message:
    people = sum(not is_paper(one.player) for one in it.game.active)
    return closing.closing(it.game, it.scenario, it.reader.pace.least({POST: people}))


async def _trouble(it: Seen, card: trouble.TroubleCard) -> Message:
    stuck = await stuck_for(it.reader, it.game, card.error)
    if not stuck and not card.existing:
        raise NoLonger  # it passed before anybody was told
    return trouble_cards.trouble(it.game.id, stuck)


async def _room_gone(it: Seen, card: channels.RoomGoneCard) -> Message:
    lost = await it.reader.lost_rooms(it.game.id, card.since)
    return membership_cards.room_gone(it.game.id, lost)


async def _sidebar(it: Seen, card: sessions.SidebarCard) -> Message:
    count = len(it.game.deal.councils) if it.game.deal else 0
    numbers = tables_of(card.room, count, it.game.layout.sidebar_limit)
    tables = [await it.council_in(f"{COUNCIL}{number}") for number in numbers]
    seats = seats_in(card.room, tables, plans_of(it.game))
    return sidebars.sidebar(it.game, it.scenario, card.room, seats)


ROWS: tuple[Row[Seen], ...] = (
    shows(sign_up.SignUpCard, lambda it, _: sign_up_cards.sign_up(it.game, it.scenario)),
    shows(sign_up.DealtCard, _dealt),
    shows(sign_up.OpeningCard, _opening),
    shows(steps.StepsCard, _steps),
    shows(sign_up.InvitedCard, _invited),
    shows(sign_up.StartNearCard, lambda it, _: controls.start_near(it.game)),
    shows(sign_up.StartCameCard, lambda it, _: controls.start_came(it.game)),
    shows(sign_up.SignedUpCard, lambda it, card: seats_cards.signed_up(it.game, card.by)),
    shows(sign_up.TakenOffCard, lambda it, card: seats_cards.taken_off(it.game, card.by)),
    shows(sign_up.FacilitatesCard, lambda it, card: people_cards.facilitates(it.game, card.by)),
    shows(sign_up.SteppedDownCard, _stepped_down),
    shows(accounts.AccountsCard, _accounts),
    shows(accounts.TakeOverCard, _take_over),
    shows(accounts.TakenOverCard, lambda it, card: accounts_cards.taken_over(it.game, card.user)),
    shows(surveys.SurveyCard, lambda it, card: survey_cards.survey(it.game, survey(it.game, card.survey))),
    shows(surveys.SurveyResultCard, _survey_result),
    shows(asks.AskWaitsCard, _ask_waits),
    shows(asks.AskAcrossCard, _across),
    shows(clock.PhaseCard, _phase),
    shows(clock.CueCard, _cue),
    shows(clock.InjectCard, _inject),
    shows(clock.ChangeCard, _change),
    shows(
        calendar.AgendaWordsCard,
        lambda it, card: calendar_cards.in_words(it.game, it.at, changed=card.changed),
    ),
    shows(calls.CallCard, _call),
    shows(clock.AwayCard, _away),
    shows(clock.StoodStillCard, _stood_still),
    shows(clock.AllDoneCard, lambda it, card: controls.all_done(it.game, card.number)),
    shows(sessions.SidebarCard, _sidebar),
    shows(sessions.SidebarSoonCard, lambda it, card: sidebars.sidebar_soon(it.game, it.scenario, card.room)),
    shows(sessions.SidebarOverCard, lambda it, card: sidebars.sidebar_over(it.game, card.room)),
    shows(presentations.TurnCard, _turn),
    shows(floor.PlenaryFloorCard, _floor),
    shows(claims.ResultsCard, _results),
    shows(claims.RulingsCard, _rulings),
    shows(claims.FarewellCard, _farewell),
    shows(keeping.AllBooksPageCard, _all_books),
    shows(printing.NotPrintedCard, _not_printed),
    shows(privacy.DeletionNearCard, lambda it, card: privacy_cards.deletion_near(it.game, card.on)),
    shows(privacy.NotSentCard, lambda _it, _card: privacy_cards.not_sent()),
    shows(ending.GoodbyeCard, _goodbye),
    shows(ending.ClosingCard, _closing),
    shows(trouble.TroubleCard, _trouble),
    shows(aside.GoesOnCard, lambda it, card: console_aside.goes_on(it.game, card.since)),
    shows(channels.RoomGoneCard, _room_gone),
)
OF_GAME = dict((*ROWS, *injects.OF_GAME))
