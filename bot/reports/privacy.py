"""What Moot keeps about people: the one table, and the page that is made of it.

A test compares its rows with the tables and columns that there are, and another with deploy/privacy.md
(`python -m bot.reports.privacy` prints that table). Whoever adds a table says here what it is for.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from html import escape

GAME = "With its game"
STAYS = "As long as Slack keeps it: your workspace's own settings decide"


@dataclass(frozen=True, slots=True)
class Kept:
    """A kind of data: where it lies, as tables with their columns; what it is, why, and for how long. `place`
    says where it lies if not in a table."""

    what: str
    why: str
    until: str
    tables: tuple[tuple[str, str], ...] = ()
    place: str = ""

    @property
    def where(self) -> str:
        """As the table for operators says it."""
        return "; ".join(f"`{table}`: {columns}" for table, columns in self.tables) or self.place

    @property
    def named(self) -> str:
        """As people read it, who do not know the tables: what it is, after the place where it lies if that is
        another than the database."""
        if not self.place:
            return self.what
        return f"{self.place[0].upper()}{self.place[1:]}: {self.what[0].lower()}{self.what[1:]}"


KEPT = (
    Kept(
        "What happens in a game: sign-ups, seats, proposals, reactions, votes, claims, answers and feedback, "
        "each with the Slack id of the person who did it",
        "It is the game: results, receipts, policy books and reports are made from it",
        "For the time that the operator sets after the game's end. A person's id is replaced by a pseudonym, "
        "and what they said only for themselves is deleted, when they ask",
        (("events", "id, stream, version, kind, data, at, actor"),),
    ),
    Kept(
        "A game's name, channel, stage and times",
        "To find it, and to ring its bells",
        GAME,
        (
            ("games", "id, enterprise_id, team_id, name, plenary, stage, due_at, created_at"),
            ("set_aside", "game_id, why, since"),
        ),
    ),
    Kept(
        "Who is in a game and in which part; in games over days, also their time zone and last visit",
        "To know who may do what, and not to disturb people at night",
        GAME,
        (
            (
                "people",
                "game_id, user_id, facilitator, signed_up, council_id, role, timezone, seen_at, left_at",
            ),
        ),
    ),
    Kept(
        "Which channels and messages belong to a game, and who was invited into which channel",
        "To update messages, and to know who cannot read along",
        GAME,
        (
            ("rooms", "game_id, key, channel, archived, gone, gone_at"),
            ("members", "game_id, room, user_id, out, since"),
            ("posts", "game_id, key, channel, ts, doubtful, seeded"),
        ),
    ),
    Kept(
        "Whom a facilitator named in an invitation",
        "To look them up, and to say who was found",
        "An address until its owner is known, or until the game's end at the latest; the rest with its game",
        (("invitees", "game_id, invitation, place, by, named, given, user_id, finding"),),
    ),
    Kept(
        "Links to a game's board, without the links themselves",
        "To tell a link that works from one that does not",
        GAME,
        (("board_links", "digest, game_id, made_by, made_at, revoked_at"),),
    ),
    Kept(
        "What is still to be done in Slack, and what was done: who or where, and which card, never its words",
        "So that a crash loses nothing, and cards can be changed",
        "30 days after it was done, once the game is over; cards with their game",
        (
            (
                "outbox",
                "id, team_id, game_id, kind, lane, subject, priority, coalesce, status, claimed_by, "
                "attempts, unsure, not_before, error, trouble, created_at, settled_at, cause",
            ),
        ),
    ),
    Kept(
        "What Slack has just sent: a command, a press or an event as it came",
        "So that a crash loses nothing",
        "Until it is done, usually seconds; at the latest 7 days",
        (("inbox", "id, team_id, body, replica, kept_at, taken_at, cause"),),
    ),
    Kept(
        "A command that could mean several games",
        "Until its author has said which",
        "2 hours",
        (("questions", "id, team_id, user_id, command, text, asked_at"),),
    ),
    Kept(
        "Who has opened Moot's Home, and which game they chose to see there",
        "To keep the page up to date",
        "As long as they have a part in a game",
        (("homes", "team_id, user_id, enterprise_id, game_id"),),
    ),
    Kept(
        "Where Moot is installed, who installed it, and its tokens, encrypted",
        "To act in the workspace",
        "Until 10 days after Moot was removed from the workspace; then everything from the workspace is "
        "deleted",
        (
            (
                "installations",
                "enterprise_id, team_id, name, url, app_id, bot_user, bot_id, scopes, token, refresh, "
                "expires_at, renewing_until, installed_by, installed_at, gone_at, gone",
            ),
        ),
    ),
    Kept(
        "Who may create games, and where, as admins chose: ids of people, user groups and channels",
        "To ask before somebody creates a game",
        "As long as Moot is in the workspace; people who delete their data are taken off the list",
        (("rights", "team_id, creators, channels, chosen_at"),),
    ),
    Kept(
        "Nothing about people: pictures that were uploaded, which bot looks after which workspace, how often "
        "Slack was called in the last minute, signs of life, installations under way",
        "To run",
        "Minutes to hours; pictures as long as Moot is in the workspace",
        (
            ("pictures", "team_id, digest, file_id, at"),
            ("leases", "team_id, holder, since, until"),
            ("budgets", "team_id, method, used"),
            ("pulses", "team_id, replica, at, version"),
            ("readable", "id, since"),
            ("oauth_states", "digest, expires_at"),
        ),
    ),
    Kept(
        "What happened and when, with Slack ids; never texts, tokens or roles",
        "To find faults",
        "As long as the operator keeps logs; they are not changed when somebody's data is deleted",
        place="the log, on standard output",
    ),
    Kept(
        "A copy of everything",
        "To restore the database",
        "As long as the operator keeps it. After restoring an old one, delete again what was deleted since",
        place="backups",
    ),
    Kept(
        "Books, reports, logs and personal data that somebody exported with a command",
        "To read and keep",
        "As long as the operator keeps them",
        place="exported files",
    ),
    Kept(
        "Channels, messages, files, canvases and reactions, and what people wrote there themselves",
        "It is where the game is played",
        STAYS,
        place="Slack",
    ),
    Kept(
        "Bells and results, with counts and the words of policies, and without ids of people",
        "To inform the operator's own systems. Off unless it is set up",
        "As the receiver decides",
        place="the webhook's receiver",
    ),
)

RIGHTS = (
    "After a game, “Delete my data” on Moot's Home and `/moot forget me` delete what Moot keeps about you. A "
    "pseudonym takes your place, so that the councils' policies and results stay true.",
    "“Send me my data” on Home and `/moot data` send you all that Moot keeps about you.",
    "Moot reads no channels: it hears commands, presses of its own buttons, and reactions to messages in "
    "channels that it is in. It sends nothing to anybody but Slack and, if the operator has set one up, the "
    "webhook's receiver; it has no trackers, and sells nothing.",
)


def keeps(keep_for: timedelta | None) -> str:
    """How long games are kept here."""
    if keep_for is None:
        return "Games are kept until the operator deletes them."
    return (
        f"Games are deleted {keep_for.days} days after their end. Their facilitators are told a week before."
    )


def asked(contact: str) -> str:
    """Whom people can ask."""
    return (
        f"Questions about your data: {contact}."
        if contact
        else (
            "Questions about your data: ask the people who run Moot; an admin of your workspace knows them."
        )
    )


def as_markdown() -> str:
    """The table for operators, in deploy/privacy.md."""
    rows = [f"| {one.where} | {one.what} | {one.why} | {one.until} |" for one in KEPT]
    return "\n".join(("| where | what | why | for how long |", "|---|---|---|---|", *rows))


def as_text(contact: str, keep_for: timedelta | None) -> str:
    """The privacy page as text."""
    kept = "\n".join(
        f"- {one.named}.\n  Why: {_sentence(one.why)}\n  For how long: {_sentence(one.until)}" for one in KEPT
    )
    rights = "\n".join(f"- {one}" for one in _plain(RIGHTS))
    head = f"What Moot keeps about people\n\n{keeps(keep_for)} {asked(contact)}"
    return f"{head}\n\n{kept}\n\nWhat you can do\n\n{rights}"


def as_page(contact: str, keep_for: timedelta | None, style: str = "") -> str:
    """The privacy page as HTML, which needs no script, with this style sheet."""
    kept = "".join(
        f"<dt>{escape(one.named)}</dt><dd>Why: {escape(_sentence(one.why))}</dd>"
        f"<dd>For how long: {escape(_sentence(one.until))}</dd>"
        for one in KEPT
    )
    rights = "".join(f"<li>{escape(one)}</li>" for one in _plain(RIGHTS))
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Moot and your data</title>'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f'<meta name="color-scheme" content="light dark"><style>{style}</style></head><body><main>'
        "<h1>What Moot keeps about people</h1>"
        f"<p>{escape(keeps(keep_for))}</p><p>{escape(asked(contact))}</p>"
        f"<h2>What you can do</h2><ul>{rights}</ul>"
        f"<h2>What, why, and for how long</h2><dl>{kept}</dl></main></body></html>\n"
    )


def _sentence(said: str) -> str:
    return said.removesuffix(".") + "."


def _plain(lines: tuple[str, ...]) -> Iterator[str]:
    return (line.replace("`", "") for line in lines)


if __name__ == "__main__":
    print(as_markdown())
