"""The game that is played: small, with every kind of work in it; the same people do the same each time."""

import asyncio
from datetime import timedelta
from functools import partial
from typing import Any

from bot import clock
from bot.domain.council import Council
from bot.domain.game import Game, Stage
from bot.domain.ids import RoleNumber, UserId
from bot.domain.scenario import Scenario
from bot.rehearsal.stand_ins.cards import buttons_of
from bot.rehearsal.stand_ins.opinions import words_of
from bot.workspace.state.refusals import CannotDo
from tests.torture.hands import Hands, Json, Seen

PLAYERS = 11  # two councils, of six and of five
NAME = "A hard night"
YES, NO, UP, DOWN = "white_check_mark", "x", "thumbsup", "thumbsdown"


class Play:
    """One game from sign-up to its end."""

    def __init__(self, hands: Hands, scenario: Scenario) -> None:
        self._do = hands
        self._scenario = scenario
        workspace, app = hands.stage.workspace, hands.stage.app
        hands.director = self._person("director", real_name="Dora Dandelion")
        self._players = [self._person(f"player{number:02}") for number in range(PLAYERS)]
        self._watcher, self._late, self._helper = (self._person(one) for one in ("watcher", "late", "helper"))
        everybody = [hands.director, *self._players, self._watcher, self._late, self._helper]
        hands.plenary = workspace.add_channel("plenary", members=everybody).id
        workspace.invite(hands.plenary, app.bot_user_id, by=hands.director)
        self._seats: list[dict[int, str]] = []

    def _person(self, name: str, **details: Any) -> str:
        person = self._do.stage.workspace.add_person(name, **details)
        self._do.names[person.id] = name
        return person.id

    async def play(self) -> None:
        """From sign-up to the end, until everything is sent."""
        for scene in (
            self._sign_up,
            self._seats_are_dealt,
            self._first_session,
            self._emergency,
            self._second_session,
            self._sidebars,
            self._third_session,
            self._presentations,
            self._end,
        ):
            await scene()
            await self._do.settled()

    # --- before the game

    async def _sign_up(self) -> None:
        do, director = self._do, self._do.director
        new = partial(do.stage.people.command, director, do.plenary, "/moot", "new")
        await do.fills(
            director, new, {"name": NAME, "timezone": "Europe/Berlin"}, lambda _, __: True, "a new game"
        )
        await do.settled()
        joined = self._joined
        card = partial(do.card, director, do.plenary, NAME)
        await do.presses(self._players[0], card, "Join: I can chair", do.saw(joined(self._players[0])))
        for user in self._players[1:-1]:
            await do.types(user, do.plenary, "/moot join", joined(user))
        named = f"/moot invite <@{self._players[-1]}>"
        await do.types(director, do.plenary, named, joined(self._players[-1]), patience=6.0)
        await do.types(self._watcher, do.plenary, "/moot observe", joined(self._watcher))
        for user in (director, self._players[2]):
            await do.do("home", partial(self._opens_home, user), partial(self._has_home, user), "home")

    def _joined(self, user: str) -> Seen:
        return lambda game, _: UserId(user) in game.sign_ups

    async def _opens_home(self, user: str) -> None:
        await self._do.stage.people.open_home(user, self._do.stage.app.id)

    async def _has_home(self, user: str) -> bool:
        return self._do.stage.people.home(user, self._do.stage.app.id) is not None

    async def _seats_are_dealt(self) -> None:
        do = self._do
        await do.types(do.director, do.plenary, "/moot seat", lambda game, _: game.plan is not None)
        await do.types(do.director, do.plenary, "/moot deal", lambda game, _: game.deal is not None)
        await do.settled()
        game = await do.game()
        assert game is not None
        assert game.deal is not None
        self._seats = [{int(role): str(user) for role, user in one} for one in game.deal.councils]
        await do.types(do.director, do.plenary, "/moot start", lambda game, _: game.clock is not None)
        await do.settled()
        await self._the_bell_rings_by_itself()

    async def _the_bell_rings_by_itself(self) -> None:
        """The first phase is cut short, and the alarm ends it."""
        do = self._do

        async def cut() -> None:
            game = await do.game()
            assert game is not None
            assert game.clock is not None
            left = game.clock.ends - clock.now()
            if game.clock.phase == 0 and left > timedelta(seconds=4):
                spare = int(left.total_seconds()) - 1
                text = f"take {spare // 60}m{spare % 60}s"
                await do.stage.people.command(do.director, do.plenary, "/moot", text)

        await do.do("the bell rings", cut, do.saw(_in_phase(self._number("session-1"))), "command")

    # --- the phases

    def _number(self, key: str) -> int:
        keys = [phase.key for phase in self._scenario.agenda]
        return keys.index(key)

    async def _on(self, key: str) -> None:
        """The facilitator goes on to the next phase, by the button on the console."""
        do, number = self._do, self._number(key)

        def console() -> Json:
            seen = do.stage.people.history(do.director, do.plenary)[::-1]
            for one in seen:
                value = buttons_of(one).get("Next phase", {}).get("value", "")
                if one["ephemeral"] and value.endswith(f":{number - 1}"):
                    return one
            raise CannotDo("There is no console of this phase yet.")

        async def act() -> None:
            try:
                message = console()
            except CannotDo:
                await do.stage.people.command(do.director, do.plenary, "/moot", "status")
                async with asyncio.timeout(2):
                    while True:
                        try:
                            message = console()
                        except CannotDo:
                            await asyncio.sleep(0.02)
                        else:
                            break
            button = buttons_of(message)["Next phase"]
            await do.stage.people.click(do.director, do.plenary, message["ts"], button["action_id"])

        await do.do(f"on to {key}", act, do.saw(_in_phase(number)), "button")
        await do.settled()

    def _table(self, council: int) -> str:
        return self._do.channel(self._do.director, f"council-{council}-")

    async def _first_session(self) -> None:
        do, (first, second) = self._do, self._seats
        await do.settled()
        for role in (1, 3, 5):
            user = first[role]
            envelope = partial(self._in_dm, user, "Your sealed envelope")
            await do.presses(user, envelope, "Open my sheet", partial(self._opened, user, role))
        session = self._scenario.agenda[self._number("session-1")].title
        card = partial(self._at_table, 1, session)
        await do.fills(
            first[1],
            do.opens(first[1], card, "Write the charter"),
            {"quorum": "50"},
            lambda _, councils: councils[0].charter is not None,
            "the charter",
        )
        await do.types(
            first[3],
            partial(self._table, 1),
            "/propose Owners answer. Every public model has an owner who answers.",
            _proposals(1, 1),
        )
        await self._all_support(
            1, "Proposal 1:", (1, 3, 5, 7), lambda _, councils: bool(councils[0].policies)
        )
        card = partial(self._at_table, 2, session)
        await do.fills(
            second[5],
            do.opens(second[5], card, "Propose a policy"),
            {"title": "A glossary", "text": "Each shared word has one owner."},
            _proposals(2, 1),
            "proposes",
        )
        proposal = partial(self._at_table, 2, "Proposal 1:")
        await do.presses(
            second[1], proposal, "Record as decided", do.saw(lambda _, councils: bool(councils[1].policies))
        )
        await do.types(
            first[5],
            partial(self._table, 1),
            "/propose Friday. Urgent work is live in a day.",
            _proposals(1, 2),
        )
        await do.settled()
        await do.types(
            first[5],
            partial(self._table, 1),
            "/propose amend 2: Urgent work is live within two days.",
            lambda _, councils: councils[0].proposals[2].round == 2,  # type: ignore[index]
        )
        await do.settled()
        await self._all_support(1, "Proposal 2:", (5,), _sides(1, 2, 1))

    async def _all_support(self, council: int, title: str, roles: tuple[int, ...], seen: Seen) -> None:
        """Several people react at once."""
        await self._do.settled()
        card, seats = partial(self._at_table, council, title), self._seats[council - 1]

        def each(role: int) -> Seen:
            return lambda game, councils: (
                seen(game, councils) or _side(councils, council, title, RoleNumber(role))
            )

        await asyncio.gather(*(self._do.reacts(seats[role], card, UP, each(role)) for role in roles))
        await self._do.until(self._do.saw(seen), f"{title} has its support")

    async def _emergency(self) -> None:
        do, first = self._do, self._seats[0]
        await self._on("emergency")

        def card() -> Json:
            newest = do.stage.people.history(first[1], self._table(1))[::-1]
            found = next((one for one in newest if "Record our response" in buttons_of(one)), None)
            if found is None:
                raise CannotDo("There is no emergency yet.")
            return found

        await do.fills(
            first[1],
            do.opens(first[1], card, "Record our response"),
            {"text": "Put it back, then talk.", "for_it": "4", "against": "0"},
            lambda _, councils: bool(councils[0].responses),
            "the response",
        )

    async def _second_session(self) -> None:
        do, second = self._do, self._seats[1]
        await self._on("session-2")
        leaver = second.pop(9) if 9 in second else second.pop(max(second))
        await do.types(leaver, do.plenary, "/moot leave", _has_no_seat(leaver))
        await do.settled()
        await do.types(self._late, do.plenary, "/moot join", _has_a_seat(self._late))
        await do.types(
            do.director,
            do.plenary,
            f"/moot cofacilitate <@{self._helper}>",
            lambda game, councils: all(UserId(self._helper) in one.facilitators for one in councils),
        )
        await do.types(
            self._seats[0][1],
            partial(self._table, 1),
            "/moot straw Tea or coffee?",
            lambda _, councils: bool(councils[0].straw_polls),
        )
        await do.settled()
        await do.types(do.director, do.plenary, "/moot pause", _stands_still)
        await do.types(do.director, do.plenary, "/moot resume", _runs_again)

    async def _sidebars(self) -> None:
        do, first = self._do, self._seats[0]
        await self._on("sidebar")

        def card() -> Json:
            channel = do.channel(first[5], "sidebar-5")
            newest = do.stage.people.history(first[5], channel)[::-1]
            found = next((one for one in newest if "Carry an idea back" in buttons_of(one)), None)
            if found is None:
                raise CannotDo("The sidebar is not open yet.")
            return found

        await do.fills(
            first[5],
            do.opens(first[5], card, "Carry an idea back"),
            {"text": "Ask for names early."},
            lambda _, councils: bool(councils[0].ideas),
            "an idea",
        )

    async def _third_session(self) -> None:
        do, first = self._do, self._seats[0]
        await self._on("session-3")
        for number, seats in enumerate(self._seats):
            card = partial(self._in_dm, seats[1], "You can open the final vote")
            await do.presses(seats[1], card, "Call the vote", do.saw(_votes_in(number)))
        await do.settled()
        said = [(1, role, YES) for role in first if role not in (1, 2)]
        said += [(1, 1, NO), (1, 2, "shrug"), (2, 1, YES), (2, 3, NO)]
        await asyncio.gather(*(self._votes(*one) for one in said))
        await self._votes(1, 1, YES)  # changes their mind: the latest counts
        await do.settled()

    async def _votes(self, council: int, role: int, emoji: str) -> None:
        user = self._seats[council - 1].get(role)
        if user is not None:
            card = partial(self._at_table, council, "The final vote")
            await self._do.reacts(user, card, emoji, _voted(council, RoleNumber(role), emoji))

    async def _presentations(self) -> None:
        do, first = self._do, self._seats[0]
        await self._on("presentations")
        await do.until(
            do.saw(lambda _, councils: all(one.outcome is not None for one in councils)),
            "the votes are counted",
        )
        await do.settled()
        session = self._scenario.agenda[self._number("presentations")].title
        card = partial(self._at_table, 1, session)
        await do.fills(
            first[1],
            do.opens(first[1], card, "Prepare our presentation"),
            {"answer:0": "We asked early.", "answer:1": "We would ask earlier."},
            lambda _, councils: bool(councils[0].presentation),
            "the presentation",
        )
        who = partial(self._at_table, 1, "Did you win individually?")
        priorities = {
            f"priority:{one.key}": ["policy-1"] for one in self._scenario.team("finance-marketing").priorities
        }
        await do.fills(
            first[5],
            do.opens(first[5], who, "Make my claim"),
            {"team_mission": ["policy-1"], "role_mission": ["policy-1"], **priorities},
            lambda _, councils: bool(councils[0].claims),
            "a claim",
        )
        await do.settled()
        claim = partial(self._at_table, 1, "Claim: ")
        for judge, count in ((1, 1), (3, 2)):
            await do.reacts(first[judge], claim, DOWN, partial(_disputed, count))
        await do.settled()
        queue = partial(self._in_dm, do.director, "Rulings")
        await do.fills(
            do.director,
            do.opens(do.director, queue, "Uphold 1.5"),
            {"reason": "The text says so."},
            lambda _, councils: councils[0].claims[RoleNumber(5)].ruling is not None,
            "a ruling",
        )

    async def _end(self) -> None:
        do = self._do
        await self._on_to_the_end()
        await do.settled()
        user = self._seats[0][7]
        card = partial(self._at_table, 1, "The game is over")
        await do.fills(
            user,
            do.opens(user, card, "Give feedback"),
            {"score": "4"},
            lambda game, _: bool(game.feedback),
            "feedback",
        )

    async def _on_to_the_end(self) -> None:
        do = self._do

        async def act() -> None:
            await do.stage.people.command(do.director, do.plenary, "/moot", "next")

        ended = do.saw(lambda game, _: game.stage is Stage.ENDED)
        await do.do("the end", act, ended, "command")

    # --- where things are

    def _at_table(self, council: int, title: str) -> Json:
        return self._do.card(self._do.director, self._table(council), title)

    def _in_dm(self, user: str, title: str) -> Json:
        return self._do.card(user, self._do.dm(user), title)

    async def _opened(self, user: str, role: int) -> bool:
        """Whether a window shows the sheet, and Moot knows; it does not where Slack's answer was lost."""
        windows = self._do.stage.people.modals(user)
        reads = any(f"role {role}: you play for" in words_of(one) for one in windows)
        return reads and await self._do.sees(lambda _, councils: role in councils[0].care.opened)


