"""The tables. Events are the truth; the others are projections of them, and work to be done."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, Column, Index, Integer, String, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from bot.db.types import Json, UtcDateTime

BIG = BigInteger().with_variant(Integer(), "sqlite")  # SQLite counts up only plain INTEGER keys


class EventRow(SQLModel, table=True):
    """Something that happened. (stream, version) is unique: that is the lock."""

    __tablename__ = "events"
    __table_args__ = (UniqueConstraint("stream", "version"),)
    id: int | None = Field(default=None, sa_column=Column(BIG, primary_key=True, autoincrement=True))
    stream: str = Field(max_length=80)
    version: int
    kind: str = Field(max_length=60)
    data: dict[str, Any] = Field(sa_column=Column(Json, nullable=False))
    at: datetime = Field(sa_type=UtcDateTime)
    actor: str = Field(max_length=40)


class GameRow(SQLModel, table=True):
    """A game, for questions across games: which are alive, what is due when, whose plenary is this."""

    __tablename__ = "games"
    id: str = Field(primary_key=True, max_length=40)
    enterprise_id: str = Field(default="", max_length=40)
    team_id: str = Field(max_length=40, index=True)
    name: str = Field(max_length=200)
    plenary: str = Field(max_length=40, index=True)
    stage: str = Field(max_length=20, index=True)
    due_at: datetime | None = Field(default=None, sa_type=UtcDateTime, index=True)
    created_at: datetime = Field(sa_type=UtcDateTime)


class SetAsideRow(SQLModel, table=True):
    """A game that cannot be run for now: `why`, for facilitators and operators, and since when it stands."""

    __tablename__ = "set_aside"
    game_id: str = Field(primary_key=True, max_length=40, foreign_key="games.id")
    why: str = Field(sa_type=Text)
    since: datetime = Field(sa_type=UtcDateTime)


class PersonRow(SQLModel, table=True):
    """Somebody's part in a game. `council` and `role` are set while they hold a seat; `timezone` is their
    profile's, asked for where a game is played over days. There, `seen_at` is when they last did something
    with Moot, and `left_at` when the visit before ended; in live play nobody is watched so."""

    __tablename__ = "people"
    game_id: str = Field(primary_key=True, max_length=40, foreign_key="games.id")
    user_id: str = Field(primary_key=True, max_length=40, index=True)
    facilitator: bool = False
    signed_up: bool = False
    council_id: str | None = Field(default=None, max_length=60, index=True)
    role: int | None = None
    timezone: str | None = Field(default=None, max_length=60)
    seen_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    left_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class RoomRow(SQLModel, table=True):
    """A channel of a game: `plenary`, `council:1`, `sidebar:3` or `dm:U…`. Moot itself has `archived` it, or
    since `gone_at` nothing can be done in it, for a reason that `Gone` names."""

    __tablename__ = "rooms"
    game_id: str = Field(primary_key=True, max_length=40, foreign_key="games.id")
    key: str = Field(primary_key=True, max_length=80)
    channel: str = Field(max_length=40, index=True)
    archived: bool = False
    gone: str = Field(default="", max_length=20)
    gone_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class MemberRow(SQLModel, table=True):
    """Somebody who was invited into a room, and whether they are in it: if not, `out` is `left`, or Slack's
    word for why it did not let them in. It has been so since `since`."""

    __tablename__ = "members"
    game_id: str = Field(primary_key=True, max_length=40, foreign_key="games.id")
    room: str = Field(primary_key=True, max_length=80)
    user_id: str = Field(primary_key=True, max_length=40)
    out: str = Field(default="", max_length=60)
    since: datetime = Field(sa_type=UtcDateTime)


class PostRow(SQLModel, table=True):
    """A message of ours that can be updated or reacted to."""

    __tablename__ = "posts"
    __table_args__ = (Index("ix_posts_where", "channel", "ts"),)
    game_id: str = Field(primary_key=True, max_length=40, foreign_key="games.id")
    key: str = Field(primary_key=True)
    channel: str = Field(max_length=40)
    ts: str = Field(max_length=40)
    doubtful: bool = False  # it may stand twice: the answer to the first was lost, and nobody could look
    seeded: bool = False  # the choices are under it


class OutboxStatus(StrEnum):
    """Where a piece of work stands."""

    WAITING = "waiting"
    SENDING = "sending"
    DONE = "done"
    PARKED = "parked"  # cannot succeed until somebody acts; `error` says what
    DEAD = "dead"  # can never succeed; `error` says why


class OutboxRow(SQLModel, table=True):
    """An intent, such as "the sheet's envelope for U7". No text and no secret lies in it."""

    __tablename__ = "outbox"
    __table_args__ = (Index("ix_outbox_open", "status", "priority", "id"),)
    id: int | None = Field(default=None, sa_column=Column(BIG, primary_key=True, autoincrement=True))
    team_id: str = Field(max_length=40)
    game_id: str = Field(max_length=40, index=True)
    kind: str = Field(max_length=40)
    lane: str
    subject: dict[str, Any] = Field(sa_column=Column(Json, nullable=False))
    priority: int
    coalesce: str | None = Field(default=None, index=True)
    status: str = Field(default=OutboxStatus.WAITING, max_length=20)
    taken_by: str | None = Field(default=None, sa_column=Column("claimed_by", String(120)))  # a replica
    attempts: int = 0
    unsure: bool = False  # it may be done already: the answer was lost
    not_before: datetime | None = Field(default=None, sa_type=UtcDateTime)
    error: str = Field(default="", max_length=300)
    trouble: int | None = Field(default=None, sa_type=BIG)  # the id of the row with which it began
    created_at: datetime = Field(sa_type=UtcDateTime)
    settled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    cause: str | None = Field(default=None, max_length=80)  # for the log; None in rows of an older Moot

    @property
    def room(self) -> str:
        """Where it is to be done: every intent says so; nowhere that is known, where it cannot be read."""
        return str(self.subject.get("room", "")) if isinstance(self.subject, dict) else ""


class InboxRow(SQLModel, table=True):
    """What Slack was told is taken, and is not done yet: a payload as it came. `replica` is at it since
    `taken_at`. It goes when it is done."""

    __tablename__ = "inbox"
    id: int | None = Field(default=None, sa_column=Column(BIG, primary_key=True, autoincrement=True))
    team_id: str = Field(default="", max_length=40)
    body: dict[str, Any] = Field(sa_column=Column(Json, nullable=False))
    replica: str = Field(max_length=120)
    kept_at: datetime = Field(sa_type=UtcDateTime)
    taken_at: datetime = Field(sa_type=UtcDateTime)
    cause: str | None = Field(default=None, max_length=80)  # for the log; None in rows of an older Moot


class PulseRow(SQLModel, table=True):
    """When a replica was last known to be at work for a workspace, and its `version` as `db/versions.py`
    writes it; a Moot from before that wrote none."""

    __tablename__ = "pulses"
    team_id: str = Field(primary_key=True, max_length=40)
    replica: str = Field(primary_key=True, max_length=120)
    at: datetime = Field(sa_type=UtcDateTime)
    version: str | None = Field(default=None, max_length=60)


class ReadableRow(SQLModel, table=True):
    """The oldest schema whose Moot can work on this one, in the only row: what an older Moot asks when it
    finds a schema that it does not know."""

    __tablename__ = "readable"
    id: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    since: str = Field(max_length=32)


class QuestionRow(SQLModel, table=True):
    """A command of somebody with a part in several games, who was asked which one they mean. It goes when
    they have answered, or after a while."""

    __tablename__ = "questions"
    __table_args__ = {"sqlite_autoincrement": True}  # an old button never finds a new question
    id: int | None = Field(default=None, sa_column=Column(BIG, primary_key=True, autoincrement=True))
    team_id: str = Field(max_length=40)
    user_id: str = Field(max_length=40)
    command: str = Field(max_length=40)
    text: str
    asked_at: datetime = Field(sa_type=UtcDateTime, index=True)


class HomeRow(SQLModel, table=True):
    """Somebody whose App Home was opened, and is kept true from then on; and the game that they chose to see
    there, if they did. `enterprise_id` is that of the workspace, as far as Slack has told."""

    __tablename__ = "homes"
    team_id: str = Field(primary_key=True, max_length=40)
    user_id: str = Field(primary_key=True, max_length=40)
    game_id: str | None = Field(default=None, max_length=40)
    enterprise_id: str = Field(default="", max_length=40)


class PictureRow(SQLModel, table=True):
    """A pack's picture as a file in a workspace, found by the SHA-256 of its content. `file_id` is empty
    where Slack took no file, or would not show it. It has been so since `at`."""

    __tablename__ = "pictures"
    team_id: str = Field(primary_key=True, max_length=40)
    digest: str = Field(primary_key=True, max_length=64)
    file_id: str = Field(default="", max_length=40)
    at: datetime = Field(sa_type=UtcDateTime)


class BoardLinkRow(SQLModel, table=True):
    """A link to a game's board, found by the SHA-256 of its token: who made it, and whether it is revoked."""

    __tablename__ = "board_links"
    digest: str = Field(primary_key=True, max_length=64)
    game_id: str = Field(max_length=40, foreign_key="games.id", index=True)
    made_by: str = Field(max_length=40)
    made_at: datetime = Field(sa_type=UtcDateTime)
    revoked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class LeaseRow(SQLModel, table=True):
    """Which replica looks after a workspace: sends its messages and rings its bells.

    Times are seconds on the database's own clock, so that replicas need not agree on what time it is.
    """

    __tablename__ = "leases"
    team_id: str = Field(primary_key=True, max_length=40)
    holder: str = Field(max_length=120)
    since: float  # when this holder took it
    until: float  # then anybody may take it, unless it was renewed


