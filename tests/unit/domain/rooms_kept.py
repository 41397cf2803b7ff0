"""Which rooms of a game have channels, as its bells and newcomers open and close them."""

from collections.abc import Sequence

from bot.domain.council import Council
from bot.domain.game import Game, Stage
from bot.domain.game import events as ge
from bot.domain.ids import RoleNumber
from bot.domain.meetings import meetings, plan_in
from bot.domain.paper import is_paper
from bot.domain.rooms import RoomKey, RoomPlan, Unit, roles_in
from bot.intents.clock import of_clock
from bot.intents.intent import Delivery
from bot.intents.rooms import CloseRoom, OpenRoom
from bot.intents.sessions import late_sidebars

APART = RoomPlan(
    (Unit("jury", (RoleNumber(1), RoleNumber(3))), Unit("press", (RoleNumber(3), RoleNumber(4)))),
    across=False,
)
TOGETHER = RoomPlan((Unit("jury", (RoleNumber(1), RoleNumber(3))),), observers=True)


class RoomsKept:
    """The channels that are open now."""

    def __init__(self) -> None:
        self.open: set[str] = set()

    def rung(self, game: Game, councils: Sequence[Council], event: ge.GameEvent) -> None:
        """A bell, or the end: what the councils do because of it comes later."""
        if isinstance(event, ge.PhaseStarted | ge.GameEnded):
            self._do([*of_clock(game, tuple(councils), event, 1, sorted(self.open))])

    def followed(self, game: Game, councils: Sequence[Council]) -> None:
        """People have come and gone; now everybody who is to meet others can."""
        self._do([*late_sidebars(game, tuple(councils), sorted(self.open))])
        if game.stage is Stage.ENDED:
            assert not self.open
        if game.phase is None or game.clock is None:
            return
        plan = plan_in(game, game.clock.phase)
        for one in meetings(game, councils, game.clock.phase):
            assert one.room in self.open
            self._right_people(one.room, one.members, councils, plan)

    def _right_people(
        self, room: str, members: Sequence[str], councils: Sequence[Council], plan: RoomPlan | None
    ) -> None:
        key = RoomKey.read(room)
        seats = [
            (seat.holder, seat.role)
            for council in councils
            for seat in council.filled
            if key.council in (0, council.number) and not is_paper(seat.holder)
        ]
        assert len(members) == len(set(members)) > 1
        assert set(members) <= {holder for holder, _ in seats}
        if key.unit:
            assert plan is not None
            assert plan.has(room)
            roles = roles_in(room, [plan])
            assert set(members) == {holder for holder, role in seats if role in roles}

    def _do(self, work: Sequence[Delivery]) -> None:
        """In the order in which the courier works in one room."""
        for one in work:
            if isinstance(one.intent, OpenRoom):
                self.open.add(one.room)
            if isinstance(one.intent, CloseRoom):
                self.open.discard(one.room)
