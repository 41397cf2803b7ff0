"""The list of all that Moot shows: each function of `bot/slack/messages` that makes a message or a view, by
name, and how it looks in the states of a world. A test holds the list complete."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from bot.domain.errors import NotSeated
from bot.domain.game.events import GamePaused
from bot.domain.ids import CouncilId, ProposalNumber, RoleNumber, UserId
from bot.gallery import care_samples, people_samples, samples
from bot.gallery.samples import TAKES, Card, Samples
from bot.gallery.worlds import FACILITATOR, NOON, STRANGER, World, player, written
from bot.slack.messages import (
    amendments,
    book_cards,
    claim_cards,
    controls,
    council_cards,
    forms,
    game_cards,
    invitation_cards,
    objections,
    parked,
    personal,
    receipts,
    reveals,
    seat_cards,
    sheets,
    stage_cards,
    timetables,
)


@dataclass(frozen=True, slots=True)
class Shown:
    """A surface in one state."""

    surface: str  # module.function
    state: str
    card: Card


def shown(world: World) -> Iterator[Shown]:
    """Every surface in every state of this world."""
    for name, in_states in SURFACES.items():
        yield from (Shown(name, state, card) for state, card in in_states(world))


def _window(name: str) -> Callable[[World], Samples]:
    return samples.once(lambda world: people_samples.windows(world)[name])


SURFACES: Mapping[str, Callable[[World], Samples]] = {
    "game_cards.sign_up": samples.of_games(lambda w, game: game_cards.sign_up(game, w.pack)),
    "paged.seating_plan": samples.plans,
    "game_cards.dealt": samples.dealt,
    "game_cards.opening": samples.opening,
    "game_cards.phase": samples.phases,
    "game_cards.cue": samples.cues,
    "game_cards.inject": samples.injects,
    "game_cards.change": samples.changes,
    "game_cards.results": samples.results,
    "game_cards.farewell": samples.of_councils(lambda w, council: game_cards.farewell(w.pack, council)),
    "council_cards.welcome": samples.of_councils(
        lambda w, council: council_cards.welcome(samples.running(w), w.pack, council)
    ),
    "council_cards.charter": samples.of_councils(
        lambda w, council: council_cards.charter(w.pack, council) if council.charter else None
    ),
    "council_cards.proposal": samples.proposals,
    "council_cards.charter_overtaken": samples.overtaken,
    "council_cards.adopted": samples.adopted,
    "council_cards.response": samples.responses,
    "council_cards.ideas": samples.of_councils(lambda w, council: council_cards.ideas(w.pack, council)),
    "book_cards.book": samples.books,
    "council_cards.ballot": samples.of_councils(
        lambda _w, council: council_cards.ballot(council) if council.ballot else None
    ),
    "council_cards.outcome": samples.of_councils(
        lambda _w, council: council_cards.outcome(council) if council.outcome else None
    ),
    "council_cards.slide": samples.of_councils(lambda w, council: council_cards.slide(w.pack, council)),
    "council_cards.sidebar": samples.sidebars,
    "council_cards.sidebar_soon": samples.soon,
    "council_cards.sidebar_over": samples.once(lambda _w: council_cards.sidebar_over()),
    "claim_cards.claims_open": samples.once(lambda w: claim_cards.claims_open(samples.last(w))),
    "claim_cards.claim_form": samples.claim_forms,
    "claim_cards.claim": samples.claims,
    "reveals.for_a_facilitator": samples.once(lambda w: reveals.for_a_facilitator(w.pack, samples.last(w))),
    "reveals.reveal": samples.revealed,
    "reveals.question": samples.asked_to_reveal,
    "receipts.mine": samples.receipts_of_people,
    "receipts.public": samples.of_councils(
        lambda _w, council: receipts.public(council) if council.outcome else None
    ),
    "receipts.unread": samples.once(lambda w: receipts.unread(samples.last(w))),
    "claim_cards.disputed": samples.disputed,
    "claim_cards.ruling_form": samples.rulings,
    "book_cards.policies": samples.of_councils(
        lambda w, council: book_cards.policies(w.pack, council, council.seat_of(player(1)))
    ),
    "book_cards.order_form": samples.of_councils(lambda _w, council: book_cards.order_form(council)),
    "book_cards.ordered": samples.of_councils(
        lambda w, council: book_cards.ordered(w.pack, council, RoleNumber(1)) if council.policies else None
    ),
    "parked.card": samples.all_parked,
    "parked.form": samples.once(lambda w: parked.form(w.pack, samples.last(w), text=w.said(300))),
    "parked.settle_form": samples.once(lambda w: parked.settle_form(w.councils["with parked items"])),
    "amendments.earlier_card": samples.of_open_proposals(
        lambda _w, _council, one: amendments.earlier_card(one)
    ),
    "amendments.withdrawing": samples.of_open_proposals(
        lambda _w, council, one: amendments.withdrawing(council, one)
    ),
    "amendments.history": samples.of_open_proposals(
        lambda w, council, one: amendments.history(samples.running(w), w.pack, council, one)
    ),
    "amendments.form": samples.of_open_proposals(
        lambda w, council, one: amendments.form(w.pack, council, one)
    ),
    "amendments.merge_choice": samples.merging,
    "amendments.merge_form": samples.merged,
    "objections.form": samples.once(lambda w: objections.form(samples.last(w), ProposalNumber(12345))),
    "objections.how_to_object": samples.once(lambda _w: objections.how_to_object(7)),
    "stage_cards.turn": samples.turns,
    "stage_cards.presentation": samples.of_councils(
        lambda w, council: stage_cards.presentation(w.pack, council)
    ),
    "stage_cards.straw": samples.straws,
    "stage_cards.wants_to_talk": samples.talks,
    "stage_cards.heard": samples.once(lambda _w: stage_cards.heard([FACILITATOR, STRANGER])),
    "stage_cards.not_heard": samples.once(lambda _w: stage_cards.not_heard([FACILITATOR])),
    "stage_cards.feedback_summary": samples.of_games(lambda _w, game: stage_cards.feedback_summary(game)),
    "seat_cards.seat_news": samples.seat_news,
    "seat_cards.sheet_gone": samples.once(lambda w: seat_cards.sheet_gone(samples.last(w))),
    "seat_cards.signed_up": samples.once(lambda w: seat_cards.signed_up(samples.running(w), FACILITATOR)),
    "seat_cards.taken_off": samples.once(lambda w: seat_cards.taken_off(samples.running(w), FACILITATOR)),
    "seat_cards.team_empty": samples.empty_teams,
    "seat_cards.happened": samples.happened,
    "sheets.envelope": samples.envelopes,
    "sheets.still_sealed": samples.of_games(lambda w, game: sheets.still_sealed(game, samples.last(w))),
    "sheets.hidden": samples.once(lambda w: sheets.hidden(samples.last(w))),
    "sheets.sheet": samples.all_sheets,
    "homes.home": samples.all_homes,
    "helping.help_card": samples.helps,
    "games.listed": samples.all_games,
    "personal.unknown_command": samples.once(
        lambda w: personal.unknown_command(written(w.words, 3000), "join")
    ),
    "personal.plain": samples.once(lambda _w: personal.plain(NotSeated().sentence)),
    "personal.status": samples.of_places(personal.status),
    "personal.owed_card": samples.of_places(lambda where: personal.owed_card(where, NOON)),
    "paged.handbook": samples.handbook,
    "paged.book": samples.pages_of_books,
    "paged.results": samples.pages_of_results,
    "consoles.councils": samples.all_councils,
    "consoles.council": samples.each_council,
    "personal.open_again": samples.once(lambda _w: personal.open_again("propose", "gallery-1")),
    "controls.console": samples.of_games(lambda w, game: controls.console(game, w.hundred[1])),
    "controls.all_done": samples.once(lambda w: controls.all_done(samples.running(w), 1)),
    "controls.away": samples.once(lambda w: controls.away(w.games["paused"], GamePaused(NOON, NOON))),
    "controls.skipping": samples.of_games(
        lambda _w, game: controls.skipping(game, game.clock) if game.clock else None
    ),
    "controls.start_came": samples.once(lambda w: controls.start_came(w.games["dealt"])),
    "controls.start_near": samples.once(lambda w: controls.start_near(w.games["dealt"])),
    "forms.change_time": samples.once(lambda w: forms.change_time(samples.running(w), NOON)),
    "personal.done_said": samples.done_said,
    "stage_cards.done": samples.done,
    "invitation_cards.invited": people_samples.invited,
    "invitation_cards.looking_up": samples.once(lambda _w: invitation_cards.looking_up(1234)),
    "people_cards.people": people_samples.people,
    "people_cards.nudge": people_samples.nudge,
    "people_cards.nudged": people_samples.nudged,
    "people_cards.facilitates": people_samples.facilitates,
    "people_cards.stepped_down": people_samples.stepped_down,
    "care_cards.check_in": care_samples.check_in,
    "care_cards.digest": care_samples.digests,
    "care_cards.idle_seats": care_samples.idle_seats,
    "care_cards.may_vote_for": care_samples.may_vote_for,
    "care_cards.missed": care_samples.missed,
    "care_cards.reminder": care_samples.reminders,
    "care_cards.seat_offer": care_samples.seat_offer,
    "care_cards.seat_taken": care_samples.seat_taken,
    "seat_forms.facilitators": _window("facilitators"),
    "seat_forms.hand_over": _window("hand_over"),
    "seat_forms.hand_over_mine": _window("hand_over_mine"),
    "seat_forms.invite": _window("invite"),
    "seat_forms.move": _window("move"),
    "seat_forms.nudge": _window("nudge"),
    "seat_forms.paper": _window("paper"),
    "seat_forms.proxy": _window("proxy"),
    "seat_forms.remove": _window("remove"),
    "seat_forms.stop_or_talk": _window("stop_or_talk"),
    "seat_forms.straw": _window("straw"),
    "seat_forms.told": _window("told"),
    "personal.trouble": samples.troubles,
    "personal.tried_again": samples.counts_tried_again,
    "personal.went_wrong": samples.once(lambda _w: personal.went_wrong("3f9a1c")),
    "personal.came_too_late": samples.once(
        lambda _w: personal.came_too_late("/propose Owners answer. Each model has one.")
    ),
    "personal.invite_me_first": samples.once(lambda _w: personal.invite_me_first()),
    "personal.dealing": samples.of_games(lambda _w, game: personal.dealing(game, TAKES, NOON)),
    "personal.ballots_opened": samples.once(
        lambda w: personal.ballots_opened(frozenset({CouncilId("gallery-1")}), w.hundred[1])
    ),
    "personal.copy_gone": samples.once(lambda _w: personal.copy_gone()),
    "personal.latest_counts": samples.once(lambda _w: personal.latest_counts("yes")),
    "controls.ending": samples.of_games(lambda _w, game: controls.ending(game)),
    "create_form.create_game": samples.creating,
    "timetables.agenda": samples.of_games(
        lambda _w, game: timetables.agenda(game, NOON, {"Europe/Berlin": 3, "Asia/Kolkata": 1})
    ),
    "forms.charter": samples.of_councils(lambda w, council: forms.charter(w.pack, council)),
    "forms.proposal": samples.once(
        lambda w: forms.proposal(w.pack, samples.last(w), w.said(forms.TEXT_LENGTH))
    ),
    "forms.response": samples.once(lambda w: forms.response(samples.last(w))),
    "forms.idea": samples.once(lambda w: forms.idea(samples.last(w))),
    "forms.presentation": samples.of_councils(
        lambda w, council: forms.presentation(council, stage_cards.debrief(w.pack))
    ),
    "forms.feedback": samples.of_games(
        lambda _w, game: forms.feedback(game, game.feedback.get(UserId(player(1))))
    ),
}
