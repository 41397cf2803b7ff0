"""Cards in a council's channel: welcome, charter, proposals, the book, the ballot."""

from collections.abc import Iterable, Iterator, Sequence
from typing import assert_never

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot.domain.council import Council
from bot.domain.game import Game
from bot.domain.ids import COUNCIL, UserId
from bot.domain.meetings import watching
from bot.domain.mending import mending
from bot.domain.scenario import Scenario
from bot.intents.seats import SeatNewsCard
from bot.slack.blocks import folding, names, optional
from bot.slack.blocks import phrases as p
from bot.slack.blocks.message import Message, actions, button, context, escaped, header, section, sections
from bot.slack.calls import cards as calls

MOST_OBSERVERS = 10  # that the welcome names
NAMED_IN_A_LINE = 60  # people; a longer list goes on in the next line


def seat_news(scenario: Scenario, council: Council, card: SeatNewsCard) -> Message:
    """A plain line for the council: somebody came, left, handed over or moved."""
    role, who = p.the_role_and_team(scenario, council.seats[card.seat]), p.mention(card.holder)
    stays = optional.votes_and_proposals(scenario)
    match card.what:
        case "vacated":
            line = f"{who} has left, and the seat of {role} is free. Its {stays} stay."
        case "deactivated":
            line = (
                f"The account of {who} is deactivated, so the seat of {role} is free. The seat and its "
                "proposals return with the account, unless somebody else holds it by then."
                f"{_vote(council, card)}"
            )
        case "returned":
            line = f"{who} is back, as {role}, with everything as it was. Welcome back!"
        case "handed_over":
            to = p.mention(card.to) if card.to else "somebody else"
            if card.holder in council.absent:
                return Message.of(section(f"{to} is {role} now, with the {stays} of {who}."))
            line = f"{who} has handed the seat of {role} to {to}, with its {stays}."
        case "moved":
            line = f"{who} has moved, and is {role} now."
        case "filled":
            line = f"{who} has joined us, as {role}. Welcome!"
        case _:
            assert_never(card.what)
    return Message.of(section(line))


def _vote(council: Council, card: SeatNewsCard) -> str:
    """What that means for a vote that is open."""
    ballot = council.ballot
    if ballot is None or card.seat not in ballot.resting:
        return ""
    voted = ballot.vote_of(card.seat) is not None
    rests = " Meanwhile, its reactions there do not count." if voted else ""
    return f" Until somebody holds it, it counts neither in the final vote nor in its quorum.{rests}"


def sheet_gone(scenario: Scenario, council: Council) -> Message:
    """In the place of a sheet or envelope whose holder has given up the seat."""
    empty, keep = "*This sheet is gone.*", ""
    if scenario.has_secrets:
        empty = "*This envelope is empty.*"
        keep = " Please keep its secrets until the end of the game."
    said = f"The seat in {council.name} is no longer yours, and its sheet stays with the seat."
    return Message.of(section(f"{empty} {said}{keep}"))


def signed_up(game: Game, by: UserId) -> Message:
    """To somebody whom a facilitator signed up."""
    return Message.of(
        section(f"{p.mention(by)} has signed you up for *{escaped(game.name)}*, in <#{game.plenary}>."),
        context("Not for you? /moot leave there takes you off the list; you need not give a reason."),
    )


def taken_off(game: Game, by: UserId) -> Message:
    """To somebody whom a facilitator took off the list."""
    return Message.of(
        section(f"{p.mention(by)} has taken you off the list of *{escaped(game.name)}*."),
        context("If that was a mistake, tell them, or type /moot join in the game's channel."),
    )


