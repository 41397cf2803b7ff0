"""The list of all that Moot shows: each function in `bot/slack` that makes a message or a view, by
name, and how it looks in the states of a world. A test holds the list complete."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from bot.db.directory import Opened
from bot.domain.errors.authority import NotSeated
from bot.domain.errors.ballot import EmptyBook
from bot.domain.game.events import GamePaused
from bot.domain.ids import CouncilId, GameId, ProposalNumber, RoleNumber, UserId
from bot.gallery import (
    around_samples,
    aside_samples,
    ask_samples,
    belonging_samples,
    book_samples,
    care_samples,
    creation_samples,
    ending_samples,
    floor_samples,
    kit_samples,
    people_samples,
    personal_samples,
    policy_samples,
    room_samples,
    samples,
    seating_samples,
)
from bot.gallery.cast import FACILITATOR, NOON, written
from bot.gallery.inject_samples import INJECTS
from bot.gallery.privacy_samples import PRIVACY
from bot.gallery.samples import TAKES, Card, Samples
from bot.gallery.without import fits
from bot.gallery.worlds import World
from bot.reports.presentation import questions
from bot.slack.ballot import cards as ballot_cards
from bot.slack.ballot import receipts
from bot.slack.blocks import answers, message
from bot.slack.blocks.fields import TEXT_LENGTH
from bot.slack.board import cards as board_cards
from bot.slack.book import cards as book_cards
from bot.slack.book import kept
from bot.slack.book.forms import OrderForm, ParkForm, SettleForm
from bot.slack.calendar import cards as calendar_cards
from bot.slack.charter.forms import CharterForm
from bot.slack.claims import cards as claims_cards
from bot.slack.clock import closing, controls, timetables
from bot.slack.clock.forms import SayForm, TimeForm
from bot.slack.creation import cards as creation_cards
from bot.slack.guide import cards as guide_cards
from bot.slack.help import cards as help_cards
from bot.slack.help import handbook
from bot.slack.installation import cards as installation_cards
from bot.slack.kit import cards as kit_cards
from bot.slack.presentations import cards as presentations_cards
from bot.slack.presentations.forms import PresentationForm
from bot.slack.proposals import amendments, objections
from bot.slack.proposals.forms import AmendmentForm, AmendOrNewForm, ObjectionForm, ProposalForm, RecordForm
from bot.slack.rights import cards as rights_cards
from bot.slack.seats import cards as seats_cards
from bot.slack.sessions import cards as sessions_cards
from bot.slack.sessions.forms import IdeaForm, ResponseForm
from bot.slack.sheets import cards as sheets_cards
from bot.slack.sign_up import cards as sign_up_cards
from bot.slack.sign_up import invitations


@dataclass(frozen=True, slots=True)
class Shown:
    """A surface in one state."""

    surface: str  # module.function
    state: str
    card: Card


def shown(world: World) -> Iterator[Shown]:
    """Every surface in every state of this world, as far as its game has the part that it is about."""
    for name, in_states in SURFACES.items():
        if not fits(name, world.pack):
            continue
        yield from (Shown(name, state, card) for state, card in in_states(world))


def _window(name: str) -> Callable[[World], Samples]:
    return samples.once(lambda world: people_samples.windows(world)[name])


SURFACES: Mapping[str, Callable[[World], Samples]] = {
    **INJECTS,
    **PRIVACY,
    **ask_samples.SURFACES,
    **ending_samples.SURFACES,
    **book_samples.RULINGS,
    "sign_up.cards.sign_up": samples.sign_ups,
    "creation.steps.steps": seating_samples.steps,
    "sign_up.plans.seating_plan": seating_samples.plans,
    "sign_up.cards.dealt": samples.dealt,
    "sign_up.cards.opening": samples.opening,
    "clock.cards.phase": policy_samples.beside(samples.phases, around_samples.phases),
    "clock.cards.cue": samples.cues,
    "clock.cards.inject": samples.injects,
    "clock.cards.whole_phase": samples.whole_phases,
    "clock.cards.whole_cue": samples.whole_cues,
    "clock.cards.whole_inject": samples.whole_injects,
    "sign_up.cards.about": samples.of_games(lambda w, game: sign_up_cards.about(game, w.pack)),
    "seats.cards.whole_welcome": samples.of_councils(
        lambda w, council: seats_cards.whole_welcome(w.pack, council)
    ),
    "ballot.cards.whole_ballot": policy_samples.beside(
        samples.of_councils(
            lambda w, council: ballot_cards.whole_ballot(w.pack, council) if council.ballot else None
        ),
        policy_samples.whole_ballots,
    ),
    "clock.cards.change": samples.changes,
    "seats.cards.welcome": policy_samples.beside(room_samples.welcomes, around_samples.welcomes),
    "charter.cards.charter": policy_samples.beside(book_samples.charters, policy_samples.charters),
    "proposals.cards.proposal": policy_samples.beside(book_samples.proposals, policy_samples.proposals),
    "proposals.cards.changed": policy_samples.changed,
    "proposals.policy_forms.PolicyChoiceForm": policy_samples.choices,
    "proposals.policy_forms.PolicyChangeForm": policy_samples.texts,
    "proposals.policy_forms.RescindForm": policy_samples.rescinding,
    "charter.cards.charter_overtaken": book_samples.overtaken,
    "proposals.cards.adopted": book_samples.adopted,
    "proposals.cards.on_the_table": book_samples.on_the_table,
    "proposals.forms.DetailsForm": book_samples.details,
    "sessions.cards.response": samples.responses,
    "sessions.cards.ideas": samples.of_councils(lambda w, council: sessions_cards.ideas(w.pack, council)),
    "book.cards.frozen": book_samples.books,
    "ballot.cards.ballot": policy_samples.beside(
        samples.of_councils(lambda _w, council: ballot_cards.ballot(council) if council.ballot else None),
        policy_samples.ballots,
    ),
    "ballot.cards.reminder": samples.of_councils(
        lambda w, council: ballot_cards.reminder(
            samples.running(w), council, council.filled[-1], samples.LINK, NOON
        )
    ),
    "ballot.cards.may_call": samples.once(lambda w: ballot_cards.may_call(samples.last(w))),
    "ballot.cards.not_theirs": samples.once(lambda w: ballot_cards.not_theirs(samples.last(w))),
    "ballot.cards.opening": samples.once(lambda w: ballot_cards.opening(samples.running(w), w.hundred[1])),
    "ballot.cards.two_choices": samples.of_councils(
        lambda _w, council: ballot_cards.two_choices(council, council.filled[0], samples.LINK)
    ),
    "ballot.cards.outcome": samples.of_councils(
        lambda w, council: ballot_cards.outcome(w.pack, council) if council.outcome else None
    ),
    "presentations.cards.slide": samples.of_councils(
        lambda w, council: presentations_cards.slide(w.pack, council)
    ),
    "sessions.sidebars.sidebar": room_samples.sidebars,
    "sessions.sidebars.sidebar_soon": room_samples.soon,
    "sessions.sidebars.sidebar_over": room_samples.over,
    "claims.cards.claims_open": samples.once(lambda w: claims_cards.claims_open(w.pack, samples.last(w))),
    "claims.forms.ClaimForm": book_samples.claim_forms,
    "claims.cards.claim": book_samples.claims,
    "sheets.reveals.reveal": samples.revealed,
    "sheets.reveals.question": samples.asked_to_reveal,
    "ballot.receipts.mine": samples.receipts_of_people,
    "ballot.receipts.public": samples.of_councils(
        lambda _w, council: receipts.public(council) if council.outcome else None
    ),
    "ballot.receipts.unread": samples.once(lambda w: receipts.unread(samples.last(w))),
    "book.forms.OrderForm": samples.of_councils(lambda _w, council: OrderForm.view(council)),
    "book.cards.ordered": samples.of_councils(
        lambda w, council: (
            book_cards.ordered(w.pack, council, RoleNumber(w.pack.roles[0].number))
            if council.policies
            else None
        )
    ),
    "book.parked.card": book_samples.all_parked,
    "clock.closing.closing": samples.closings,
    "clock.closing.archiving": samples.archivings,
    "clock.closing.archived": lambda _w: ((str(n), closing.archived(n)) for n in (0, 1, 100)),
    "book.kept.book_pages": book_samples.kept_books,
    "book.kept.all_pages": book_samples.all_kept,
    "book.kept.beside_book": book_samples.beside_books,
    "book.kept.beside_all": book_samples.beside_all_books,
    "book.kept.beside_report": book_samples.beside_reports,
    "book.kept.ahead_of_all": samples.of_games(lambda _w, game: kept.ahead_of_all(game)),
    "book.kept.on_their_way": samples.of_games(lambda _w, game: kept.on_their_way(game, len(game.players))),
    "book.forms.ParkForm": samples.once(lambda w: ParkForm.view(w.pack, samples.last(w), text=w.said(300))),
    "book.forms.SettleForm": samples.once(
        lambda w: SettleForm.view(w.councils["with parked items"], w.councils["with parked items"].parked())
    ),
    "proposals.amendments.earlier_card": book_samples.of_open_proposals(
        lambda _w, _council, one: amendments.earlier_card(one)
    ),
    "proposals.amendments.withdrawing": book_samples.of_open_proposals(
        lambda _w, council, one: amendments.withdrawing(council, one)
    ),
    "proposals.amendments.history": book_samples.of_open_proposals(
        lambda w, council, one: amendments.history(samples.running(w), w.pack, council, one)
    ),
    "proposals.forms.AmendmentForm": book_samples.of_open_proposals(
        lambda w, council, one: AmendmentForm.view(w.pack, council, one)
    ),
    "proposals.merging_forms.MergeChoiceForm": book_samples.merging,
    "proposals.merging_forms.MergeForm": book_samples.merged,
    "proposals.forms.RecordForm": policy_samples.beside(
        book_samples.of_open_proposals(lambda w, council, one: RecordForm.view(w.pack, council, one)),
        policy_samples.records,
    ),
    "proposals.forms.PastedForm": book_samples.pasted,
    "proposals.forms.AmendOrNewForm": book_samples.of_open_proposals(
        lambda _w, council, one: AmendOrNewForm.view(
            council, one.number, f"Amend {one.number} of the Handbook's rules so that owners decide."
        )
    ),
    "proposals.forms.ObjectionForm": samples.once(
        lambda w: ObjectionForm.view(samples.last(w), ProposalNumber(12345))
    ),
    "proposals.objections.how_to_object": samples.once(lambda _w: objections.how_to_object(7)),
    "presentations.cards.turn": samples.turns,
    "floor.cards.speaker": floor_samples.speakers,
    "floor.cards.turns_over": floor_samples.turns_over,
    "floor.cards.council_list": floor_samples.council_lists,
    "floor.cards.plenary_list": floor_samples.plenary_lists,
    "floor.cards.answer": floor_samples.answers,
    "floor.cards.yours": floor_samples.yours,
    "floor.cards.time_over": floor_samples.times_over,
    "presentations.cards.presentation": samples.of_councils(
        lambda w, council: presentations_cards.presentation(w.pack, council)
    ),
    "sessions.cards.straw": samples.straws,
    "safety.cards.wants_to_talk": belonging_samples.talks,
    "safety.cards.heard": belonging_samples.heard,
    "seats.cards.seat_news": samples.seat_news,
    "seats.cards.sheet_gone": samples.once(lambda w: seats_cards.sheet_gone(w.pack, samples.last(w))),
    "seats.cards.signed_up": samples.once(lambda w: seats_cards.signed_up(samples.running(w), FACILITATOR)),
    "seats.cards.taken_off": samples.once(lambda w: seats_cards.taken_off(samples.running(w), FACILITATOR)),
    "seats.cards.team_empty": samples.empty_teams,
    "seats.cards.happened": samples.happened,
    "sheets.cards.envelope": personal_samples.envelopes,
    "sheets.cards.still_sealed": samples.of_games(
        lambda w, game: sheets_cards.still_sealed(game, w.pack, samples.last(w), NOON)
    ),
    "sheets.cards.sheets_are_open": samples.once(
        lambda w: sheets_cards.sheets_are_open(samples.running(w), samples.last(w))
    ),
    "sheets.cards.hidden": samples.once(lambda w: sheets_cards.hidden(samples.last(w))),
    "sheets.cards.sheet_here": personal_samples.all_sheets_here,
    "sheets.cards.not_opened": samples.once(lambda w: sheets_cards.not_opened(samples.running(w).id)),
    "sheets.cards.of_no_facilitator": samples.once(
        lambda w: sheets_cards.of_no_facilitator(w.pack, samples.last(w))
    ),
    "installation.cards.welcome": samples.once(lambda _: installation_cards.welcome(UserId("UMOOT"))),
    "home.cards.home": belonging_samples.all_homes,
    "help.cards.help_card": personal_samples.helps,
    "help.now.what_now": personal_samples.what_now,
    "help.cards.games": belonging_samples.all_games,
    "help.cards.which_game": belonging_samples.asked_which,
    "help.cards.meant": belonging_samples.answered_which,
    "home.cards.which_game": belonging_samples.homes_to_choose,
    "help.cards.unknown_command": samples.once(
        lambda w: help_cards.unknown_command(written(w.words, 3000), "join")
    ),
    "blocks.message.plain": samples.once(lambda _w: message.plain(NotSeated().sentence)),
    "help.cards.status": personal_samples.of_places(help_cards.status),
    "help.cards.owed_card": personal_samples.of_places(lambda where: help_cards.owed_card(where, NOON)),
    "board.cards.link": samples.of_games(lambda _w, game: board_cards.link(game, personal_samples.BOARD, 3)),
    "board.cards.revoking": samples.of_games(lambda _w, game: board_cards.revoking(game, 1)),
    "board.cards.revoked": samples.once(lambda _w: board_cards.revoked(2)),
    "kit.cards.on_their_way": kit_samples.on_their_way,
    "kit.cards.beside": kit_samples.beside,
    "kit.cards.ahead": samples.of_games(lambda _w, game: kit_cards.ahead(game)),
    "kit.cards.not_printed": kit_samples.not_printed,
    "kit.forms.PrintForm": kit_samples.forms,
    "guide.cards.contents": personal_samples.guides,
    "guide.cards.part": personal_samples.parts_of_guides,
    "guide.cards.keeps_out": samples.once(lambda _w: guide_cards.keeps_out(GameId("gallery"))),
    "help.handbook.chapter": personal_samples.chapters,
    "help.handbook.contents": samples.once(lambda w: handbook.contents(w.pack, "gallery")),
    "help.handbook.opened": samples.once(lambda w: handbook.opened(w.pack, "gallery")),
    "help.handbook.searched": personal_samples.found_in_handbook,
    "book.cards.paged_book": personal_samples.pages_of_books,
    "console.cards.councils": samples.all_councils,
    "console.cards.council": samples.each_council,
    "console.spoken.who_has_spoken": samples.spoken_in,
    "console.spoken.own": samples.spoken_by_oneself,
    "blocks.answers.open_again": samples.once(lambda _w: answers.open_again("propose", "gallery-1")),
    "calendar.cards.beside": around_samples.beside_agendas,
    "calendar.cards.ahead": samples.of_games(lambda _w, game: calendar_cards.ahead(game)),
    "calendar.cards.in_words": around_samples.agendas_in_words,
    "calendar.cards.on_its_way": samples.once(lambda _w: calendar_cards.on_its_way()),
    "calls.cards.changed": around_samples.changed,
    "calls.cards.calls": around_samples.shown,
    "calls.cards.was_set": around_samples.was_set,
    "calls.forms.CallForm": around_samples.forms,
    "clock.controls.console": samples.of_games(lambda w, game: controls.console(game, w.hundred[1])),
    "clock.controls.all_done": samples.once(lambda w: controls.all_done(samples.running(w), 1)),
    "clock.controls.stood_still": samples.of_games(around_samples.stood_still),
    "clock.controls.away": samples.once(lambda w: controls.away(w.games["paused"], GamePaused(NOON, NOON))),
    "clock.controls.not_ready": samples.of_games(
        lambda w, game: controls.not_ready(game, w.pack, Opened(1, 3, 12, 30), 2)
    ),
    "clock.controls.skipping": samples.of_games(
        lambda _w, game: controls.skipping(game, game.clock) if game.clock else None
    ),
    "clock.controls.start_came": samples.once(lambda w: controls.start_came(w.games["dealt"])),
    "clock.controls.start_near": samples.once(lambda w: controls.start_near(w.games["dealt"])),
    "clock.forms.SayForm": samples.once(lambda w: SayForm.view(w.games["ended"])),
    "clock.forms.TimeForm": samples.once(lambda w: TimeForm.view(samples.running(w), NOON)),
    "sessions.cards.done_said": samples.done_said,
    "sessions.cards.done": samples.done,
    "sign_up.invitations.invited": people_samples.invited,
    "sign_up.invitations.looking_up": samples.once(lambda _w: invitations.looking_up(1234)),
    "seats.people.people": people_samples.people,
    "seats.people.nudge": people_samples.nudge,
    "seats.people.who_is_silent": people_samples.who_is_silent,
    "seats.people.nudged": people_samples.nudged,
    "seats.accounts.accounts": people_samples.accounts,
    "seats.accounts.take_over": people_samples.take_over,
    "seats.accounts.taken_over": people_samples.taken_over,
    "seats.people.facilitates": people_samples.facilitates,
    "seats.people.stepped_down": people_samples.stepped_down,
    "care.cards.check_in": care_samples.check_in,
    "care.cards.digest": care_samples.digests,
    "care.cards.idle_seats": care_samples.idle_seats,
    "care.cards.may_vote_for": care_samples.may_vote_for,
    "care.cards.reminder": care_samples.reminders,
    "care.cards.seat_offer": care_samples.seat_offer,
    "care.cards.seat_taken": care_samples.seat_taken,
    "seats.forms.FacilitatorsForm": _window("FacilitatorsForm"),
    "seats.forms.HandOverForm": _window("HandOverForm"),
    "seats.forms.HandOverMineForm": _window("HandOverMineForm"),
    "seats.forms.InviteForm": _window("InviteForm"),
    "seats.forms.MoveForm": _window("MoveForm"),
    "seats.forms.NudgeForm": _window("NudgeForm"),
    "seats.forms.PaperForm": _window("PaperForm"),
    "seats.cards.on_paper": people_samples.on_paper,
    "paper.forms.EntryForm": people_samples.entries,
    "paper.forms.which_council": people_samples.paper_councils,
    "seats.forms.RemoveForm": _window("RemoveForm"),
    "safety.forms.StopOrTalkForm": _window("StopOrTalkForm"),
    "sessions.forms.StrawForm": _window("StrawForm"),
    "blocks.answers.told": _window("told"),
    "console.trouble.trouble": samples.troubles,
    "console.trouble.tried_again": samples.counts_tried_again,
    "blocks.answers.slack_refused": samples.once(lambda _w: answers.slack_refused("is_archived")),
    "membership.cards.outside": people_samples.outside,
    "membership.cards.room_gone": people_samples.rooms_gone,
    "console.aside.set_aside": aside_samples.set_aside,
    "console.aside.goes_on": aside_samples.goes_on,
    "home.cards.aside": aside_samples.home,
    "blocks.answers.went_wrong": aside_samples.faults,
    "blocks.answers.with_words": samples.words_back,
    "blocks.answers.came_too_late": samples.once(lambda _w: answers.came_too_late()),
    "creation.cards.invite_me_first": samples.once(lambda _w: creation_cards.invite_me_first()),
    "creation.cards.zone_taken": samples.once(
        lambda _w: creation_cards.zone_taken("GMT+2", "Etc/GMT-2", NOON)
    ),
    "sign_up.cards.dealing": samples.of_games(
        lambda w, game: sign_up_cards.dealing(game, w.pack, TAKES, NOON)
    ),
    "ballot.cards.ballots_opened": samples.once(
        lambda w: ballot_cards.ballots_opened(
            frozenset({CouncilId("gallery-1")}),
            w.hundred[1],
            {one.id: EmptyBook() for one in w.hundred[1][1:]},
        )
    ),
    "blocks.answers.unreached": samples.once(lambda _w: answers.unreached(changed=False)),
    "blocks.answers.done_after_all": samples.once(lambda _w: answers.done_after_all("Propose a policy")),
    "blocks.answers.not_done_after_all": samples.once(
        lambda _w: answers.not_done_after_all("Propose a policy", "The policy book is frozen.")
    ),
    "blocks.answers.of_another_workspace": samples.once(lambda _w: answers.of_another_workspace()),
    "blocks.answers.copy_gone": samples.once(lambda _w: answers.copy_gone()),
    "ballot.cards.latest_counts": samples.once(lambda _w: ballot_cards.latest_counts("yes")),
    "clock.controls.ending": samples.of_games(lambda w, game: controls.ending(game, w.pack)),
    "creation.forms.CreateForm": creation_samples.creating,
    "rights.forms.RightsForm": creation_samples.rights,
    "rights.cards.chosen": creation_samples.chosen,
    "rights.cards.set_by_the_operator": samples.once(
        lambda _w: rights_cards.set_by_the_operator(creation_samples.RIGHTS["by admins"])
    ),
    "clock.timetables.agenda": samples.of_games(
        lambda _w, game: timetables.agenda(game, NOON, {"Europe/Berlin": 3, "Asia/Kolkata": 1})
    ),
    "charter.forms.CharterForm": samples.of_councils(lambda w, council: CharterForm.view(w.pack, council)),
    "proposals.forms.PhotoForm": book_samples.from_paper,
    "proposals.forms.ProposalForm": samples.once(
        lambda w: ProposalForm.view(w.pack, samples.last(w), w.said(TEXT_LENGTH))
    ),
    "sessions.forms.ResponseForm": samples.of_councils(lambda w, council: ResponseForm.view(w.pack, council)),
    "sessions.forms.IdeaForm": samples.once(lambda w: IdeaForm.view(samples.last(w))),
    "presentations.forms.PresentationForm": samples.of_councils(
        lambda w, council: PresentationForm.view(council, questions(w.pack))
    ),
}
