"""What a pack shows in the course of a game, in that order: its own words on the cards that carry them."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta

from slack_sdk.models.views import View

from bot.domain.asks.surveys import surveys_of
from bot.domain.audience import Audience, Everybody
from bot.domain.council import Council, decide, evolve
from bot.domain.council.ask_commands import OpenAsk
from bot.domain.council.commands import CouncilCommand, SubmitProposal
from bot.domain.cues import CueKind, CueTempo
from bot.domain.errors import Refusal
from bot.domain.game import Game
from bot.domain.game.asking import by_hand
from bot.domain.game.telling import Told
from bot.domain.ids import MOOT, RoleNumber, UserId
from bot.domain.phase import Phase
from bot.domain.times.writing import length
from bot.gallery.cast import NOON
from bot.gallery.personal_samples import file_ids
from bot.gallery.worlds import World
from bot.reports.presentation import questions
from bot.slack.asks import cards as ask_cards
from bot.slack.asks import surveys as survey_cards
from bot.slack.asks.forms import AnswerForm, Asking, SurveyForm
from bot.slack.ballot import cards as ballot_cards
from bot.slack.blocks.message import Message
from bot.slack.charter.forms import CharterForm
from bot.slack.clock import cards as clock_cards
from bot.slack.help import handbook
from bot.slack.help.pictures import Pictures
from bot.slack.injects import cards as inject_cards
from bot.slack.presentations.forms import PresentationForm
from bot.slack.proposals import cards as proposal_cards
from bot.slack.sheets import cards as sheet_cards
from bot.slack.sign_up import cards as sign_up_cards


@dataclass(frozen=True, slots=True)
class Seen:
    """A card, and who sees it when."""

    when: str
    card: Message | View


@dataclass(frozen=True, slots=True)
class Chapter:
    """What belongs together; `key` can stand in an address."""

    key: str
    title: str
    seen: tuple[Seen, ...]


def course(world: World) -> Iterator[Chapter]:
    """The chapters of a game, from the sign-up to the farewell."""
    yield Chapter("sign-up", "Signing up", tuple(_sign_up(world)))
    yield Chapter("handbook", "The Handbook", tuple(_handbook(world)))
    yield Chapter("sheets", "The sheets", tuple(_sheets(world)))
    for index, phase in enumerate(world.pack.agenda):
        title = f"{phase.title} ({length(phase.lasts)})"
        yield Chapter(f"phase-{phase.key}", title, tuple(_phase(world, index, phase)))
    for key, title, seen in (
        ("injects", "What else happens", _injects),
        ("asks", "Questions", _asks),
        ("samples", "What stand-ins propose in a rehearsal", _samples),
    ):
        if cards := tuple(seen(world)):
            yield Chapter(key, title, cards)


def _game(world: World, state: str) -> Game:
    """A game in this state, called like the pack; in its first session if it never comes there."""
    game = world.games.get(state, world.games[world.session(1)])
    return replace(game, name=world.pack.title)


def _sign_up(world: World) -> Iterator[Seen]:
    yield Seen("In the plenary: the sign-up card", sign_up_cards.sign_up(_game(world, "sign-up"), world.pack))
    game, council = _game(world, "dealt"), world.councils["founded"]
    envelope = sheet_cards.envelope(game, world.pack, council, council.filled[0], None, NOON)
    yield Seen("To each player, by direct message: the envelope", envelope)
    ended = _game(world, "ended")
    yield Seen("About this game", sign_up_cards.about(ended, world.pack))


def _handbook(world: World) -> Iterator[Seen]:
    pictures = Pictures(file_ids(world.pack))
    yield Seen("/moot handbook", handbook.opened(world.pack, "preview"))
    for number, (heading, _) in enumerate(world.pack.handbook, 1):
        yield Seen(heading, handbook.chapter(world.pack, "preview", number, pictures))


def _sheets(world: World) -> Iterator[Seen]:
    """One for each file: several seats may read it."""
    council, shown = world.councils["in the first session"], set[str]()
    for seat in sorted(council.filled, key=lambda one: one.role):
        role = world.pack.role(seat.role)
        if role.key not in shown:
            shown.add(role.key)
            dealt = replace(seat, open_hand=False)  # one of them plays without a secret
            yield Seen(f"To {role.name} alone", sheet_cards.sheet_here(world.pack, council, dealt))


def _phase(world: World, index: int, phase: Phase) -> Iterator[Seen]:
    """Its card, what happens in it, and what people fill in."""
    live = _game(world, f"in {phase.key}")
    days = _game(world, f"in {phase.key}, over days")
    council = world.councils.get(f"in {phase.key}", world.councils["in the first session"])
    yield Seen("At the bell", clock_cards.whole_phase(live, world.pack, index, council))
    if phase.card_async:
        yield Seen("At the bell, over days", clock_cards.whole_phase(days, world.pack, index, council))
    if phase.inject:
        yield Seen("The emergency", clock_cards.whole_inject(live, world.pack, index))
    yield from _cues(world, index, phase, live)
    yield from _cues(world, index, phase, days)
    if phase.charter:
        yield Seen("The charter's form", CharterForm.view(world.pack, council))
    if any(cue.kind is CueKind.BALLOT for cue in phase.cues) and "voting" in world.councils:
        yield Seen("The final vote", ballot_cards.whole_ballot(world.pack, world.councils["voting"]))
    if phase.kind.traits.takes_turns:
        yield Seen("The presentation's form", PresentationForm.view(council, questions(world.pack)))


def _cues(world: World, index: int, phase: Phase, game: Game) -> Iterator[Seen]:
    """Its cues in this game's tempo; of a game over days, only those that are written for it."""
    planned, over_days = game.agenda[index], game.working is not None
    for number, cue in enumerate(planned.cues):
        if not cue.is_the_packs:
            continue
        written = phase.cues[planned.place(number)]
        if over_days and written.tempo is not CueTempo.ASYNC:
            continue
        left = cue.left(planned.lasts)
        when = f"With {length(left)} left" if left else "At its end"
        to = f", to {_called(world, written.to)}" if written.to else ""
        about = "" if written.kind is CueKind.NOTICE else f": {written.kind}"
        card = clock_cards.cue(game, world.pack, index, number, left)
        yield Seen(f"{when}{' (over days)' if over_days else ''}{about}{to}", card)