def _votes_in(council: int) -> Seen:
    return lambda _, councils: councils[council].ballot is not None


def _in_phase(number: int) -> Seen:
    return lambda game, councils: (
        game.clock is not None
        and game.clock.phase >= number
        and all(
            one.phase is not None and one.phase.phase == game.agenda[game.clock.phase].key for one in councils
        )
    )


def _proposals(council: int, count: int) -> Seen:
    return lambda _, councils: len(councils[council - 1].proposals) >= count


def _side(councils: tuple[Council, ...], council: int, title: str, role: RoleNumber) -> bool:
    number = int(title.removeprefix("Proposal ").rstrip(":"))
    return councils[council - 1].proposals[number].side_of(role) is True  # type: ignore[index]


def _sides(council: int, number: int, count: int) -> Seen:
    return lambda _, councils: (
        len(councils[council - 1].proposals[number].spoken()) >= count  # type: ignore[index]
    )


def _stands_still(game: Game, councils: tuple[Council, ...]) -> bool:
    return game.paused and all(one.stops and one.stops[-1].end is None for one in councils)


def _runs_again(game: Game, councils: tuple[Council, ...]) -> bool:
    return not game.paused and all(one.stops[-1].end is not None for one in councils)


def _disputed(count: int, _: Game, councils: tuple[Council, ...]) -> bool:
    return councils[0].claims[RoleNumber(5)].disputed >= count


def _has_no_seat(user: str) -> Seen:
    return lambda _, councils: all(one.seat_of(UserId(user)) is None for one in councils)


def _has_a_seat(user: str) -> Seen:
    return lambda _, councils: any(one.seat_of(UserId(user)) is not None for one in councils)


def _voted(council: int, role: RoleNumber, emoji: str) -> Seen:
    chosen = {YES: "yes", NO: "no", "shrug": "abstain"}[emoji]

    def seen(_: Game, councils: tuple[Council, ...]) -> bool:
        ballot = councils[council - 1].ballot
        return ballot is not None and chosen in [one.value for one in ballot.standing.get(role, ())]

    return seen
