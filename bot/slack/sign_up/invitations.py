"""An invitation of many: how far it is, and what became of each who was named."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.domain.council import Council
from bot.domain.ids import UserId
from bot.domain.inviting import Finding, Invitation, Invitee, Named
from bot.domain.scenario import Scenario
from bot.slack.blocks import phrases as p
from bot.slack.blocks.message import Message, context, escaped, header, section, sections
from bot.slack.seats.cards import each_named
from bot.slack.seats.profiles import REASONS

SHORT = {
    Finding.ADDED: "signed up",
    Finding.THERE: "on the list already",
    Finding.AGAIN: "on the list already",
    Finding.TWICE: "named twice",
    Finding.NOT_FOUND: "not found",
    Finding.UNREADABLE: "not understood",
}
HELP = {
    Finding.THERE: "on the list already, so nothing changed.",
    Finding.AGAIN: "on the list already, with a seat; they are invited to their council's channel again.",
    Finding.TWICE: "named more than once, and counted once.",
    Finding.RUNS_IT: "skipped: runs the game (name them to sign them up).",
    Finding.WATCHES: "skipped: wants to watch (name them to sign them up).",
    Finding.REFUSED: "not signed up: the game has ended, or you no longer run it.",
    Finding.UNREADABLE: "I could not tell who this is: choose people in the form's menu, or write their "
    "e-mail address.",
    Finding.NO_PERMISSION: "not looked up: I am not allowed to. An admin can reinstall the app and allow "
    "users:read.email; then send these again. Or mention people.",
    Finding.NO_ANSWER: "Slack refused to say. Try again, or mention them.",
}
# What needs somebody's attention comes first; those who are signed up are many, and counted above.
ORDER = (
    Finding.NO_PERMISSION, Finding.NO_ANSWER, Finding.NOT_FOUND, Finding.UNREADABLE, Finding.REFUSED,
    Finding.STRANGER, Finding.GUEST, Finding.DEACTIVATED, Finding.BOT, Finding.RUNS_IT, Finding.WATCHES,
    Finding.TWICE, Finding.AGAIN, Finding.THERE, Finding.ADDED,
)  # fmt: skip


def looking_up(count: int) -> Message:
    """At once, to the facilitator who invited."""
    what = p.count_of(count, "entry", "entries")
    return Message.of(
        section(
            f"I am looking up {what}. Our direct messages show how far I am, and at the end what became of "
            "each."
        )
    )


def invited(scenario: Scenario, councils: Sequence[Council], invitation: Invitation) -> Message:
    """To a facilitator: how far their invitation is, and what became of each."""
    entries = [one for one in invitation.invitees if one.finding is not Finding.READ]
    done = len(entries) - invitation.open
    state = f"Looked up {done} of {len(entries)} so far" if invitation.open else f"Done: {done} looked up"
    lines = [
        line
        for kind in ORDER
        for line in _lines(kind, [one for one in entries if one.finding is kind], _Places(scenario, councils))
    ]
    return Message.of(
        header(f"Invitation {invitation.number}"),
        section(f"*{state}.* {_counts(entries)}"),
        *sections(lines),
        *([context("The rest follows by itself.")] if invitation.open else []),
    )


def _counts(entries: Sequence[Invitee]) -> str:
    counted = Counter(SHORT.get(one.finding, "left out") for one in entries if one.finding is not None)
    order = [*dict.fromkeys((*SHORT.values(), "left out"))]
    return ", ".join(f"{counted[what]} {what}" for what in order if counted[what]) + "." * bool(counted)


def _lines(kind: Finding, found: Sequence[Invitee], places: "_Places") -> Iterator[str]:
    """Each is named with what happened; people of whom the same is true share a line."""
    said = HELP.get(kind) or f"skipped: {REASONS[kind]}." if kind is not Finding.ADDED else ""
    return each_named((_name(one), said or places.of(one.user)) for one in found)


def _name(one: Invitee) -> str:
    if one.user is not None:
        return p.mention(one.user)
    if one.named is Named.CHANNEL:
        return "Everybody in the channel"
    return f"“{escaped(one.given)}”" if one.given else "somebody (forgotten since the game has ended)"


@dataclass(frozen=True, slots=True)
class _Places:
    """What being on the list means for somebody who was signed up."""

    scenario: Scenario
    councils: Sequence[Council]

    def of(self, user: UserId | None) -> str:
        """The seat that they hold, where the seats are dealt."""
        if not self.councils or user is None:
            return "signed up."
        for council in self.councils:
            seat = council.seat_of(user)
            if seat is not None:
                role = p.role_and_team(self.scenario, seat)
                return f"signed up, and has a seat: {role}, {council.name}."
        return "signed up. No seat is free right now; they get the next one."
