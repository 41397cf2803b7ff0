"""Settings, read from the environment and from `.env`; each is documented in .env.example."""

import os
import re
from base64 import b64decode
from collections.abc import Callable, Collection
from datetime import timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationInfo, field_validator, model_validator
from pydantic_settings import BaseSettings, DotEnvSettingsSource, EnvSettingsSource, SettingsConfigDict

from bot import env_file
from bot.domain.errors import MootError
from bot.domain.rights import Channels, Creators
from bot.env_file import EnvFile

KEPT_FOR_OTHERS = 365  # days
KEY = re.compile(r"[A-Za-z0-9_-]{43}=")
PUBLIC = re.compile(
    r"(?P<scheme>https?)://(?P<host>\[[0-9A-Fa-f:.]+\]|[^\s/?#@:\[\]]+)(:\d{1,5})?(/[^\s?#]*)?"
)
SHORTEST = 8  # characters of a secret
NONE = "none"  # overrules an address in `.env`, which an empty variable does not


def is_loopback(host: str) -> bool:
    """Whether a host can only be this machine."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


class Settings(BaseSettings):
    """Everything that can be set. Frozen; tokens never show in a repr."""

    model_config = SettingsConfigDict(
        env_file=env_file.HERE,
        env_file_encoding="utf-8-sig",  # with or without the mark that some editors put before UTF-8
        frozen=True,
        extra="ignore",
        env_ignore_empty=True,
        hide_input_in_errors=True,
    )

    def __init__(self, **values: Any) -> None:
        if "_env_file" not in values:
            file = env_file.found()
            values |= {"_env_file": file.path} | _at_home(file, values.keys())
        super().__init__(**values)

    slack_bot_token: SecretStr = SecretStr("")
    """Bot token of the installed app (xoxb-…)."""
    slack_app_token: SecretStr = SecretStr("")
    """App-level token with connections:write, for Socket Mode (xapp-…)."""
    slack_signing_secret: SecretStr = SecretStr("")
    """Signing secret of the app, for HTTP instead of Socket Mode."""
    slack_client_id: str = ""
    """Client id of the app, for many workspaces: each installs the app by itself, and no bot token is set."""
    slack_client_secret: SecretStr = SecretStr("")
    """Client secret of the app, for many workspaces."""
    moot_token_keys: SecretStr = SecretStr("")
    """The keys that seal the tokens of many workspaces, with commas: the first seals, each opens."""
    moot_public_url: str = ""
    """The address under which Slack and browsers reach MOOT_HTTP_ADDRESS: https://…"""
    moot_http_address: str = "127.0.0.1:3000"
    """Where Slack's deliveries are taken with --http, as host:port."""
    slack_api_url: str = "https://slack.com/api/"
    """Where Slack's Web API is; another server in rehearsals."""
    database_url: str = Field("sqlite:///var/moot.db", repr=False)
    """Where the games are kept: a SQLite file, or a PostgreSQL (postgresql://…)."""
    moot_lease_seconds: float = Field(6.0, ge=1, le=60)
    """How long a replica on PostgreSQL may be silent before another takes over its work."""
    moot_content: Path | None = None
    """A folder of content packs beside those that come with Moot."""
    moot_budget_factor: float = Field(1.0, gt=0)
    """Multiplies Slack's documented rate limits; 1 for Slack itself."""
    moot_creators: str = ""
    """Who may create games: `anyone`, `admins`, `channel-creators`, ids of user groups and people."""
    moot_channels: str = ""
    """Where: `general`, `shared`, `anywhere`, or only in the channels with these ids."""
    moot_health_address: str = ""
    """Where to ask for health and measures by HTTP, as host:port; empty for nowhere."""
    moot_webhook_url: SecretStr = SecretStr("")
    """Where bells and results are sent; empty or `none` for nowhere. It may hold a token."""
    moot_webhook_secret: SecretStr = SecretStr("")
    """What those messages are signed with (whsec_…)."""
    moot_board_address: str = ""
    """Where boards are shown by HTTP, as host:port; empty for nowhere."""
    moot_board_url: str = ""
    """The address under which others reach that, if it is another one: https://…"""
    moot_keep_days: int | None = Field(None, ge=0, le=3650)
    """How many days a game is kept after its end; 0 for ever. Left out: see `keep_for`."""
    moot_contact: str = Field("", max_length=200)
    """Whom people ask about their data: an address that the privacy page shows."""
    moot_log_level: str = Field("INFO", pattern="^(DEBUG|INFO|WARNING|ERROR)$")
    """DEBUG, INFO, WARNING or ERROR."""
    moot_log_format: str = Field("text", pattern="^(text|json)$")
    """`text` for people, `json` for machines."""

    @model_validator(mode="before")
    @classmethod
    def _without_strays(cls, values: dict[str, Any]) -> dict[str, Any]:
        """Without the value in the error: it may be a token."""
        if wrong := [*env_file.strays(values)]:
            raise ValueError(f"{'; '.join(wrong)}. {env_file.WRITE_PLAINLY}")
        return values

    @field_validator("moot_content")
    @classmethod
    def _is_at_home(cls, folder: Path | None) -> Path | None:
        """With somebody's home where it begins with `~`, as a shell would write it."""
        return folder and Path(os.path.expanduser(folder))

    @field_validator("database_url")
    @classmethod
    def _is_of_a_known_kind(cls, url: str) -> str:
        """Without the URL in the error: it may hold a password."""
        if not re.match(r"(sqlite(\+aiosqlite)?|postgres(ql)?(\+asyncpg)?)://", url):
            raise ValueError("it begins with sqlite:/// or postgresql://")
        return url

    @field_validator("moot_creators")
    @classmethod
    def _names_somebody(cls, said: str) -> str:
        """As they are written when they are stored."""
        return _understood(said, Creators.read)

    @field_validator("moot_channels")
    @classmethod
    def _names_channels(cls, said: str) -> str:
        """As they are written when they are stored."""
        return _understood(said, Channels.read)

    @field_validator("moot_token_keys")
    @classmethod
    def _are_keys(cls, keys: SecretStr) -> SecretStr:
        """Fernet's: 32 bytes in base64, with - and _. Without them in the error."""
        said = keys.get_secret_value()
        if said and not all(KEY.fullmatch(one.strip()) for one in said.split(",")):
            raise ValueError("each of its keys, with commas between them, is one that `moot keys new` prints")
        return keys

    @field_validator("moot_public_url")
    @classmethod
    def _can_be_an_address_of_slacks(cls, url: str) -> str:
        """Slack sends no browser back to a plain http address, but for one on this machine."""
        if not url:
            return url
        told = PUBLIC.fullmatch(url)
        if told is None or not (told["scheme"] == "https" or is_loopback(told["host"].strip("[]"))):
            raise ValueError(
                "it is an address such as https://moot.example.org; http:// only on this machine"
            )
        return url.rstrip("/")

    @field_validator("moot_board_url")
    @classmethod
    def _is_an_address(cls, url: str) -> str:
        """Or nothing. Without a slash at its end, since a path follows."""
        if url and not re.fullmatch(r"https?://[^\s/?#]+(/[^\s?#]*)?", url):
            raise ValueError("it is an address such as https://moot.example.org")
        return url.rstrip("/")

    @field_validator("moot_board_address", "moot_health_address", "moot_http_address")
    @classmethod
    def _is_host_and_port(cls, address: str, about: ValidationInfo) -> str:
        """Or nothing, where nobody need be answered."""
        if not address and about.field_name != "moot_http_address":
            return address
        told = re.fullmatch(r"(\[[0-9A-Fa-f:.]+\]|[^\s:/\[\]]+):(\d{1,5})", address)
        if told is None or int(told[2]) > 65535:
            raise ValueError("it is a host and a port, such as 127.0.0.1:8080")
        return address

    @field_validator("moot_webhook_url")
    @classmethod
    def _is_encrypted(cls, url: SecretStr) -> SecretStr:
        """Or goes to this machine. Without the URL in the error."""
        if url.get_secret_value() in ("", NONE):
            return url
        try:
            address = urlsplit(url.get_secret_value())
            host, _ = address.hostname or "", address.port
        except ValueError:
            raise ValueError("it is no address") from None
        plain = address.scheme == "http" and is_loopback(host)
        if not host or not (address.scheme == "https" or plain):
            raise ValueError("it begins with https://; with http:// it must be on this machine")
        return url

    @field_validator("moot_webhook_secret")
    @classmethod
    def _is_long_enough(cls, secret: SecretStr) -> SecretStr:
        """The Standard Webhooks specification asks for 24 to 64 bytes."""
        said = secret.get_secret_value()
        try:
            key = b64decode(said.removeprefix("whsec_") + "==", validate=False)
        except ValueError:
            key = b""
        if said and not (said.startswith("whsec_") and 24 <= len(key) <= 64):
            raise ValueError("it is whsec_ and 24 to 64 random bytes in base64")
        return secret

    @model_validator(mode="after")
    def _both_or_none(self) -> Self:
        url, secret = self.moot_webhook_url.get_secret_value(), self.moot_webhook_secret.get_secret_value()
        if url != NONE and bool(url) != bool(secret):
            raise ValueError("MOOT_WEBHOOK_URL and MOOT_WEBHOOK_SECRET go together: set both or neither")
        return self

    @model_validator(mode="after")
    def _one_workspace_or_many(self) -> Self:
        if self.many and self.slack_bot_token.get_secret_value():
            raise ValueError(
                "SLACK_BOT_TOKEN is for one workspace and SLACK_CLIENT_ID for many, each of which installs "
                "the app by itself: set one of them and leave the other empty"
            )
        return self

    @model_validator(mode="after")
    def _ids_are_of_one_workspace(self) -> Self:
        creators, channels = Creators.read(self.moot_creators), Channels.read(self.moot_channels)
        if self.many and (creators.groups or creators.people or channels.only):
            raise ValueError(
                "MOOT_CREATORS and MOOT_CHANNELS can hold ids only where Moot serves one workspace; among "
                "many, the admins of each choose them in Slack: /moot admin"
            )
        return self

    @property
    def many(self) -> bool:
        """Whether this bot serves each workspace that installs it, instead of the one of its bot token."""
        return bool(self.slack_client_id)

    @property
    def keep_for(self) -> timedelta | None:
        """How long a game is kept after its end; None for ever.

        In a workspace of one's own nothing goes unless its operator says so: an update must delete nothing of
        theirs. A bot that serves other people's workspaces keeps a year: long enough to compare the next game
        with the last, and a promise that can be made to them.
        """
        days = self.moot_keep_days
        if days is None:
            days = KEPT_FOR_OTHERS if self.many else 0
        return timedelta(days=days) if days else None

    @property
    def token_keys(self) -> tuple[str, ...]:
        """The keys, the newest first."""
        return tuple(one.strip() for one in self.moot_token_keys.get_secret_value().split(",") if one.strip())

    @property
    def secrets(self) -> list[str]:
        """Every secret that is long enough to be one."""
        values = [one.get_secret_value() for one in vars(self).values() if isinstance(one, SecretStr)]
        return [part for value in values for part in (value, *value.split(",")) if len(part) >= SHORTEST]

    @property
    def webhook(self) -> tuple[str, str] | None:
        """Its address and its secret, if there is one."""
        url = self.moot_webhook_url.get_secret_value()
        return None if url in ("", NONE) else (url, self.moot_webhook_secret.get_secret_value())

    @field_validator("slack_api_url")
    @classmethod
    def _ends_with_a_slash(cls, url: str) -> str:
        """Without it, the last part of the path would be lost when a method's name is joined to it."""
        return url if url.endswith("/") else f"{url}/"


def _understood(said: str, read: Callable[[str], object]) -> str:
    try:
        read(said)
    except MootError as wrong:
        raise ValueError(str(wrong)) from None
    return said


def overruled() -> list[str]:
    """The settings of which the environment has another value than the file: the environment's counts."""
    shell, file = EnvSettingsSource(Settings)(), _said_in(env_file.found())
    return sorted(name.upper() for name in file if name in shell and shell[name] != file[name])


def _said_in(file: EnvFile) -> dict[str, Any]:
    """What the file says, by the names of the settings."""
    return DotEnvSettingsSource(Settings, env_file=file.path)()


def _at_home(file: EnvFile, given: Collection[str]) -> dict[str, str]:
    """The paths that begin where the file says, and that nobody else sets."""
    if file.folder is None:
        return {}
    said = {"database_url": Settings.model_fields["database_url"].default, **_said_in(file)}
    set_here = {*given, *EnvSettingsSource(Settings)()}
    names = {"database_url", "moot_content"} & said.keys() - set_here
    return {name: file.at_home(name, said[name]) for name in names}
