"""What people say about a game when it is over."""

from dataclasses import dataclass

SCORES = range(1, 6)  # 5 is the best
WORDS_LENGTH = 1000  # characters of each answer


@dataclass(frozen=True, slots=True)
class Feedback:
    """One person's word on the game; the latest counts."""

    score: int
    helped: str = ""
    change: str = ""
