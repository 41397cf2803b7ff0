"""Modals about people and seats. What they do is also a command; people on paper have no menu at Slack, so
they are chosen from one of ours."""

from collections.abc import Iterable, Iterator

from slack_sdk.models.blocks import (
    CheckboxesElement,
    Option,
    PlainTextInputElement,
    StaticMultiSelectElement,
    StaticSelectElement,
    UserMultiSelectElement,
    UserSelectElement,
)
from slack_sdk.models.views import View

from bot.domain.ballot import Choice
from bot.domain.council import Council
from bot.domain.council.silence import nudged_now, silent
from bot.domain.game import Game
from bot.domain.ids import UserId
from bot.domain.paper import is_paper, paper_name
from bot.domain.scenario import Scenario
from bot.domain.seating import Seat
from bot.slack.blocks import names
from bot.slack.blocks.forms import field, modal
from bot.slack.blocks.message import Message, context, section, shortened

LIST_LENGTH = 3000  # characters; Slack takes no more in one field
MOST_OPTIONS = 100
WORDS_LENGTH = 2000


def invite(game: Game) -> View:
    """People to sign up: chosen, pasted, or everybody in the channel."""
    everybody = Option(text="Everybody in the game's channel", value="everybody")
    return modal(
        names.INVITE_FORM,
        "Invite people",
        "Invite",
        game.id,
        section("Whom you name is signed up, and told so. Our direct messages say what became of each."),
        field("people", "Choose people", UserMultiSelectElement(action_id="value"), optional=True),
        field(
            "list",
            "Or paste a list",
            PlainTextInputElement(action_id="value", multiline=True, max_length=LIST_LENGTH),
            hint="E-mail addresses or user ids, with commas or on a line each; names beside them do no harm.",
            optional=True,
        ),
        field(
            "everybody",
            "Or all at once",
            CheckboxesElement(action_id="value", options=[everybody]),
            optional=True,
        ),
    )


def paper(game: Game) -> View:
    """People in the room without a Slack account."""
    return modal(
        names.PAPER_FORM,
        "Seat on paper",
        "Add",
        game.id,
        section("For people in the room who have no Slack account; others vote for them."),
        field(
            "names",
            "Names, one on each line",
            PlainTextInputElement(action_id="value", multiline=True, max_length=LIST_LENGTH),
        ),
    )


def remove(game: Game) -> View:
    """People to take off the list."""
    on_paper = _on_paper(one.player for one in game.players)
    blocks = [field("people", "Who", UserMultiSelectElement(action_id="value"), optional=True)]
    if on_paper:
        menu = StaticMultiSelectElement(action_id="value", options=on_paper)
        blocks.append(field("paper", "Who on paper", menu, optional=True))
    return modal(
        names.REMOVE_FORM,
        "Remove people",
        "Take off the list",
        game.id,
        section("Their seats are free at once, and they lose their council's channel. They are told."),
        *blocks,
    )


def hand_over(game: Game) -> View:
    """A facilitator passes somebody's seat on."""
    on_paper = _on_paper(one.player for one in game.players)
    whose = [
        field("whose", "Whose seat", UserSelectElement(action_id="value"), optional=bool(on_paper)),
    ]
    if on_paper:
        menu = StaticSelectElement(action_id="value", options=on_paper)
        whose.append(field("paper", "Or whose on paper", menu, optional=True))
    return modal(
        names.HAND_OVER_FORM,
        "Hand over a seat",
        "Hand over",
        game.id,
        *whose,
        field("to", "Who takes it over", UserSelectElement(action_id="value")),
        context("Mission, votes, proposals and authority stay with the seat."),
    )


def hand_over_mine(game: Game) -> View:
    """Somebody passes their own seat on."""
    return modal(
        names.HAND_OVER_MINE_FORM,
        "Hand over my seat",
        "Hand over",
        game.id,
        section(
            "Your mission, votes, proposals and authority go to whoever you name, and you lose the channel."
        ),
        field("to", "Who takes it over", UserSelectElement(action_id="value")),
        context("It must be somebody who holds no seat. You need no reason."),
    )


