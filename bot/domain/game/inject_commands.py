"""What facilitators can ask of injects. The actor and the moment come beside the command."""

from dataclasses import dataclass
from typing import TypeAlias

from bot.domain.audience import Addressees
from bot.domain.game.telling import When, Written


@dataclass(frozen=True, slots=True)
class TellInject:
    """Tells an inject of the scenario, by its key, or `written` words: in these councils, by number, or with
    none in all of them; now, or then.

    `to` is whom the scenario's names mean, which the game cannot know by itself.
    """

    inject: str = ""
    written: Written | None = None
    councils: frozenset[int] = frozenset()
    when: When | None = None
    to: Addressees | None = None


@dataclass(frozen=True, slots=True)
class CancelInject:
    """Drops the plan of this number."""

    number: int


InjectCommand: TypeAlias = TellInject | CancelInject
