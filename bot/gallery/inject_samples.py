"""How what some people are told looks, and the desk where facilitators pick injects."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta

from bot.domain.game import Game
from bot.domain.game import events as e
from bot.domain.game.telling import OfCue, Plan, Telling, Told, When, Written
from bot.domain.injects import Inject
from bot.domain.paper import paper_id
from bot.domain.picture import Picture
from bot.domain.scenario import Scenario
from bot.gallery import care_samples, personal_samples
from bot.gallery.cast import FACILITATOR, NOON, TEXT, TITLE
from bot.gallery.samples import Samples, last, running
from bot.gallery.worlds import World
from bot.slack.care import cards as care_cards
from bot.slack.injects import cards, desk
from bot.slack.injects.forms import InjectForm
from bot.slack.sheets import cards as sheets_cards
from bot.slack.sheets import reveals

PICTURE = Picture(url="https://example.org/picture.png", alt="What the picture shows")
BOTH = frozenset({1, 2})


def _pack(world: World) -> Scenario:
    """The scenario with an inject for one role, one for everybody, and one for the facilitators."""
    role = world.pack.roles[0].key
    text = "The old dam at Arle will not hold until noon. The engineer says so, and nobody has told the town."
    injects = (
        Inject(key="dam", title="The dam", text=text, to=(role,), sender="The engineer", picture=PICTURE),
        Inject(
            key="rain", title="Rain", text=f"{text} It has rained for nine days. " * 8, sender="The radio"
        ),
        Inject(key="lights", title="Dim the lights", text="Dim them slowly.", to=("facilitators",)),
    )
    return world.pack.model_copy(update={"injects": injects})


def _game(world: World) -> tuple[Scenario, Game]:
    """A game in which some of it was told, and more is planned."""
    pack, game = _pack(world), running(world)
    wrote = Written(world.said(TEXT), world.said(TITLE), world.said(TITLE), (world.pack.teams[0].key,))
    told = (
        Told("inject:1", "dam", NOON, pack.addressees((pack.roles[0].key,)), BOTH),
        Told("inject:2", "rain", NOON, None, frozenset({1}), FACILITATOR),
        Told("inject:3", wrote, NOON, pack.addressees(wrote.to), BOTH, FACILITATOR),
        Told("inject:4", "lights", NOON, pack.addressees(("facilitators",)), BOTH),
    )
    nobody = replace(wrote, title="", to=())
    plans = (
        Plan(5, "rain", When(at=NOON + timedelta(hours=1)), None, frozenset({2}), FACILITATOR),
        Plan(6, nobody, When(phase=1, before_end=timedelta(minutes=5)), None, BOTH, FACILITATOR),
        Plan(7, nobody, When(phase=1, after_start=timedelta()), None, BOTH, FACILITATOR),
    )
    return pack, replace(game, telling=Telling(told, plans, 7))


def messages(world: World) -> Samples:
    pack, game = _game(world)
    for told in game.telling.told:
        yield str(told.id), cards.message(pack, game, told)
    own = [number for number, cue in enumerate(game.agenda[1].cues) if cue.is_the_packs]
    for number in own[:1]:
        cue = Told(f"cue:1:0:{number}", OfCue(1, 0, number, None), NOON, game.telling.told[0].to)
        yield "a cue", cards.message(pack, game, cue)


def read_out(world: World) -> Samples:
    pack, game = _game(world)
    seat = replace(last(world).filled[0], holder=paper_id("Ada Lovelace"))
    for told in game.telling.told[:3]:
        yield str(told.id), cards.read_out(pack, game, told, last(world), seat)


def here(world: World) -> Samples:
    pack, game = _game(world)
    for told in game.telling.told[1:3]:
        yield str(told.id), cards.here(pack, game, told, last(world))


def whole(world: World) -> Samples:
    pack, game = _game(world)
    for told in game.telling.told[:3]:
        yield str(told.id), cards.whole(pack, game, told)


def earlier(world: World) -> Samples:
    pack, game = _game(world)
    council, told = last(world), game.telling.told[:3]
    seat = council.filled[0]
    yield "to a holder", cards.earlier(pack, game, told, council, seat, paper=False)
    on_paper = replace(seat, holder=paper_id("Ada Lovelace"))
    yield "for somebody on paper", cards.earlier(pack, game, told, council, on_paper, paper=True)


def missed(world: World) -> Samples:
    pack, game = _game(world)
    planned = [e.InjectPlanned(plan.number, plan.when, BOTH, plan.by) for plan in game.telling.plans]
    said = replace(planned[1], written=Written(world.said(TEXT)))
    yield "several", cards.missed(pack, game, e.InjectsMissed(1, ("dam",), (6,)), [said])


def desks(world: World) -> Samples:
    pack, game = _game(world)
    yield "in use", desk.desk(pack, game, note=desk.outcome(game, "The dam", game.telling.plans[0].when))
    yield "sent", desk.desk(pack, game, note=desk.outcome(game, "The dam", None))
    yield "planned", desk.desk(pack, game, note=desk.outcome(game, "The dam", game.telling.plans[1].when))
    yield "without any", desk.desk(world.pack, running(world))


def forms(world: World) -> Samples:
    pack, game = _game(world)
    yield "in use", InjectForm.view(pack, game)
    yield "with nothing left", InjectForm.view(world.pack, running(world))


def sheets(world: World) -> Samples:
    yield from personal_samples.all_sheets(world)
    pack, game = _game(world)
    council = world.councils["in the first session"]
    seat, told = council.filled[0], cards.messages_to_you(pack, game, game.telling.told[:3])
    yield "with messages", sheets_cards.sheet(pack, council, seat, told)


def revealed(world: World) -> Samples:
    pack, game = _game(world)
    yield "all", cards.revealed([*cards.lines_revealed(pack, game, replace(last(world), number=1))])


def for_a_facilitator(world: World) -> Samples:
    pack, game = _game(world)
    council = replace(last(world), number=1)
    yield "before anything is told", reveals.for_a_facilitator(pack, council)
    told = cards.lines_revealed(pack, game, council, all_of_them=True)
    yield "with what some were told", reveals.for_a_facilitator(pack, council, told)


def missed_by_people(world: World) -> Samples:
    yield from care_samples.missed(world)
    pack, game = _game(world)
    told = game.telling.told
    yield "in live play, told something", care_cards.missed(game, pack, None, told=told)


INJECTS: Mapping[str, Callable[[World], Samples]] = {
    "injects.cards.message": messages,
    "injects.cards.read_out": read_out,
    "injects.cards.here": here,
    "injects.cards.whole": whole,
    "injects.cards.earlier": earlier,
    "injects.cards.missed": missed,
    "injects.desk.desk": desks,
    "injects.forms.InjectForm": forms,
    "sheets.cards.sheet": sheets,
    "injects.cards.revealed": revealed,
    "sheets.reveals.for_a_facilitator": for_a_facilitator,
    "care.cards.missed": missed_by_people,
}
