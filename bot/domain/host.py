"""How whoever creates a game introduces themselves to those who may join."""

from dataclasses import dataclass

from bot.domain.ids import UserId

LINE_LENGTH = 300  # characters


@dataclass(frozen=True, slots=True)
class Host:
    """Who it is, a line of their own, and the https address of a picture; each may be empty."""

    user: UserId | None = None
    line: str = ""
    picture: str = ""

    def __bool__(self) -> bool:
        """Whether there is anything to show."""
        return bool(self.line or self.picture)


NO_HOST = Host()
