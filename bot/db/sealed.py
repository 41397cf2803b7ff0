"""Sealed tokens: without a key, the database or a copy of it reveals nothing useful about them."""

import base64
import binascii
from collections.abc import Sequence
from datetime import timedelta

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from pydantic import SecretStr

from bot.domain.ids import Moment

BETWEEN = "\n"  # in no id, and in no token
PADDED_TO = 4  # characters of base64


class NoKeyOpens(Exception):
    """None of the keys opens this, or it was sealed for somebody else."""


class NoKeys(Exception):
    """There is no key to seal with."""


def new_key() -> str:
    """A key for MOOT_TOKEN_KEYS."""
    return Fernet.generate_key().decode()


class Sealer:
    """Seals with the first of several keys, and opens with any. What is sealed says for whom, under the seal:
    copied to another workspace's row, it does not open."""

    def __init__(self, keys: Sequence[str]) -> None:
        each = [Fernet(key) for key in keys]
        self._newest = each[0] if each else None
        self._any = MultiFernet(each) if each else None

    def seal(self, secret: SecretStr, whose: str, at: Moment) -> str:
        """Raises NoKeys."""
        if self._newest is None:
            raise NoKeys
        said = f"{whose}{BETWEEN}{secret.get_secret_value()}".encode()
        return self._newest.encrypt_at_time(said, int(at.timestamp())).decode().rstrip("=")

    def open(self, sealed: str, whose: str) -> SecretStr:
        """Raises NoKeyOpens."""
        return self._opened(self._any, sealed, whose)

    def is_newest(self, sealed: str, whose: str) -> bool:
        """Whether the first key opens this, so that the others are not needed for it."""
        try:
            self._opened(self._newest, sealed, whose)
        except NoKeyOpens:
            return False
        return True

    def opens_within(self, sealed: str, whose: str, age: timedelta, at: Moment) -> bool:
        """Whether this was sealed for `whose` at most so long ago."""
        try:
            self._opened(self._any, sealed, whose, age, at)
        except NoKeyOpens:
            return False
        return True

    def _opened(
        self,
        keys: Fernet | MultiFernet | None,
        sealed: str,
        whose: str,
        age: timedelta | None = None,
        at: Moment | None = None,
    ) -> SecretStr:
        if keys is None:
            raise NoKeyOpens
        try:
            whole = _padded(sealed)
            if age is None or at is None:
                said = keys.decrypt(whole).decode()
            else:
                seconds, now = int(age.total_seconds()), int(at.timestamp())
                said = keys.decrypt_at_time(whole, seconds, now).decode()
        except (InvalidToken, ValueError, TypeError):
            raise NoKeyOpens from None
        owner, between, secret = said.partition(BETWEEN)
        if not between or owner != whose:
            raise NoKeyOpens
        return SecretStr(secret)


def _padded(sealed: str) -> bytes:
    whole = sealed + "=" * (-len(sealed) % PADDED_TO)
    try:
        base64.b64decode(whole, altchars=b"-_", validate=True)
    except binascii.Error:
        raise InvalidToken from None
    return whole.encode()
