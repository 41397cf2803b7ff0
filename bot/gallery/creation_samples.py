"""How the form for a new game looks, also for a pack with formats and several sets of missions."""

from collections.abc import Iterator
from dataclasses import replace

from slack_sdk.models.views import View

from bot.domain.cues import Tempo
from bot.domain.edition import Edition, Format, MissionSet, Offered
from bot.domain.ids import ChannelId
from bot.domain.rights import Channels, Creators, Rights
from bot.gallery.cast import FACILITATOR
from bot.gallery.worlds import World
from bot.slack.blocks.fields import TITLE_LENGTH
from bot.slack.blocks.message import Message
from bot.slack.creation.forms import Beginning, CreateForm
from bot.slack.rights import cards
from bot.slack.rights.forms import RightsForm


def creating(world: World) -> Iterator[tuple[str, View]]:
    """In each tempo, with a timetable, and with editions."""
    channel, name = ChannelId("C0PLENARY"), world.said(TITLE_LENGTH)
    for tempo in Tempo:
        begins = Beginning(channel, name, "Europe/Berlin", (FACILITATOR,), tempo)
        yield tempo.value, CreateForm.view((world.pack,), begins)
        shown = CreateForm.view((world.pack,), begins, ["*A phase*: Mon 09:00 to Tue 17:00"] * 12)
        yield f"{tempo.value}, with a timetable", shown
    begins = Beginning(channel, name, "Europe/Berlin", (FACILITATOR,))
    yield (
        "with formats, missions and languages",
        CreateForm.view((world.pack,), begins, offered=_offered(world)),
    )
    chosen = replace(begins, edition=Edition("short", "second"))
    yield "with a format chosen", CreateForm.view((world.pack,), chosen, offered=_offered(world))


RIGHTS = {
    "by anybody": Rights(),
    "by admins": Rights(Creators(admins=True), Channels(general=True)),
    "by some, in some channels": Rights(
        Creators(True, True, ("S0HOSTS", "S0GONE"), (FACILITATOR,)),
        Channels((ChannelId("C0PLENARY"),), shared=True),
    ),
    "who is set": Rights(Creators(groups=("S0HOSTS",)), Channels(shared=True), frozenset({"creators"})),
    "where is set": Rights(Creators(), Channels(general=True, shared=True), frozenset({"channels"})),
}


def rights(_: World) -> Iterator[tuple[str, View]]:
    """The form about who may create games, and where."""
    for name, one in RIGHTS.items():
        yield name, RightsForm.view(one, {"S0HOSTS": "facilitators"})


def chosen(_: World) -> Iterator[tuple[str, Message]]:
    """What an admin reads after sending it."""
    for name, one in RIGHTS.items():
        yield name, cards.chosen(one)


def _offered(world: World) -> Offered:
    about = world.said(1_000)
    short = Format(name="A short afternoon", about=about, tempo=Tempo.LIVE)
    week = Format(name="A week", about=about, tempo=Tempo.ASYNC)
    missions = {"second": MissionSet(name="A second play", about=about)} if world.pack.has_missions else {}
    return Offered({"short": short, "week": week}, missions, ("de", "fr", "ja"))
