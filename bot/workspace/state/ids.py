"""Ids and secrets that look like Slack's."""

import secrets

_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_WIDTH = 9
_SPACE = 36**_WIDTH
_STEP = 48_271_960_163_141  # neither even nor a multiple of 3, so n * step visits every id before one repeats


class Ids:
    """Numbered ids that do not look numbered: the same order of calls gives the same ids."""

    def __init__(self, last: int = 0) -> None:
        self.last = last

    def new(self, prefix: str) -> str:
        """A new id such as `U04K2P9QX1`; never given before by this object, whatever the prefix."""
        self.last += 1
        rest = self.last * _STEP % _SPACE
        letters = []
        for _ in range(_WIDTH):
            rest, digit = divmod(rest, 36)
            letters.append(_DIGITS[digit])
        return prefix + "0" + "".join(letters)


def secret(prefix: str = "") -> str:
    """An unguessable token of 32 characters after its prefix."""
    return prefix + secrets.token_hex(16)


def client_id() -> str:
    """How an app's developer names it: two numbers."""
    return f"{secrets.randbelow(10**12):012}.{secrets.randbelow(10**13):013}"


def short_secret() -> str:
    """Five characters, as Slack fills in for a missing block_id or action_id."""
    return secrets.token_urlsafe(4)[:5]
