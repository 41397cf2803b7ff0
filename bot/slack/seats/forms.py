"""The forms about people and seats. What they do is also a command; people on paper have no menu at Slack, so
they are chosen from one of ours."""

from collections.abc import Iterable

from slack_sdk.models.views import View

from bot.domain.council import Council
from bot.domain.council.silence import nudged_now, silent
from bot.domain.game import Game
from bot.domain.ids import CouncilId, GameId, RoleNumber, UserId
from bot.domain.paper import is_paper, paper_name
from bot.domain.scenario import Scenario
from bot.domain.seating import Seat
from bot.slack.blocks import optional
from bot.slack.blocks.answers import told
from bot.slack.blocks.fields import Boxes, Choice, Choices, OptionalChoice, People, Person, Words
from bot.slack.blocks.forms import About, Form
from bot.slack.blocks.message import Message, context, section
from bot.slack.blocks.names import role_number

LIST_LENGTH = 3000  # characters; Slack takes no more in one field


def _place(value: str) -> tuple[CouncilId, RoleNumber]:
    council, _, role = value.partition(":")
    return CouncilId(council), role_number(role)


def _on_paper(game: Game) -> dict[str, str]:
    return {one.player: paper_name(one.player) for one in game.players if is_paper(one.player)}


def _seat(scenario: Scenario, council: Council, seat: Seat) -> tuple[str, str]:
    role, team = scenario.role(seat.role).name, scenario.team(seat.team).name
    return f"{council.id}:{seat.role}", f"{council.name}, {seat.role}: {role} ({team})"


class InviteForm(Form, callback="invite_form", title="Invite people", submit="Invite", refused_at="list"):
    """People to sign up: chosen, pasted, or everybody in the channel."""

    game = About(GameId)
    people = People("Choose people", optional=True)
    pasted = Words(
        "Or paste a list",
        LIST_LENGTH,
        hint=(
            "E-mail addresses or user ids, separated by commas or on a line each; names beside them do no "
            "harm."
        ),
        optional=True,
        block="list",
    )
    everybody = Boxes("Or all at once", str, {"everybody": "Everybody in the game's channel"}, optional=True)

    @classmethod
    def view(cls, game: Game) -> View:
        what = "Everybody you name is signed up and told. Our direct messages show what became of each."
        return cls.modal(
            (game.id,), section(what), cls.people.input(), cls.pasted.input(), cls.everybody.input()
        )


class PaperForm(Form, callback="paper_form", title="Seat on paper", submit="Add"):
    """People in the room without a Slack account."""

    game = About(GameId)
    names = Words(
        "Names, one per line", LIST_LENGTH, hint="Commas work, too, and so do names copied from a table."
    )

    @classmethod
    def view(cls, game: Game) -> View:
        what = (
            "For people in the room without a Slack account. You or a steward of their council can enter "
            "what they say."
        )
        return cls.modal((game.id,), section(what), cls.names.input())


class RemoveForm(Form, callback="remove_form", title="Remove people", submit="Take off the list"):
    """People to take off the list."""

    game = About(GameId)
    people = People("Who", optional=True)
    paper = Choices("Who on paper", UserId, optional=True)

    @classmethod
    def view(cls, game: Game) -> View:
        """With a menu of those on paper, if there are any."""
        on_paper = _on_paper(game)
        return cls.modal(
            (game.id,),
            section(
                "Their seats are free at once, they lose access to their council's channel, and they are "
                "told."
            ),
            cls.people.input(),
            *([cls.paper.input(options=on_paper)] if on_paper else []),
        )