def team_empty(
    game: Game, scenario: Scenario, councils: Sequence[Council], council: Council, team: str
) -> Message:
    """To a facilitator: a team without anybody, and the best move; or that it is mended."""
    found, name = mending(game, councils, council, team), p.team_name(scenario, team)
    if found is None:
        return Message.of(
            section(f"{council.name}: *{name}* has somebody again. There is nothing left to do.")
        )
    advice = []
    if found.mover is not None:
        advice.append(
            f"{p.mention(found.mover.holder)} ({p.role_and_team(scenario, found.mover)}) could move, since "
            f"that team keeps somebody: `/moot move` with their name and `{found.seat.role}`."
        )
    move = []
    if found.mover is not None:
        value = f"{council.id}:{found.mover.holder}:{found.seat.role}"
        ask = optional.ask_to_move(scenario)
        move = [actions(button("Move them", names.MOVE_THERE, value, ask=ask))]
    if found.watchers:
        advice.append(f"{p.mentions(found.watchers[:5])} watch and could play: `/moot invite` and the name.")
    advice.append("Or invite somebody new with `/moot invite`, or somebody in the room with `/moot paper`.")
    return Message.of(
        section(
            f"*{council.name}: nobody is left in {name}.* Nobody speaks for {_its(scenario, team)} there."
        ),
        *sections([f"*Suggested:* {advice[0]}", *advice[1:]]),
        *move,
    )


def _its(scenario: Scenario, team: str) -> str:
    return "its priorities" if scenario.team(team).priorities else "it"


def happened(outcomes: Iterable[tuple[UserId, str]]) -> Message:
    """To a facilitator who named several people: each is named back with what happened."""
    return Message.of(*sections(each_named((p.mention(user), sentence) for user, sentence in outcomes)))


def on_paper(outcomes: Iterable[tuple[str, str]]) -> Message:
    """To a facilitator who named people on paper."""
    how = "You or a steward of their council can enter what they say with `/moot enter`."
    return Message.of(*sections(each_named(outcomes)), context(how))


def each_named(outcomes: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Each name with what happened; those of whom the same is true share a line."""
    by_sentence: dict[str, list[str]] = {}
    for name, sentence in outcomes:
        by_sentence.setdefault(sentence, []).append(name)
    for sentence, alike in by_sentence.items():
        for start in range(0, len(alike), NAMED_IN_A_LINE):
            yield f"{', '.join(alike[start : start + NAMED_IN_A_LINE])}: {sentence}"


def welcome(game: Game, scenario: Scenario, council: Council) -> Message:
    """Who sits here; what each role does stands in the window behind it."""
    lines = (
        f"{p.mention(seat.holder)}: *{p.role_name(scenario, seat)}* ({p.team_name(scenario, seat.team)})"
        for seat in council.filled
    )
    return Message.of(
        header(f"{council.name}: {game.name}"),
        section(f"This is your council's table. {escaped(council.stewards)} {_chair(scenario)}."),
        *sections(lines),
        *_watched(game, council),
        *calls.line(game.calls.of(council.number)),
        context(f"Your {'secrets are' if scenario.has_secrets else 'sheet is'} in a direct message from me."),
        actions(folding.read_more(names.READ_WELCOME, council.id)),
    )


def _chair(scenario: Scenario) -> str:
    return "chairs, records and calls the vote" if scenario.ballot.held else "chairs and records"


def _watched(game: Game, council: Council) -> Iterator[Block]:
    """Who sits here has to know who else reads what they write."""
    there = sorted(watching(game, f"{COUNCIL}{council.number}"))
    if there:
        yield context(f"Observers read along: {p.mentions_of(there, MOST_OBSERVERS)}.")


def whole_welcome(scenario: Scenario, council: Council) -> View:
    """What each role at this table does, for one person."""
    lines = (
        f"*{p.role_and_team(scenario, seat)}*, {p.mention(seat.holder)}: "
        f"{escaped(scenario.role(seat.role).public)}"
        for seat in council.filled
    )
    return folding.whole(
        council.name,
        section(
            "Play your role, not yourself. If something is not written down, you may invent it for your "
            "own role."
        ),
        *sections(lines),
        context("`/moot help` shows what you can do."),
    )
