"""App Home."""

from collections.abc import Iterator, Sequence

from slack_sdk.models.blocks import Block, ButtonElement
from slack_sdk.models.views import View

from bot.domain.council import Council
from bot.domain.council.on_paper import may_enter
from bot.domain.errors.aside import SetAside
from bot.domain.game import Game, Stage
from bot.domain.ids import Moment
from bot.queries.overview import Overview
from bot.queries.place import Part, Where
from bot.slack.blocks import names, optional
from bot.slack.blocks.message import actions, button, context, divider, fitting, header, refused, section
from bot.slack.blocks.saying import says
from bot.slack.calls import cards as calls
from bot.slack.clock import controls
from bot.slack.console import cards as console_cards
from bot.slack.help import cards as help_cards
from bot.slack.seats import people as people_cards


def home(
    where: Where | None,
    at: Moment,
    councils: Sequence[Council] = (),
    seen: Overview | None = None,
    *,
    first: bool = False,
    others: Sequence[Part] = (),
) -> View:
    """A person's page: their seat, the phase, what they owe, and the controls if they facilitate.

    `councils` are all of the game's, for somebody who facilitates, and `seen` is what they look like.
    `first`: they have never opened the page before. `others` are the games that they may see here instead.
    """
    if where is None:
        return View(type="home", blocks=_without_a_game())
    blocks: list[Block] = _welcome() if first else []
    if where.seat is not None or not where.facilitates:
        stands = help_cards.status(where, counted=False)  # with each who joins, all pages would be made anew
        blocks += [*_divided(blocks), *stands.blocks]
    if where.seat is not None or where.facilitates:
        blocks += [*_divided(blocks), *help_cards.owed_card(where, at, councils).blocks]
    if where.council is not None and where.seat is not None:
        blocks.append(_player_buttons(where.game, where.council))
    blocks += [*_own_choices(where), *calls.on_home(where)]
    if where.game.working is not None:
        blocks.append(actions(button("What did I miss?", names.MISSED, where.game.id)))
    if where.facilitates:
        blocks += [*_divided(blocks), *_for_a_facilitator(where, councils, at)]
    if seen is not None:
        blocks += console_cards.on_home(seen)
    now = says("What now?", where.game.id, "/moot help")
    asks = [button("Questions", names.SHOW_ASKS, where.game.id)] if where.scenario.asks else []
    blocks.append(actions(now, *asks, button("My games", names.SHOW_GAMES, where.game.id)))
    blocks += _others(others)
    blocks.append(_data(where.game))
    blocks.append(context("`/moot help` shows what you can do."))
    return View(type="home", blocks=list(fitting(blocks)))


def _for_a_facilitator(where: Where, councils: Sequence[Council], at: Moment) -> Iterator[Block]:
    yield from controls.console(where.game, councils, guide=bool(where.scenario.guide)).blocks
    yield from people_cards.people(where.game, councils, at).blocks
    if edition := optional.played_as(where.scenario):
        yield context(f"Played as: {edition}.")


def aside(refusal: SetAside, others: Sequence[Part] = ()) -> View:
    """The page of somebody whose game is set aside."""
    blocks = [header("Your game is set aside"), section(refused(refusal)), *_others(others)]
    return View(type="home", blocks=list(fitting(blocks)))


def which_game(parts: Sequence[Part]) -> View:
    """To somebody with as much a part in several games."""
    question = section("*You are in several games.* Choose which one to show here.")
    return View(type="home", blocks=[question, *help_cards.chooser(parts, names.SHOW_AT_HOME)])


def _others(parts: Sequence[Part]) -> Iterator[Block]:
    if parts:
        yield section("*Your other games.* Choose one to show it here.")
        yield from help_cards.chooser(parts, names.SHOW_AT_HOME)


def _without_a_game() -> list[Block]:
    return [
        header("Welcome to Moot"),
        section(
            "I run governance role-plays with secret roles, a clock, policies, a vote, and the reasons who "
            "won. To create a game, type `/moot new` in a channel that everybody shares. To join one, press "
            "Join on its sign-up card or type `/moot join` in its channel."
        ),
        actions(button("For workspace admins: who may create games", names.CHOOSE_RIGHTS, "")),
    ]


def _data(game: Game) -> Block:
    """What is kept about them: a copy at any time, and its deletion after the game."""
    over = [button("Delete my data", names.FORGET_ME, game.id)] if game.stage is Stage.ENDED else []
    return actions(button("Send me my data", names.MY_DATA, game.id), *over)


def _divided(above: list[Block]) -> list[Block]:
    return [divider()] if above else []


def _own_choices(where: Where) -> Iterator[Block]:
    """What concerns oneself: a question, one's seat, stopping, and afterwards a word on the game."""
    game, row = where.game, list[ButtonElement]()
    if where.council is not None and where.seat is not None and game.stage is not Stage.ENDED:
        if where.council.begun:
            row.append(button("Straw poll", names.ASK_STRAW, where.council.id))
            row.append(button("What I have done", names.SHOW_SPOKEN, f"{game.id}:1"))
        if game.stage is Stage.RUNNING and may_enter(where.council, where.user):
            row.append(button("For people on paper", names.PROXY_VOTE, where.council.id))
        row.append(button("Hand over my seat", names.HAND_OVER_MINE, game.id))
    if where.user in game.sign_ups:
        row.append(button("I want to stop or talk", names.STOP_OR_TALK, game.id))
        if game.stage is Stage.ENDED:
            row.append(button("Give feedback", names.GIVE_FEEDBACK, game.id))
        else:
            ask = "Leave this game? Your seat becomes free at once. You need not give a reason."
            row.append(button("Leave the game", names.LEAVE, game.id, ask=ask))
    if row:
        yield actions(*row)


def _welcome() -> list[Block]:
    return [
        section(
            "*Welcome to Moot.* Only you can see this page. It shows where your game stands, what you still "
            "have to do, and your council's book. Your role sheet opens only when you press its button."
        ),
    ]


def _player_buttons(game: Game, council: Council) -> Block:
    at_work = game.stage is not Stage.ENDED and not council.frozen
    return actions(
        button("Open my sheet", names.OPEN_SHEET, council.id, style="primary"),
        *([button("Propose a policy", names.PROPOSE, council.id)] if at_work else []),
        button("Our policy book", names.SHOW_BOOK, council.id),
        button("Handbook", names.SHOW_HANDBOOK, council.id),
    )