def move(game: Game, scenario: Scenario, councils: Iterable[Council]) -> View:
    """Somebody takes a vacant seat of their council; where none is vacant, it says so."""
    vacant = [
        Option(text=_seat(scenario, council, seat), value=f"{council.id}:{seat.role}")
        for council in councils
        for seat in council.seats.values()
        if seat.holder is None
    ][:MOST_OPTIONS]
    if not vacant:
        return told("Move somebody", Message.of(section("No seat is vacant just now.")))
    return modal(
        names.MOVE_FORM,
        "Move somebody",
        "Move",
        game.id,
        field("who", "Who", UserSelectElement(action_id="value")),
        field(
            "seat",
            "To which vacant seat of their council",
            StaticSelectElement(action_id="value", options=vacant),
        ),
        context("They get a new envelope; what they said so far stays with their old seat."),
    )


def proxy(game: Game, councils: Iterable[Council]) -> View:
    """The vote of somebody on paper, as they say it."""
    on_paper = [
        Option(text=shortened(f"{paper_name(holder)}, {council.name}", 75), value=f"{council.id}:{holder}")
        for council in councils
        if council.ballot is not None and council.outcome is None
        for holder in _holders(council)
        if is_paper(holder)
    ][:MOST_OPTIONS]
    if not on_paper:
        return told("Vote for paper", Message.of(section("No vote of somebody on paper is open.")))
    choices = [Option(text=choice.value, value=choice.value) for choice in Choice]
    return modal(
        names.PROXY_FORM,
        "Vote for paper",
        "Enter the vote",
        game.id,
        field("who", "Whose vote", StaticSelectElement(action_id="value", options=on_paper)),
        field("choice", "The vote", StaticSelectElement(action_id="value", options=choices)),
        context("Until the close you can enter another in its place. The result says that it was by proxy."),
    )


def facilitators(game: Game) -> View:
    """Who runs the game. Who did when the form was opened comes back with it, so that two who change it at
    once do not undo one another's changes."""
    now = sorted(game.facilitators)
    return modal(
        names.FACILITATORS_FORM,
        "Facilitators",
        "Save",
        ":".join((game.id, *now)),
        field("people", "Who runs the game", UserMultiSelectElement(action_id="value", initial_users=now)),
        context("Each sees every council and has all the controls. Whoever comes or goes is told."),
    )


def nudge(game: Game, scenario: Scenario, councils: Iterable[Council]) -> View:
    """Whom to nudge, of those who are silent; those who were not nudged yet in this phase are chosen."""
    waiting = [
        Option(text=_seat(scenario, council, seat), value=f"{council.id}:{seat.role}")
        for council in councils
        for seat in silent(council)
        if not nudged_now(council, seat)
    ][:MOST_OPTIONS]
    if not waiting:
        said = "Nobody is silent who was not nudged in this phase already. Give them a moment."
        return told("Nudge the silent", Message.of(section(said)))
    menu = StaticMultiSelectElement(action_id="value", options=waiting, initial_options=waiting)
    return modal(
        names.NUDGE_FORM,
        "Nudge the silent",
        "Nudge",
        game.id,
        section("Each gets one kind direct message that says what they could do now; nobody else sees it."),
        field("seats", "Whom", menu),
    )


def told(title: str, said: Message) -> View:
    """A window that only says something: what a form has done, or why there is nothing to fill in."""
    words = {"type": "plain_text", "text": title}
    return View(type="modal", title=words, blocks=list(said.blocks))


def _on_paper(players: Iterable[UserId]) -> list[Option]:
    return [Option(text=shortened(paper_name(one), 75), value=one) for one in players if is_paper(one)][
        :MOST_OPTIONS
    ]


def _holders(council: Council) -> Iterator[UserId]:
    yield from (seat.holder for seat in council.filled if seat.holder is not None)


def _seat(scenario: Scenario, council: Council, seat: Seat) -> str:
    role, team = scenario.role(seat.role).name, scenario.team(seat.team).name
    return shortened(f"{council.name}, {seat.role}: {role} ({team})", 75)
