"""How what concerns people and seats looks: invitations, windows, and who runs a game."""

from slack_sdk.models.views import View

from bot.domain.inviting import Finding, Invitation, Invitee, Named
from bot.gallery.care_samples import idle, over_days
from bot.gallery.samples import Samples, last, running
from bot.gallery.worlds import FACILITATOR, NOON, STRANGER, World, player
from bot.slack.blocks import message
from bot.slack.blocks.message import escaped
from bot.slack.safety import forms as safety_forms
from bot.slack.seats import forms as seats_forms
from bot.slack.seats import people as people_cards
from bot.slack.sessions import forms as sessions_forms
from bot.slack.sign_up import invitations


def invited(world: World) -> Samples:
    councils = tuple(world.councils.values())
    for most in (3, 300):
        invitees = tuple(
            Invitee(place, Named.ADDRESS, f"{world.said(60)}@example.org", player(place), finding)
            for place, finding in enumerate(list(Finding) * (most // len(Finding) + 1))
        )
        yield (
            f"{most} people",
            invitations.invited(world.pack, councils, Invitation(1, FACILITATOR, invitees)),
        )


def people(world: World) -> Samples:
    for state, game in world.games.items():
        yield state, people_cards.people(game, world.pack, [last(world)])
    yield "a hundred councils", people_cards.people(*(world.hundred[0], world.pack, world.hundred[1]))
    yield "over days", people_cards.people(over_days(world), world.pack, [idle(world, 3)])


def nudge(world: World) -> Samples:
    council = world.councils["in the first session"]
    for seat in council.filled[:2]:
        yield f"role {seat.role}", people_cards.nudge(running(world), world.pack, council, seat, NOON)
    yield "over days", people_cards.nudge(over_days(world), world.pack, council, council.filled[2], NOON)


def nudged(_world: World) -> Samples:
    yield "some", people_cards.nudged([player(1), player(2)], 3)
    yield "nobody", people_cards.nudged([], 0)


def facilitates(world: World) -> Samples:
    yield "", people_cards.facilitates(running(world), FACILITATOR)


def stepped_down(world: World) -> Samples:
    yield "by themselves", people_cards.stepped_down(running(world), FACILITATOR, FACILITATOR)
    yield "by another", people_cards.stepped_down(running(world), STRANGER, FACILITATOR)


def windows(world: World) -> dict[str, View]:
    """The windows about people and seats, by name."""
    game, councils = running(world), world.hundred[1][:20]
    return {
        "facilitators": seats_forms.facilitators(game),
        "hand_over": seats_forms.hand_over(game),
        "hand_over_mine": seats_forms.hand_over_mine(game),
        "invite": seats_forms.invite(game),
        "move": seats_forms.move(game, world.pack, councils),
        "nudge": seats_forms.nudge(game, world.pack, councils),
        "paper": seats_forms.paper(game),
        "proxy": seats_forms.proxy(game, councils),
        "remove": seats_forms.remove(game),
        "stop_or_talk": safety_forms.stop_or_talk(game),
        "straw": sessions_forms.straw(last(world)),
        "told": seats_forms.told("Moved", message.plain(escaped(world.said(500)))),
    }
