"""The form behind `/moot new`: few fields for live play, and those of working time for play over days."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from slack_sdk.models.blocks import (
    Block,
    CheckboxesElement,
    DateTimePickerElement,
    InputBlock,
    NumberInputElement,
    StaticSelectElement,
    UserMultiSelectElement,
)
from slack_sdk.models.views import View

from bot.domain.scenario import Scenario, Tempo
from bot.slack.blocks import names
from bot.slack.blocks.forms import TITLE_LENGTH, field, line, menu, modal, option
from bot.slack.blocks.message import actions, button, divider, section, sections, shortened

FASTEST = 600  # times real time
PREVIEW_TEXT = 6_000  # characters
TEMPOS = {
    Tempo.LIVE: "Live: in one go, to the second",
    Tempo.ASYNC: "Over days: in working time, nobody at night",
}
FIRST_BELL = {
    "by_hand": "A facilitator, when everybody is ready",
    "by_itself": "It rings by itself at the planned start",
}
WEEKDAYS = {
    "mon": "Monday", "tue": "Tuesday", "wed": "Wednesday", "thu": "Thursday", "fri": "Friday",
    "sat": "Saturday", "sun": "Sunday",
}  # fmt: skip
WORKING_WEEK = ("mon", "tue", "wed", "thu", "fri")


@dataclass(frozen=True, slots=True)
class Form:
    """What the form begins with, and where it was opened."""

    channel: str
    name: str
    timezone: str
    facilitators: tuple[str, ...]
    tempo: Tempo = Tempo.LIVE


def create_game(packs: Sequence[Scenario], form: Form, preview: Iterable[str] = ()) -> View:
    """What is needed to open sign-up in this channel; `preview` is shown at its end.

    When the form is drawn anew, Slack keeps what was typed, by block and action.
    """
    options = [option(shortened(pack.title, 75), pack.key) for pack in packs]
    tempos = {tempo: option(words, tempo.value) for tempo, words in TEMPOS.items()}
    blocks: list[Block] = [
        section("Sign-up opens in this channel; everybody in it can join."),
        field("scenario", "Scenario", menu(options, options[0])),
        field("name", "Name of the game", line(form.name, TITLE_LENGTH)),
        InputBlock(
            block_id=names.TEMPO,
            label="Tempo",
            element=StaticSelectElement(
                action_id=names.TEMPO, options=list(tempos.values()), initial_option=tempos[form.tempo]
            ),
            dispatch_action=True,
        ),
        field("starts_at", "Planned start", DateTimePickerElement(action_id="value"), optional=True),
        _first_bell(),
        field(
            "timezone", "Time zone", line(form.timezone, 60), hint="Like Europe/Berlin or America/Chicago."
        ),
        *(_over_days() if form.tempo is Tempo.ASYNC else (_speed(),)),
        field(
            "facilitators",
            "Co-facilitators",
            UserMultiSelectElement(
                action_id="value", initial_users=list(form.facilitators), placeholder="Who runs it with you?"
            ),
            optional=True,
        ),
        actions(button("Show the timetable", names.PREVIEW_TIMETABLE, form.channel)),
    ]
    if shown := list(sections(preview, limit=PREVIEW_TEXT)):
        blocks += [divider(), *shown]
    return modal(names.CREATE_FORM, "New game", "Open sign-up", form.channel, *blocks)


def _first_bell() -> InputBlock:
    options = [option(words, key) for key, words in FIRST_BELL.items()]
    hint = (
        "By itself, it starts at the planned second if the seats are dealt by then. You can change that: "
        "/moot start by hand, /moot start by itself, or /moot start 14:30."
    )
    return field("first_bell", "Who rings the first bell?", menu(options, options[0]), hint=hint)


def _speed() -> InputBlock:
    number = NumberInputElement(
        action_id="value", is_decimal_allowed=False, initial_value="1", min_value="1", max_value=str(FASTEST)
    )
    hint = "1 plays to the second. A larger number plays that many times faster, to rehearse."
    return field("speed", "Speed", number, hint=hint)


def _over_days() -> Iterator[InputBlock]:
    options = {key: option(words, key) for key, words in WEEKDAYS.items()}
    week = [options[key] for key in WORKING_WEEK]
    days = CheckboxesElement(action_id="value", options=list(options.values()), initial_options=week)
    yield field(
        "hours", "Working hours", line("9-17", 40), hint="In that time zone, like 9-17 or 09:30-18:00."
    )
    yield field("weekdays", "Working days", days)
    yield field(
        "holidays",
        "Public holidays of",
        line("", 200),
        optional=True,
        hint="Countries whose holidays are days off: FR, or with regions DE-BY, US-CA. Several with commas.",
    )
    yield field(
        "days_off",
        "More days off",
        line("", 500),
        optional=True,
        hint="Like 2026-12-24, or a stretch like 2026-12-24..2027-01-01. Several with commas.",
    )
