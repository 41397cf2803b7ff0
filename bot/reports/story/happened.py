"""What happened in the councils, in a line each: what was decided, and who came and went."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from bot.domain.council import Council
from bot.domain.council import events as e
from bot.domain.council.ask_events import AskShown
from bot.domain.ids import Moment
from bot.domain.log import Recorded
from bot.domain.wording import Change
from bot.reports.story.blocks import Moment as Line
from bot.reports.story.played import Played
from bot.reports.tallies import in_short, result
from bot.reports.words import counted, shortened

QUOTED = 200  # characters of a process in a line of the story; the decisions have all of it


class Kind(Enum):
    """What sort of thing it was; the value is how several are counted."""

    CHARTER = ("charter was adopted", "charters were adopted")
    POLICY = ("decision was added to a policy book", "decisions were added to policy books")
    CHANGED = ("policy was amended or replaced", "policies were amended or replaced")
    RESCINDED = ("policy was rescinded", "policies were rescinded")
    PROCESS = ("process was recorded", "processes were recorded")
    PARKED = ("item was parked", "items were parked")
    OPENED = ("final vote was opened", "final votes were opened")
    PASSED = ("final vote passed", "final votes passed")
    FAILED = ("final vote failed", "final votes failed")
    SEAT = ("seat changed hands", "seats changed hands")
    SHOWN = ("result of a question was shown", "results of questions were shown")


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that happened in a council."""

    kind: Kind
    at: Moment
    council: Council
    words: str  # begin in the middle of a sentence about the council


class Counted(NamedTuple):
    """What was on the table in a phase, which no line tells of."""

    proposed: int = 0
    amended: int = 0
    withdrawn: int = 0
    ideas: int = 0
    polls: int = 0


def happening(played: Played, council: Council, one: Recorded[e.CouncilEvent]) -> Happening | None:
    """What an event tells; None where it tells nothing by itself."""
    found = _decided(played, council, one.event) or _changed_hands(played, one.event)
    return Happening(found[0], one.at, council, found[1]) if found else None


def _decided(played: Played, council: Council, event: e.CouncilEvent) -> tuple[Kind, str] | None:
    match event:
        case e.CharterAdopted(version=version):
            rule = played.rule_name(played.charters(council)[version])
            what = "adopted its charter" if version == 1 else f"changed its charter (version {version})"
            return Kind.CHARTER, f"{what}: {rule}, {event.quorum:.0%} must take a side."
        case e.PolicyAdopted():
            return _adopted(council, event)
        case e.PolicyRescinded(policy=number, tally=tally):
            title = council.proposals[council.policies[number - 1].proposal].title
            return Kind.RESCINDED, f"rescinded policy {number}, “{title}” ({in_short(tally)})."
        case e.ResponseRecorded(text=text):
            return Kind.PROCESS, f"recorded its process: “{shortened(text, QUOTED)}”"
        case e.ItemParked(text=text, until=until):
            return Kind.PARKED, f"parked “{shortened(text, QUOTED)}” until {until}."
        case e.BallotOpened():
            return Kind.OPENED, "put its policy book to the final vote."
        case e.BallotCounted(outcome):
            kind = Kind.PASSED if outcome.passed else Kind.FAILED
            return kind, f"counted its final vote: {result(outcome)}."
        case AskShown(ask=key):
            return Kind.SHOWN, f"saw the answers to “{council.asks[key].question.title}”."
        case _:  # nothing that a line tells of
            return None


def _adopted(council: Council, event: e.PolicyAdopted) -> tuple[Kind, str]:
    title, tally = council.proposals[event.number].title, in_short(event.tally)
    if event.about is None:
        return Kind.POLICY, f"adopted policy {event.policy}, “{title}” ({tally})."
    old = event.about.policy
    if event.about.change is Change.AMEND:
        return Kind.CHANGED, f"amended policy {old}, now “{title}” ({tally})."
    return Kind.CHANGED, f"replaced policy {old} by policy {event.policy}, “{title}” ({tally})."


def _changed_hands(played: Played, event: e.CouncilEvent) -> tuple[Kind, str] | None:
    match event:
        case e.SeatVacated(seat=seat):
            return Kind.SEAT, f"had a seat fall vacant: {played.role(seat)}."
        case e.SeatFilled(seat=seat):
            return Kind.SEAT, f"filled a vacant seat: {played.role(seat)}."
        case e.SeatHandedOver(seat=seat):
            return Kind.SEAT, f"had a seat handed over: {played.role(seat)}."
        case e.HolderMoved(seat=seat, to=to):
            moved = f"{played.role(seat)} to {played.role(to)}"
            return Kind.SEAT, f"had somebody change seats: {moved}."
        case _:  # nobody came or went
            return None


def lines(played: Played, happenings: Sequence[Happening]) -> Iterator[tuple[Moment, Line]]:
    """A line for each where councils are few; where they are many, a line for each kind."""
    if played.few:
        for one in happenings:
            yield one.at, Line(played.when(one.at), f"{one.council.name} {one.words}")
        return
    for kind in Kind:
        those = [one for one in happenings if one.kind is kind]
        if those:
            first, *_, last = sorted((those[0].at, *(one.at for one in those)))
            between = dict.fromkeys(map(played.when, (first, last)))
            councils = counted(len({one.council.id for one in those}), "council")
            yield first, Line(" to ".join(between), f"{counted(len(those), *kind.value)}, in {councils}.")


def on_the_table(events: Sequence[e.CouncilEvent]) -> Counted:
    """How much was put on the table besides."""

    def count(*kinds: type[e.CouncilEvent]) -> int:
        return sum(isinstance(one, kinds) for one in events)

    return Counted(
        proposed=count(e.ProposalSubmitted),
        amended=count(e.ProposalAmended),
        withdrawn=count(e.ProposalWithdrawn),
        ideas=count(e.IdeaCarriedBack),
        polls=count(e.StrawPollAsked),
    )


def in_words(count: Counted) -> str:
    """`On the table: 12 proposals, 3 amendments.`; nothing where there was nothing."""
    told = (
        (count.proposed, "proposal", ""),
        (count.amended, "amendment", ""),
        (count.withdrawn, "withdrawal", ""),
        (count.polls, "straw poll", ""),
        (count.ideas, "idea carried back", "ideas carried back"),
    )
    said = [counted(number, one, many) for number, one, many in told if number]
    return f"On the table: {', '.join(said)}." if said else ""