class HandOverForm(
    Form, callback="hand_over_form", title="Hand over a seat", submit="Hand over", refused_at="to"
):
    """A facilitator passes somebody's seat on."""

    game = About(GameId)
    whose = Person("Whose seat")
    paper = OptionalChoice("Or whose on paper", UserId, optional=True)
    to = Person("Who takes it over")

    @classmethod
    def view(cls, game: Game, scenario: Scenario) -> View:
        """With a menu of those on paper, if there are any."""
        on_paper = _on_paper(game)
        return cls.modal(
            (game.id,),
            cls.whose.input(optional=bool(on_paper)),
            *([cls.paper.input(options=on_paper)] if on_paper else []),
            cls.to.input(),
            context(f"{optional.belongings(scenario).capitalize()} stay with the seat."),
        )


class HandOverMineForm(Form, callback="hand_over_mine_form", title="Hand over my seat", submit="Hand over"):
    """Somebody passes their own seat on."""

    game = About(GameId)
    to = Person("Who takes it over")

    @classmethod
    def view(cls, game: Game, scenario: Scenario) -> View:
        what = (
            f"Your {optional.belongings(scenario)} go to the person you name, and you lose access to the "
            "channel."
        )
        return cls.modal(
            (game.id,),
            section(what),
            cls.to.input(),
            context("It must be somebody who holds no seat. You need not give a reason."),
        )


class MoveForm(Form, callback="move_form", title="Move somebody", submit="Move", refused_at="seat"):
    """Somebody takes a vacant seat of their council."""

    game = About(GameId)
    who = Person("Who")
    seat = Choice("To which vacant seat of their council", _place)

    @classmethod
    def view(cls, game: Game, scenario: Scenario, councils: Iterable[Council]) -> View:
        """With the vacant seats; where there is none, a window that says so."""
        alike = ((council, seat) for council in councils for seat in _vacant(scenario, council))
        vacant = dict(_seat(scenario, council, seat) for council, seat in alike)
        if not vacant:
            return told(cls.title_text, Message.of(section("No seat is vacant right now.")))
        return cls.modal(
            (game.id,),
            cls.who.input(),
            cls.seat.input(options=vacant),
            context(optional.on_moving(scenario)),
        )


def _vacant(scenario: Scenario, council: Council) -> Iterable[Seat]:
    """A council's vacant seats; one of those that share a sheet, since they are all alike."""
    found: dict[str, Seat] = {}
    for seat in council.seats.values():
        if seat.holder is None:
            found.setdefault(scenario.role(seat.role).key, seat)
    return found.values()


class FacilitatorsForm(Form, callback="facilitators_form", title="Facilitators", submit="Save"):
    """Who runs the game. Who did when the form was opened comes back with it, so that two who change it at
    once do not undo one another's changes."""

    game = About(GameId)
    before = About(lambda users: tuple(map(UserId, filter(None, users.split(":")))), rest=True)
    people = People("Who runs the game")

    @classmethod
    def view(cls, game: Game) -> View:
        """With those who run it now."""
        now = sorted(game.facilitators)
        return cls.modal(
            (game.id, *now),
            cls.people.input(tuple(now)),
            context(
                "Each of them sees every council and has all the controls. Anyone added or removed is told."
            ),
        )


class NudgeForm(Form, callback="nudge_form", title="Nudge silent people", submit="Nudge"):
    """Whom to nudge, of those who are silent."""

    game = About(GameId)
    seats = Choices("Whom", _place)

    @classmethod
    def view(cls, game: Game, scenario: Scenario, councils: Iterable[Council]) -> View:
        """With all chosen who were not nudged yet in this phase; where nobody is left, a window says so."""
        quiet = ((council, seat) for council in councils for seat in silent(council))
        waiting = dict(
            _seat(scenario, council, seat) for council, seat in quiet if not nudged_now(council, seat)
        )
        if not waiting:
            said = "Everybody who is silent has already been nudged in this phase. Give them a moment."
            return told(cls.title_text, Message.of(section(said)))
        what = (
            "Each of them gets a friendly direct message that says what they could do now; nobody else sees "
            "it."
        )
        return cls.modal((game.id,), section(what), cls.seats.input(tuple(map(_place, waiting)), waiting))
