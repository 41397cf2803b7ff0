"""How the form for a new game looks, also for a pack with formats and several sets of missions."""

from collections.abc import Iterator
from dataclasses import replace

from slack_sdk.models.views import View

from bot.domain.cues import Tempo
from bot.domain.edition import Edition, Format, MissionSet, Offered
from bot.domain.ids import ChannelId
from bot.gallery.cast import FACILITATOR
from bot.gallery.worlds import World
from bot.slack.blocks.fields import TITLE_LENGTH
from bot.slack.creation.forms import Beginning, CreateForm


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


def _offered(world: World) -> Offered:
    about = world.said(1_000)
    short = Format(name="A short afternoon", about=about, tempo=Tempo.LIVE)
    week = Format(name="A week", about=about, tempo=Tempo.ASYNC)
    missions = {"second": MissionSet(name="A second play", about=about)} if world.pack.has_missions else {}
    return Offered({"short": short, "week": week}, missions, ("de", "fr", "ja"))
