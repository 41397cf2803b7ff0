"""What the seats of a council can win by, as far as its pack says so."""

from dataclasses import dataclass

from bot.domain.ids import RoleNumber


@dataclass(frozen=True, slots=True)
class Aims:
    """Whether people claim that they won, and which roles lack what they could claim."""

    claimed: bool = True
    no_missions: tuple[RoleNumber, ...] = ()  # the roles that have none, not even their team's
    no_priorities: tuple[RoleNumber, ...] = ()  # those whose team has none


ALL_AIMS = Aims()
