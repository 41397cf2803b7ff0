"""How the way to the first bell looks: the card that leads a facilitator, and the seating plan."""

from contextlib import suppress
from dataclasses import replace

from bot.db.directory import Opened
from bot.domain.errors.seating import NoSuchNumberOfCouncils
from bot.domain.seating import plan_seating
from bot.gallery.cast import FACILITATOR, STRANGER
from bot.gallery.samples import TAKES, Samples
from bot.gallery.worlds import World
from bot.slack.creation import steps as creation_steps
from bot.slack.sign_up.plans import Excerpt, Place, mark_of, seating_plan


def steps(world: World) -> Samples:
    for state, game in world.games.items():
        councils = list(world.councils.values())[-2:] if game.deal else []
        yield state, creation_steps.steps(game, world.pack, FACILITATOR, councils)
    many, tables = world.hundred
    yield "a hundred councils", creation_steps.steps(many, world.pack, FACILITATOR, tables)
    crowd = replace(many, stage=world.games["sign-up"].stage, plan=None, deal=None, clock=None)
    yield "a thousand people", creation_steps.steps(crowd, world.pack, FACILITATOR)
    dealt = world.games["dealt"]
    yield "while Slack works", creation_steps.steps(dealt, world.pack, FACILITATOR, (), Opened(1, 2, 3, 10))
    yield "to somebody else", creation_steps.steps(dealt, world.pack, STRANGER)


def plans(world: World) -> Samples:
    game = world.games["planned"]
    if game.plan is not None:
        chosen = Excerpt(of=mark_of(game.plan), swapped=Place(1, game.plan.councils[0][0][0]))
        yield "two councils", seating_plan(game, world.pack, TAKES)
        with suppress(NoSuchNumberOfCouncils):  # where seats are few, too many would wait
            one_room = plan_seating(game.candidates, game.layout, game.seed, 1)
            rest = replace(game, plan=one_room)
            yield "one council, and the rest wait", seating_plan(rest, world.pack, TAKES)
        yield "somebody to be swapped", seating_plan(game, world.pack, TAKES, chosen)
        left = replace(game, sign_ups=dict(list(game.sign_ups.items())[1:]))
        yield "after somebody left", seating_plan(left, world.pack, TAKES, note="*Swapped.*")
    many = world.hundred[0]
    if many.deal is not None:
        first = Excerpt(council=min(7, len(many.deal.councils)))
        many = replace(many, plan=many.deal, stage=game.stage)
        yield "a hundred councils", seating_plan(many, world.pack, TAKES)
        late = (min(2, len(many.agenda) - 1), TAKES)
        yield "rooms that will be late", seating_plan(many, world.pack, TAKES, late=late)
        yield "one of them", seating_plan(many, world.pack, TAKES, first)
