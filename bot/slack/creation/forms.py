"""The form behind `/moot new`: few fields for live play, and those of working time for play over days."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot.domain.calls import LONGEST_LINK
from bot.domain.cues import Tempo
from bot.domain.edition import AS_WRITTEN, NOTHING_ELSE, Edition, Format, Offered
from bot.domain.host import LINE_LENGTH
from bot.domain.ids import ChannelId, UserId
from bot.domain.languages import autonym
from bot.domain.offer import BallotBy
from bot.domain.scenario import Scenario
from bot.slack.blocks import names
from bot.slack.blocks.fields import (
    TITLE_LENGTH,
    Boxes,
    CallAddress,
    Choice,
    Each,
    Line,
    OptionalChoice,
    People,
    Picture,
    Time,
)
from bot.slack.blocks.forms import About, Form
from bot.slack.blocks.message import actions, button, divider, section, sections, shortened
from bot.slack.blocks.numbers import Number

FASTEST = 600  # times real time
PREVIEW_TEXT = 6_000  # characters
HINT_LENGTH = 2_000  # Slack's limit
TEMPOS = {
    Tempo.LIVE.value: "Live: in one session, to the second",
    Tempo.ASYNC.value: "Over days: in working time, never at night",
}
STANDARD = "*"  # the option that stands for what pack.yaml itself says; no file has this name
ENTRIES = {STANDARD: "Standard"}
BY_ITSELF = "by_itself"
FIRST_BELL = {
    "by_hand": "A facilitator, when everybody is ready",
    BY_ITSELF: "It starts by itself at the planned time",
}
BALLOTS = {
    BallotBy.REACTIONS.value: "By reactions, which everybody can see",
    BallotBy.SECRET.value: "By secret ballot, with buttons",
}
WEEKDAYS = {
    "mon": "Monday", "tue": "Tuesday", "wed": "Wednesday", "thu": "Thursday", "fri": "Friday",
    "sat": "Saturday", "sun": "Sunday",
}  # fmt: skip
WORKING_WEEK = ("mon", "tue", "wed", "thu", "fri")


@dataclass(frozen=True, slots=True)
class Beginning:
    """What the form begins with, and where it was opened."""

    channel: ChannelId
    name: str
    timezone: str
    facilitators: tuple[UserId, ...]
    tempo: Tempo = Tempo.LIVE
    scenario: str = ""  # the first, if it is empty
    edition: Edition = AS_WRITTEN


def _key(option: str) -> str:
    return "" if option == STANDARD else option


class CreateForm(
    Form, callback="create_game_form", title="New game", submit="Open sign-up", refused_at="name"
):
    """What is needed to open sign-up in a channel."""

    channel = About(ChannelId)
    scenario = Choice("Scenario", str, action=names.SCENARIO, block=names.SCENARIO)
    formats = Each(Choice("Format", _key, action=names.FORMAT, block=names.FORMAT))  # by the scenario's key
    missions = Each(Choice("Missions", _key, block="missions"))
    languages = Each(Choice("Language", _key, action=names.LANGUAGE, block=names.LANGUAGE))
    name = Line("Name of the game", TITLE_LENGTH, empty="Give the game a name that people will recognise.")
    tempo = OptionalChoice(
        "Tempo", Tempo, TEMPOS, action=names.TEMPO, block=names.TEMPO, sometimes=True
    )  # a format has its own
    starts_at = Time("Planned start", optional=True)
    first_bell = Choice(
        "Who starts the game?",
        str,
        FIRST_BELL,
        hint=(
            "By itself, it starts at the planned time if the seats are dealt. You can change that later with "
            "/moot start by hand, /moot start by itself, or /moot start 14:30."
        ),
    )
    timezone = Line("Time zone", 60, hint="Like Berlin, CET, Europe/Berlin, or UTC+2 for two hours ahead.")
    speed = Number(
        "Speed",
        1,
        FASTEST,
        hint="1 is real time. A larger number plays that many times faster, for rehearsals.",
        sometimes=True,
    )
    hours = Line("Working hours", 40, hint="In that time zone, like 9-17 or 09:30-18:00.", sometimes=True)
    weekdays = Boxes("Working days", str, WEEKDAYS, sometimes=True)
    holidays = Line(
        "Public holidays of",
        200,
        hint=(
            "Countries whose holidays are days off, such as FR, or with a region, DE-BY or US-CA. Separate "
            "several with commas."
        ),
        optional=True,
    )
    days_off = Line(
        "More days off",
        500,
        hint="Like 2026-12-24, or a range like 2026-12-24..2027-01-01. Separate several with commas.",
        optional=True,
    )
    ballot = OptionalChoice(
        "Final vote",
        BallotBy,
        BALLOTS,
        hint=(
            "Leave it empty for the scenario's default. In a secret ballot I tell nobody how anybody voted; "
            "the operator's database does hold it."
        ),
        optional=True,
    )
    facilitators = People("Co-facilitators", "Who runs it with you?", optional=True)
    line = Line(
        "Introduce yourself",
        LINE_LENGTH,
        hint="A line or two about you as the facilitator, shown on the sign-up card.",
        optional=True,
    )
    call = CallAddress(
        "Call",
        LONGEST_LINK,
        hint=(
            "The https:// address of your video call. To give each council its own call, put {council} "
            "where its number belongs. If you leave it empty, the scenario's call is used, if it has one."
        ),
        optional=True,
    )
    picture = Picture(
        "A picture of you",
        hint="The address of a PNG, JPEG or GIF that everybody can see, beginning with https://.",
        optional=True,
    )

    @classmethod
    def view(
        cls,
        packs: Sequence[Scenario],
        begins: Beginning,
        preview: Iterable[str] = (),
        offered: Offered = NOTHING_ELSE,
    ) -> View:
        """With the fields of its tempo, and what is `offered`; `preview` is shown at its end. When the form
        is drawn anew, Slack keeps what was typed, by block and action."""
        pack = next((one for one in packs if one.key == begins.scenario), packs[0])
        key = pack.key
        blocks: list[Block] = [
            section("Sign-up opens in this channel; everybody in it can join."),
            cls.scenario.input(key, {pack.key: pack.title for pack in packs}),
            *cls._languages(pack, begins.edition, offered),
            *cls._editions(key, begins.edition, offered),
            cls.name.input(begins.name),
            *([] if begins.edition.format else [cls.tempo.input(begins.tempo)]),
            cls.starts_at.input(),
            cls.first_bell.input("by_hand"),
            cls.timezone.input(begins.timezone),
        ]
        if begins.tempo is Tempo.ASYNC:
            blocks += [cls.hours.input("9-17"), cls.weekdays.input(WORKING_WEEK)]
            blocks += [cls.holidays.input(), cls.days_off.input()]
        else:
            blocks.append(cls.speed.input(1))
        if any(pack.ballot.held for pack in packs):
            blocks.append(cls.ballot.input())
        blocks += [cls.facilitators.input(begins.facilitators), cls.call.input()]
        blocks += [cls.line.input(), cls.picture.input()]
        blocks.append(actions(button("Show the timetable", names.PREVIEW_TIMETABLE, begins.channel)))
        if shown := list(sections(preview, limit=PREVIEW_TEXT)):
            blocks += [divider(), *shown]
        return cls.modal((begins.channel,), *blocks)

    @classmethod
    def _editions(cls, key: str, chosen: Edition, offered: Offered) -> Iterator[Block]:
        """What to choose of where there is a choice."""
        if offered.formats:
            entries = ENTRIES | {name: one.name for name, one in offered.formats.items()}
            here = offered.formats.get(chosen.format)
            yield cls.formats[key].input(chosen.format, entries, hint=about_format(here) if here else None)
        if offered.missions:
            entries = ENTRIES | {name: one.name for name, one in offered.missions.items()}
            abouts = " ".join(f"{one.name}: {one.about}" for one in offered.missions.values())
            yield cls.missions[key].input(chosen.missions, entries, hint=shortened(abouts, HINT_LENGTH))

    @classmethod
    def _languages(cls, pack: Scenario, chosen: Edition, offered: Offered) -> Iterator[Block]:
        """Each as its speakers call it, the pack's own first."""
        if offered.languages:
            entries = {STANDARD: autonym(pack.language)} | {one: autonym(one) for one in offered.languages}
            yield cls.languages[pack.key].input(chosen.language, entries)

    @property
    def edition(self) -> Edition:
        """Which edition of its scenario is chosen."""
        chosen = (each.get(self.scenario, "") for each in (self.formats, self.missions, self.languages))
        return Edition(*chosen)

    def as_it_is(self, offered: Offered) -> Beginning:
        """What the form is drawn anew with."""
        people = self.channel, self.name, self.timezone, self.facilitators
        return Beginning(*people, self.played(offered), self.scenario, self.on_offer(offered))

    def on_offer(self, offered: Offered) -> Edition:
        """What is chosen, as far as it is on offer: not everything comes in every language."""
        form, missions, language = self.edition.format, self.edition.missions, self.edition.language
        return Edition(
            form if form in offered.formats else "",
            missions if missions in offered.missions else "",
            language if language in offered.languages else "",
        )

    def played(self, offered: Offered) -> Tempo:
        """The tempo: a format has its own, and elsewhere it is chosen."""
        chosen = offered.formats.get(self.edition.format)
        return chosen.tempo if chosen else self.tempo or Tempo.LIVE


def about_format(one: Format) -> str:
    """Whom a format suits, and in which tempo it is played."""
    how = {Tempo.LIVE: "It is played live.", Tempo.ASYNC: "It is played over days, in working time."}
    return shortened(f"{one.about} {how[one.tempo]}", HINT_LENGTH)
