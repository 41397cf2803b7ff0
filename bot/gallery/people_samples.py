"""How what concerns people and seats looks: invitations, windows, and who runs a game."""

from dataclasses import replace
from datetime import timedelta
from itertools import cycle

from slack_sdk.models.views import View

from bot.db.members import LEFT
from bot.db.rooms import Gone, Lost
from bot.domain import council as councils
from bot.domain.council import Council
from bot.domain.council import commands as cc
from bot.domain.game.state import Lost as Account
from bot.domain.ids import MOOT, UserId
from bot.domain.inviting import Finding, Invitation, Invitee, Named
from bot.domain.paper import paper_id
from bot.gallery.care_samples import idle, over_days
from bot.gallery.cast import FACILITATOR, NOON, OBSERVER, STRANGER, player
from bot.gallery.samples import Samples, last, running
from bot.gallery.worlds import World
from bot.slack.blocks import answers, message
from bot.slack.blocks.message import escaped
from bot.slack.blocks.phrases import mention
from bot.slack.membership import cards as membership_cards
from bot.slack.paper.forms import EntryForm, which_council
from bot.slack.safety.forms import StopOrTalkForm
from bot.slack.seats import accounts as account_cards
from bot.slack.seats import cards as seats_cards
from bot.slack.seats import forms as seats_forms
from bot.slack.seats import people as people_cards
from bot.slack.sessions.forms import StrawForm
from bot.slack.sign_up import invitations

AN_HOUR = timedelta(hours=1)


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
        yield state, people_cards.people(game, [last(world)], NOON + AN_HOUR)
    yield "a hundred councils", people_cards.people(*world.hundred, NOON + AN_HOUR)
    yield "over days", people_cards.people(over_days(world), [idle(world, 3)], NOON + AN_HOUR)


def who_is_silent(world: World) -> Samples:
    game, at = running(world), NOON + AN_HOUR
    table = world.councils["in the first session"]
    yield "a council", people_cards.who_is_silent(game, world.pack, [table], at)
    yield "a hundred councils", people_cards.who_is_silent(world.hundred[0], world.pack, world.hundred[1], at)
    yield "over days", people_cards.who_is_silent(over_days(world), world.pack, [idle(world, 3)], at)
    yield "too early", people_cards.who_is_silent(game, world.pack, [table], NOON)


def nudge(world: World) -> Samples:
    council = world.councils["in the first session"]
    for seat in council.filled[:2]:
        yield f"role {seat.role}", people_cards.nudge(running(world), world.pack, council, seat, NOON)
    yield "over days", people_cards.nudge(over_days(world), world.pack, council, council.filled[-1], NOON)


def nudged(_world: World) -> Samples:
    yield "some", people_cards.nudged([player(1), player(2)], 3)
    yield "nobody", people_cards.nudged([], 0)


def facilitates(world: World) -> Samples:
    yield "", people_cards.facilitates(running(world), FACILITATOR)


def outside(world: World) -> Samples:
    game, council = running(world), last(world)
    for out in ("", LEFT, "user_is_ultra_restricted"):
        yield out or "in again", membership_cards.outside(game, council, player(1), out)
    yield "without the seat", membership_cards.outside(game, council, STRANGER, LEFT)


def rooms_gone(world: World) -> Samples:
    for count in (1, 100):
        lost = [
            Lost(f"council:{number}", f"C{number}", gone)
            for number, gone in zip(range(count), cycle(Gone), strict=False)
        ]
        yield f"{count}", membership_cards.room_gone(running(world).id, lost)
    plenary = Lost("plenary", "C0", Gone.DELETED)
    yield "plenary", membership_cards.room_gone(running(world).id, [plenary])
    yield "over", membership_cards.room_gone(running(world).id, [replace(plenary, gone="")])


def stepped_down(world: World) -> Samples:
    yield "by themselves", people_cards.stepped_down(running(world), FACILITATOR, FACILITATOR)
    yield "by another", people_cards.stepped_down(running(world), STRANGER, FACILITATOR)


def _held(council: Council, holder: UserId | None) -> Council:
    """The council with its first two seats held by somebody else, or by nobody."""
    others = {one.role: replace(one, holder=holder) for one in council.filled[:2]}
    return replace(council, seats={**council.seats, **others})


def entries(world: World) -> Samples:
    for state, council in world.councils.items():
        on_paper = _held(council, paper_id("Ada Lovelace-Byron"))
        yield state, EntryForm.view(world.pack, on_paper)
    yield "nobody on paper", EntryForm.view(world.pack, last(world))


def paper_councils(world: World) -> Samples:
    councils = world.hundred[1][:20]
    yield "several", which_council([_held(one, paper_id("Ada")) for one in councils])
    yield "none", which_council(councils)


def on_paper(world: World) -> Samples:
    said = [(mention(paper_id(f"Ada {number}")), "signed up.") for number in range(1, 40)]
    no_name = escaped(world.said(60)) or "-"
    yield "a list", seats_cards.on_paper([*said, (no_name, "not signed up, since that is not a name.")])


def windows(world: World) -> dict[str, View]:
    """The windows about people and seats, by name."""
    game, councils = running(world), world.hundred[1][:20]
    return {
        "FacilitatorsForm": seats_forms.FacilitatorsForm.view(game),
        "HandOverForm": seats_forms.HandOverForm.view(game, world.pack),
        "HandOverMineForm": seats_forms.HandOverMineForm.view(game, world.pack),
        "InviteForm": seats_forms.InviteForm.view(game),
        "MoveForm": seats_forms.MoveForm.view(game, world.pack, [_held(last(world), None)]),
        "NudgeForm": seats_forms.NudgeForm.view(game, world.pack, councils),
        "PaperForm": seats_forms.PaperForm.view(game),
        "RemoveForm": seats_forms.RemoveForm.view(game),
        "StopOrTalkForm": StopOrTalkForm.view(game),
        "StrawForm": StrawForm.view(last(world)),
        "told": answers.told("Moved", message.plain(escaped(world.said(500)))),
    }


# --- accounts


def accounts(world: World) -> Samples:
    full = council = world.councils["in the first session"]
    for seat in full.filled:
        holder = seat.holder or STRANGER
        for event in councils.decide(council, cc.VacateSeat(holder, NOON), at=NOON, actor=MOOT):
            council = councils.evolve(council, event)
        game = replace(running(world), lost={holder: Account(NOON, NOON, ran_it=True)})
        yield f"{seat.role} and all before", account_cards.accounts(game, world.pack, [council], NOON)
    many = {one.holder or STRANGER: Account(NOON, NOON, ran_it=False) for one in full.filled}
    game = replace(running(world), lost=many)
    yield "all of a council", account_cards.accounts(game, world.pack, [council], NOON)
    yield "filled again", account_cards.accounts(game, world.pack, [replace(council, seats=full.seats)], NOON)
    game = replace(running(world), lost={OBSERVER: Account(NOON, NOON, ran_it=False)})
    yield "one observer", account_cards.accounts(game, world.pack, [full], NOON)
    yield "all are back", account_cards.accounts(running(world), world.pack, [full], NOON)


def take_over(world: World) -> Samples:
    abandoned = replace(running(world), facilitators=frozenset(), offered=(player(2),))
    yield "offered", account_cards.take_over(abandoned, world.pack, player(2))
    yield "taken", account_cards.take_over(running(world), world.pack, FACILITATOR)
    yield "taken by another", account_cards.take_over(running(world), world.pack, player(2))


def taken_over(world: World) -> Samples:
    yield "", account_cards.taken_over(running(world), player(2))