def _injects(world: World) -> Iterator[Seen]:
    game = _game(world, world.session(1))
    for inject in world.pack.injects:
        told = Told("inject:1", inject.key, NOON, world.pack.addressees(inject.to))
        yield Seen(
            f"To {_called(world, inject.to)}: {inject.title}", inject_cards.message(world.pack, game, told)
        )


def _asks(world: World) -> Iterator[Seen]:
    """The form of each question; where it is asked later, as it would be now."""
    game, council = _game(world, world.session(1)), world.councils["with a policy in a line"]
    for survey in surveys_of(world.pack.asks):
        yield Seen(
            f"To everybody: {survey.question.title}",
            SurveyForm.view(game, survey, None, survey_cards.who_sees(survey)),
        )
    for ask in (one for one in world.pack.asks if one.when is None):
        question = by_hand(game, world.pack, ask)
        council = _after(council, OpenAsk(question), MOOT)
        if (asked := council.asks.get(question.id)) is not None:
            told = ask_cards.told(game, council, asked, None, world.pack)
            form = AnswerForm.view(Asking(council, question, told, None, None))
            yield Seen(f"To {_called(world, ask.to)}: {ask.title}", form)


def _samples(world: World) -> Iterator[Seen]:
    """Each as its proposal, before anybody has said anything."""
    founded = world.councils["in the first session"]
    for sample in world.pack.samples:
        by = world.pack.role(sample.role)
        said = SubmitProposal(
            *(sample.title, sample.text, sample.question, sample.owner or by.team),
            *(sample.enforcement, sample.review),
        )
        council = _after(founded, said, founded.seats[RoleNumber(by.number)].holder or MOOT)
        if council.proposals:
            one = council.proposals[max(council.proposals)]
            yield Seen(f"{by.name} proposes", proposal_cards.proposal(world.pack, council, one))


def _called(world: World, to: Audience) -> str:
    """Whom these names mean, in words."""
    known = {"": "everybody", **{one.value: one.value for one in Everybody}, Everybody.EVERYONE: "everybody"}
    return ", ".join(known.get(name) or world.pack.called(name) for name in to or ("",))


def _after(council: Council, command: CouncilCommand, actor: UserId) -> Council:
    """The council after it; as it was if this pack's rules refuse that then."""
    with suppress(Refusal):
        for event in decide(council, command, at=NOON + timedelta(minutes=6), actor=actor):
            council = evolve(council, event)
    return council
