"""What people's reactions under a card say: which stand for each seat, whatever order Slack tells of them in.

Several emoji say the same: a thumb has six colours, and Slack keeps each as a reaction of its own. So each is
known by its name, and a seat says something as long as one of its reactions that say it stands.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Generic, Self, TypeVar

from bot.domain.ids import Moment, RoleNumber

S = TypeVar("S")


@dataclass(frozen=True, slots=True)
class Reaction(Generic[S]):
    """An emoji under a card, and what it says there.

    `emoji` is its name in Slack, with the skin tone; empty where an older Moot did not note it, and where the
    words were entered and nobody reacted.
    """

    says: S
    emoji: str = ""


@dataclass(frozen=True, slots=True)
class Reactions(Generic[S]):
    """What stands under a card. `standing` holds each seat's reactions, oldest first; the latest counts.

    `heard` is when a seat last added or removed a reaction: Slack delivers events again, and in any order.
    """

    standing: Mapping[RoleNumber, tuple[Reaction[S], ...]] = field(
        default_factory=lambda: MappingProxyType({})
    )
    heard: Mapping[tuple[RoleNumber, Reaction[S]], Moment] = field(
        default_factory=lambda: MappingProxyType({})
    )

    def of(self, seat: RoleNumber) -> tuple[Reaction[S], ...]:
        """The seat's reactions, oldest first."""
        return self.standing.get(seat, ())

    def said(self, seat: RoleNumber) -> tuple[S, ...]:
        """What they say, each once; the last of it counts."""
        latest_first = dict.fromkeys(one.says for one in reversed(self.of(seat)))
        return tuple(reversed(latest_first))

    def by_seat(self) -> Mapping[RoleNumber, tuple[S, ...]]:
        """What each seat says."""
        return MappingProxyType({seat: self.said(seat) for seat in self.standing})

    def latest(self, seat: RoleNumber) -> S | None:
        """What counts for this seat; None if nothing of it stands."""
        return standing[-1].says if (standing := self.of(seat)) else None

    def known_as(self, seat: RoleNumber, one: Reaction[S]) -> Reaction[S]:
        """The reaction as it is noted: perhaps without its name, by an older Moot."""
        nameless = Reaction(one.says)
        noted = (seat, nameless) in self.heard or nameless in self.of(seat)
        return nameless if noted and (seat, one) not in self.heard else one

    def as_known(self, seat: RoleNumber, shown: Iterable[Reaction[S]]) -> tuple[Reaction[S], ...]:
        """What Slack shows, as it is noted; in a fixed order, since Slack gives none."""
        known = {self.known_as(seat, one) for one in shown}
        return tuple(sorted(known, key=lambda one: (str(one.says), one.emoji)))

    def stands(self, seat: RoleNumber, one: Reaction[S]) -> bool:
        """Whether this very reaction of the seat stands."""
        return self.known_as(seat, one) in self.of(seat)

    def is_news(self, seat: RoleNumber, one: Reaction[S], at: Moment, *, added: bool) -> bool:
        """Whether that it was added or removed at `at` was not heard before, nor anything later about it."""
        latest = self.heard.get((seat, self.known_as(seat, one)))
        if latest is None or at == latest:
            return latest is None or self.stands(seat, one) is not added
        return at > latest

    def added(self, seat: RoleNumber, one: Reaction[S], at: Moment | None) -> Self:
        """With one more, in the order in which they were made; those of unknown moments are the oldest."""
        heard = self._heard(seat, one, at)
        standing = (*(other for other in self.of(seat) if other != one), one)
        if all((seat, each) in heard for each in standing):
            standing = tuple(sorted(standing, key=lambda each: heard[seat, each]))
        return replace(self.instead(seat, *standing), heard=heard)

    def removed(self, seat: RoleNumber, one: Reaction[S], at: Moment | None) -> Self:
        """Without this one."""
        rest = (other for other in self.of(seat) if other != one)
        return replace(self.instead(seat, *rest), heard=self._heard(seat, one, at))

    def instead(self, seat: RoleNumber, *those: Reaction[S]) -> Self:
        """With these in place of what the seat has, as if nothing were known of when they were made."""
        return replace(self, standing=MappingProxyType({**self.standing, seat: those}))

    def only_of(self, seats: Collection[RoleNumber]) -> Self:
        """Those of these seats."""
        if all(seat in seats for seat in self.standing):
            return self
        standing = {seat: those for seat, those in self.standing.items() if seat in seats}
        return replace(self, standing=MappingProxyType(standing))

    def _heard(
        self, seat: RoleNumber, one: Reaction[S], at: Moment | None
    ) -> Mapping[tuple[RoleNumber, Reaction[S]], Moment]:
        return MappingProxyType({**self.heard, (seat, one): at}) if at else self.heard


NOBODY_REACTED: Reactions[bool] = Reactions()
