"""Lessons of how councils worked: their charters, books, seats and votes."""

from collections.abc import Iterator
from statistics import median_low

from bot.domain.council import events as ce
from bot.domain.council.state import ProposalStatus
from bot.domain.paper import is_paper
from bot.reports.story import heard, winning
from bot.reports.story.blocks import Entry
from bot.reports.story.course import Course
from bot.reports.story.played import FEW
from bot.reports.words import counted, listed


def charter(course: Course) -> Iterator[Entry]:
    """A charter that came after its session, or never."""
    agenda = course.played.game.agenda
    due = next((one for one in course.chapters if one.bell and agenda[one.bell.phase].charter), None)
    if due is None or due.ended is None:
        return
    never = [one for one in course.councils if one.charter is None]
    late = [
        one
        for one in course.councils
        if (first := course.played.adoptions(one)) and not one.given and first[0].at > due.ended
    ]
    facts = [f"{course.named(never)} went without one"] if never else []
    facts += [f"{course.named(late)} adopted theirs after the session for it was over"] if late else []
    if facts:
        yield Entry(
            f"The charter came late: {'; '.join(facts)}.",
            "Until there is one, the stewards decide alone. Ask each council for its rule halfway "
            "through that session.",
        )


def policies(course: Course) -> Iterator[Entry]:
    """No policy, or less than half of what a council in the middle has."""
    counts = [len(one.order) for one in course.councils]
    typical = median_low(sorted(counts)) if counts else 0
    none = [one for one in course.councils if not one.order]
    few = [one for one in course.councils if one.order and len(one.order) < typical / 2]
    facts = [f"{course.named(none)} ended with none"] if none else []
    facts += [f"{course.named(few)} adopted less than half of the usual {typical}"] if few else []
    if facts:
        yield Entry(
            f"Few policies: {'; '.join(facts)}.",
            "Visit these tables early in the second session, and ask which proposal is nearest to adoption.",
        )


def questions(course: Course) -> Iterator[Entry]:
    """Questions of the pack that books leave open."""
    keys = {one.key: one.short for one in course.played.scenario.strategy}
    behind = {one.id: keys.keys() - one.covered() for one in course.councils}
    open_ones = {key: sum(key in those for those in behind.values()) for key in keys}
    if not any(open_ones.values()):
        return
    told = listed(
        f"“{keys[key]}” in {counted(number, 'council')}" for key, number in open_ones.items() if number
    )
    yield Entry(
        f"Questions were left open: {told}.",
        "Read out the coverage line when the last session begins; a policy counts once it names its "
        "question.",
    )


def undecided(course: Course) -> Iterator[Entry]:
    """Proposals on which nobody decided: more than a quarter."""
    left = sum(it.status is ProposalStatus.OPEN for one in course.councils for it in one.proposals.values())
    made = sum(len(one.proposals) for one in course.councils)
    if left > made / 4:
        yield Entry(
            f"Many proposals were never decided: {left} of {made} were still open at the end.",
            "Ask for sides on what is on the table before new proposals are made, and park what cannot "
            "be settled.",
        )


def silent(course: Course) -> Iterator[Entry]:
    """Seats of which nothing was heard; paper cannot be heard."""
    quiet = [
        f"{course.played.role(seat.role)} of {one.name}"
        for one in course.councils
        for seat, done in heard.deeds(one)
        if not heard.total(done) and not is_paper(seat.holder)
    ]
    if quiet:
        named = listed(quiet) if len(quiet) <= FEW else f"{len(quiet)} of {course.seats} seats"
        yield Entry(
            f"Silent seats: {named} did nothing that Moot could count.",
            "The console shows silent seats while the game runs; a nudge, or a question from the chair, "
            "brings most back.",
        )


def vacated(course: Course) -> Iterator[Entry]:
    """Seats that people left, and that nobody took."""
    left = {
        (one.id, event.event.seat)
        for one in course.councils
        for event in course.played.log.councils.get(one.id, ())
        if isinstance(event.event, ce.SeatVacated) and one.seats[event.event.seat].holder is None
    }
    if left:
        yield Entry(
            f"People left: {counted(len(left), 'seat')} lost a holder and stayed vacant to the end.",
            "Late joiners can fill such seats at once; keep one or two people in reserve.",
        )


def turnout(course: Course) -> Iterator[Entry]:
    """Votes that were not held, and more than one in ten that nobody gave."""
    voted = [one for one in course.councils if one.ballot is not None and one.outcome is not None]
    missing = sum(len(one.ballot.missing()) for one in voted if one.ballot)
    of = sum(len(one.ballot.electorate) for one in voted if one.ballot)
    unheld = [one for one in course.councils if one.ballot_rule.held and one.outcome is None]
    if unheld:
        yield Entry(
            f"No final vote: {course.named(unheld)} did without.",
            "A book needs a policy before it can be put to the vote; open the vote by hand if its cue "
            "has passed.",
        )
    if missing > of / 10:
        yield Entry(
            f"Votes were missing: {missing} of {of} seats did not vote.",
            "Leave more time for the vote, and say aloud that reading the book and voting are two steps.",
        )


def details(course: Course) -> Iterator[Entry]:
    """More than half of the policies lack an owner, an enforcement or a review date."""
    adopted = [it for one in course.councils for _, it in one.book()]
    bare = sum(bool(it.left_open) for it in adopted)
    if bare > len(adopted) / 2:
        yield Entry(
            f"Policies left details open: {bare} of {len(adopted)} lack an owner, an enforcement or a "
            "review date.",
            "Stewards can add these without a new vote: “Add details” on a policy's card.",
        )


def claims(course: Course) -> Iterator[Entry]:
    """Claims that nobody decided, and several on which facilitators had to."""
    played = course.played
    left = [one for council in course.councils for one in winning.undecided(played, council)]
    ruled = [one for council in course.councils for one in council.standing_claims() if one.ruling]
    if left:
        yield Entry(
            f"{counted(len(left), 'claim')} stayed undecided: no facilitator ruled.",
            "The console lists disputed claims after the vote; rule on them before the game ends, while "
            "people remember.",
        )
    if len(ruled) > 1:
        yield Entry(
            f"Facilitators ruled on {counted(len(ruled), 'claim')}.",
            "Say before the vote what counts as evidence: words in the book, not what was meant.",
        )
