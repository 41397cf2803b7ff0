"""What somebody still has to do, in words."""

from typing import assert_never

from bot.domain.owed import Owed, Task

SAID = {
    Task.VOTE: "Vote: the ballot is in your council's channel.",
    Task.CHARTER: "Write the charter: how does your council decide?",
    Task.RESPONSE: "Record your council's response to the emergency as a process.",
    Task.CALL: "Call the final vote when the book is finished.",
    Task.PRESENTATION: "Prepare your council's presentation: the button is in your council's channel.",
    Task.CLAIM: "If you think you won, make your claim: the button is in your council's channel.",
    Task.JUDGE: "Confirm or dispute the others' claims: react on their cards.",
    Task.REVEAL: "Say whether your mission may be shown: `/moot reveal yes`, or `/moot reveal no`.",
    Task.FEEDBACK: "Say how the game was for you: `/moot feedback`.",
    Task.DEAL: "Check the seating plan and deal the seats: `/moot seat`.",
    Task.START: "Start the game when people are in: `/moot start`.",
}


def in_words(one: Owed) -> str:
    """The sentence that the person reads; names in it are as they were given, so it is shown escaped."""
    proposals, names = ", ".join(map(str, one.proposals)), ", ".join(one.on_paper)
    where = f" in {one.council}" if one.council else ""
    match one.key:
        case Task.SHEET:
            return f"Read your sheet: `/moot {'mission' if one.missions else 'sheet'}`."
        case Task.PROXY:
            return f"Enter the vote of {names}{where}: `/moot proxy Name yes`."
        case Task.RECORD:
            return f"Decide on proposal {proposals} as a steward: react on its card, or talk it over."
        case Task.SIDES:
            return f"Take a side on proposal {proposals}: react on its card."
        case Task.RULE:
            claims = "a disputed claim" if one.claims == 1 else f"{one.claims} disputed claims"
            return f"Rule on {claims}: `/moot rule`."
        case Task.REVEAL if one.on_paper:
            return f"Decide for {names}, on paper in {one.council}: `/moot reveal yes Name`."
        case Task.CLAIM if one.on_paper:
            return f"Ask {names} for their claims, and enter them from the slips: `/moot enter`."
        case Task.ANSWER if one.on_paper:
            return f"Enter the answer of {names}{where} to “{one.questions[0]}”: `/moot asks`."
        case Task.ANSWER:
            return f"Answer {', '.join(f'“{title}”' for title in one.questions)}: `/moot asks`."
        case (
            Task.VOTE
            | Task.CHARTER
            | Task.RESPONSE
            | Task.CALL
            | Task.PRESENTATION
            | Task.CLAIM
            | Task.JUDGE
            | Task.REVEAL
            | Task.FEEDBACK
            | Task.DEAL
            | Task.START
        ):
            return SAID[one.key]
        case _:
            assert_never(one.key)
