"""The tour: five things to see and do in a rehearsal, and what on the page each of them is about."""

from bot.domain.offer import Proposers
from bot.domain.scenario import Scenario
from bot.slack.blocks import names
from bot.slack.proposals.forms import ProposalForm
from bot.workspace.state.guide import Deed, Step, Target

_SIDES = (*names.SIDES, *names.VOTE_EMOJI.values())


def before_the_end(
    scenario: Scenario, visitor: str, room: str, direct: str, director: str
) -> tuple[Step, ...]:
    """The five steps, for a visitor with a seat in the council of this `room`. `direct` is where their
    envelope is, and `director` runs the game."""
    watch, secret, run = after_the_end(scenario, visitor, room, direct, director)
    propose = Step(
        "propose",
        "Propose",
        _how_to_propose(scenario),
        Target("composer"),
        visitor,
        room,
        (Deed("command", {"command": "/propose"}), Deed("submit", {"callback_id": ProposalForm.callback})),
    )
    same, nothing = "", "Nothing waits for your side right now."
    if scenario.ballot.held:
        same, nothing = " The final vote works the same way.", "Nothing is up for a vote right now."
    vote = Step(
        "vote",
        "Vote" if scenario.ballot.held else "Take a side",
        "Press one of these: 👍 is for the proposal, 👎 against it. When enough are for it, it becomes a "
        f"policy.{same}",
        Target(reactions=_SIDES),
        visitor,
        room,
        (Deed("react", {"name": list(_SIDES)}),),
        f"{nothing} When somebody proposes something, react to its card: 👍 is for it, 👎 against it.",
    )
    return watch, secret, propose, vote, run


def _how_to_propose(scenario: Scenario) -> str:
    """To a visitor, who never chairs. A council decides who may propose, and begins with what is first."""
    given = scenario.charter.given
    first = given.proposers if given is not None and given.proposers else scenario.charter.proposers[0]
    if first is Proposers.STEWARDS:
        return "Here only those who chair propose. Type /propose all the same, and Moot says whom to ask."
    return (
        "Type /propose and what your council should decide, or just /propose for a form. Your council gets a "
        "card to react to."
    )


def after_the_end(
    scenario: Scenario, visitor: str, room: str, direct: str, director: str
) -> tuple[Step, ...]:
    """Those that are still about something when the game is over."""
    everybody, title, whats_in_it, where = "role", "Your role", "Your sheet says who you are.", "sheet"
    if scenario.has_secrets:
        everybody, title, where = "secret mission", "Your secret", "envelope"
        whats_in_it = "Your mission says what you want from the council."
    watch = Step(
        "watch",
        "Watch",
        f"This is your council, and its newest message. Everybody here has a {everybody}. Scroll up to see "
        "what they argue about.",
        Target("newest"),
        visitor,
        room,
    )
    secret = Step(
        "secret",
        title,
        f"Only you can read this. {whats_in_it} Let it decide what you say and how you "
        f"{'vote' if scenario.ballot.held else 'decide'}.",
        Target("newest", (names.OPEN_SHEET,)),
        visitor,
        direct,
        (Deed("click", {"action_id": names.OPEN_SHEET}),),
        f"Your {where} has not come yet. It arrives here when the seats are dealt.",
    )
    run = Step(
        "run",
        "Run it",
        "Here you choose who you act as. Choose the facilitator, near the top of the list: the console "
        "opens, with every council, the clock and the controls.",
        Target("people"),
        done=(Deed("act_as", {"user": director}),),
    )
    return watch, secret, run
