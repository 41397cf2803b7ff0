"""What was typed, for those who read it and for those who repeat it in a refusal."""

from bot.domain.characters import bare


def plain(typed: str) -> str:
    """In small letters, without blanks around it and without characters that nobody sees."""
    return bare(typed).strip().lower()


def shown(typed: str) -> str:
    """On one line, and shortened."""
    line = " ".join(typed.split())
    return line if len(line) <= 60 else line[:59] + "…"