class BudgetRow(SQLModel, table=True):
    """What is used of how often a method may be called in a workspace, as `db/budgets.py` writes it."""

    __tablename__ = "budgets"
    team_id: str = Field(primary_key=True, max_length=40)
    method: str = Field(primary_key=True, max_length=60)
    used: dict[str, Any] = Field(sa_column=Column(Json, nullable=False))


class InviteeRow(SQLModel, table=True):
    """Somebody whom a facilitator named in an invitation, and what became of them."""

    __tablename__ = "invitees"
    game_id: str = Field(primary_key=True, max_length=40, foreign_key="games.id")
    invitation: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    place: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    by: str = Field(max_length=40)
    named: str = Field(max_length=20)
    given: str = Field(default="", max_length=300)  # an address is forgotten once its owner is known
    user_id: str | None = Field(default=None, max_length=40)
    finding: str | None = Field(default=None, max_length=20)


class InstallationRow(SQLModel, table=True):
    """Moot in a workspace, or, with an empty `team_id`, in a whole organization. Its tokens are sealed
    (`db/sealed.py`). A token that expires comes with one to renew it, which works once; while it is being
    renewed, nobody else does so until `renewing_until`. Since `gone_at` Moot is not there any more, and
    `gone` is Slack's word for why."""

    __tablename__ = "installations"
    enterprise_id: str = Field(primary_key=True, max_length=40)
    team_id: str = Field(primary_key=True, max_length=40)
    name: str = Field(default="", max_length=200)
    url: str = Field(default="", max_length=300)
    app_id: str = Field(max_length=40)
    bot_user: str = Field(max_length=40)
    bot_id: str = Field(max_length=40)
    scopes: str = Field(sa_type=Text)  # with commas
    token: str = Field(sa_type=Text, repr=False)
    refresh: str | None = Field(default=None, sa_type=Text, repr=False)
    expires_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    renewing_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    installed_by: str = Field(max_length=40)
    installed_at: datetime = Field(sa_type=UtcDateTime)
    gone_at: datetime | None = Field(default=None, sa_type=UtcDateTime, index=True)
    gone: str = Field(default="", max_length=60)


class RightsRow(SQLModel, table=True):
    """Who may create games in a workspace, and in which of its channels, as its admins chose: in the words
    and ids of `domain/rights.py`."""

    __tablename__ = "rights"
    team_id: str = Field(primary_key=True, max_length=40)
    creators: str = Field(default="", sa_type=Text)
    channels: str = Field(default="", sa_type=Text)
    chosen_at: datetime = Field(sa_type=UtcDateTime)


class OAuthStateRow(SQLModel, table=True):
    """The SHA-256 of a state with which somebody came back from Slack: it is used, and cannot be again. It
    goes once it would have expired."""

    __tablename__ = "oauth_states"
    digest: str = Field(primary_key=True, max_length=64)
    expires_at: datetime = Field(sa_type=UtcDateTime, index=True)
