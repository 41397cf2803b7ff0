"""Receipts of the final vote: for everybody how many votes counted, for oneself what did not and why."""

from typing import assert_never

from slack_sdk.models.blocks import ActionsBlock

from bot.domain.ballot import Ballot, Why
from bot.domain.council import Council
from bot.domain.game import Game
from bot.domain.ids import Moment, UserId
from bot.domain.receipt import Counted, How, NotCounted, Receipt, receipt_of, uncounted
from bot.slack.ballot import cards as ballot_cards
from bot.slack.blocks import names
from bot.slack.blocks import phrases as p
from bot.slack.blocks.message import Message, actions, bullets, button, context, escaped, header, section

MOST_LINES = 30
GUESSED = (
    "That is a guess: you have left more than one reaction on the ballot, and Slack does not say which came "
    "last. I take the latest one that I heard of."
)
_OF_ALL = {
    Why.REPLACED: "replaced by a later one of the same seat",
    Why.REMOVED: "taken back before the close",
    Why.LATE: "made after the close",
    Why.OTHER_EMOJI: "with an emoji that is not one of the three votes",
    Why.NO_SEAT: "by people without a seat in this council",
    Why.NEWCOMER: "by people whose seat was vacant when the vote opened",
    Why.NO_VOTE: "by people whose seat has no vote",
}
NO_REACTION_COUNTS = "Only the buttons count on this ballot; reactions do not."
_OF_MINE = {
    Why.REPLACED: "you chose something else later, or it was entered for your seat",
    Why.REMOVED: "you removed it",
    Why.LATE: "it came after the close",
    Why.OTHER_EMOJI: "it is an emoji that is not one of the three votes",
    Why.NO_SEAT: "you held no seat in this council",
    Why.NEWCOMER: "your seat was vacant when the vote opened, so it had no vote",
    Why.NO_VOTE: "your seat has no vote in this council",
}


def public(council: Council) -> Message:
    """At the close, to the council: how many reactions did not count and why, and nobody's vote."""
    vote = council.ballot
    assert vote is not None
    return Message.of(
        header("Receipt of the vote"),
        section(f"*{p.count_of(vote.turnout, 'vote')} counted*, of {len(vote.electorate)} seats."),
        *([] if vote.secret else [section(_uncounted(vote))]),
        *([section(resting)] if (resting := _resting(council)) else []),
        context(BY_BUTTONS if vote.secret else BY_REACTIONS),
        actions(button("What happened to my vote?", names.SHOW_RECEIPT, council.id)),
    )


BY_REACTIONS = "My own three reactions only show the choices."
BY_BUTTONS = "The ballot was secret: only buttons counted, and I tell nobody else's vote to anybody."


def _uncounted(vote: Ballot) -> str:
    counts = uncounted(vote)
    lines = [f"{counts[why]} {words}" for why, words in _OF_ALL.items() if counts[why]]
    total = p.count_of(sum(counts.values()), "reaction")
    return f"*{total} did not count:*\n{bullets(lines)}" if lines else "Every reaction from a seat counted."


def _resting(council: Council) -> str:
    """What became of seats that left the vote with their account, once it is counted."""
    result = council.outcome
    if result is None or not result.resting:
        return ""
    left = p.count_of(result.resting, "seat")
    votes = f" {p.count_of(result.rested, 'vote')} of theirs did not count." if result.rested else ""
    return (
        f"*{left} left the vote:* the holder's account was deactivated, and nobody took over the seat.{votes}"
    )


def mine(game: Game, council: Council, user: UserId) -> Message:
    """To one person: what of their own counted, and what did not."""
    vote = council.ballot
    assert vote is not None
    found = receipt_of(council, vote, user)
    lost = [bullets([_lost(council, one)]) for one in found.not_counted[:MOST_LINES]]
    entered = [bullets([line]) for line in _entered(council, vote, user)]
    blocks = [
        header(f"Your receipt: {council.name}"),
        section(_standing(game, council, user, found)),
        *([section("*Did not count:*\n" + "\n".join(lost))] if lost else []),
        *([section("*You entered for people on paper:*\n" + "\n".join(entered))] if entered else []),
        context(_until(council, vote)),
        *([changes] if (changes := _changes(council, vote, found)) else []),
    ]
    return Message.of(*blocks)


def _changes(council: Council, vote: Ballot, found: Receipt) -> ActionsBlock | None:
    """What can still be done about one's vote on a secret ballot."""
    if not vote.secret or vote.called_at is not None or not found.in_electorate:
        return None
    back = button("Withdraw my vote", names.TAKE_VOTE_BACK, council.id)
    return actions(*ballot_cards.vote_buttons(council), *([back] if found.counted is not None else []))


def _standing(game: Game, council: Council, user: UserId, found: Receipt) -> str:
    if found.counted is not None:
        return _counts(council, found.counted)
    if found.in_electorate:
        if council.ballot is not None and council.ballot.secret:
            return f"*You have no vote that counts.* {NO_REACTION_COUNTS}"
        return "*You have no vote that counts*: as far as I know, none of your reactions is on the ballot."
    if found.rested:
        return "Your account was deactivated, so your seat left the vote, and your vote does not count."
    if found.gave_up:
        return "You gave up your seat during the vote. Any vote you had cast stays with the seat."
    if found.no_vote:
        return (
            "Your seat has no vote in this council: in this game you take part by speaking and proposing. "
            "Your reactions do not count."
        )
    if council.seat_of(user) is not None:
        return "Your seat was vacant when the vote opened, so it has no vote in it."
    if user in game.sign_ups and game.sign_ups[user].observer:
        return "You are an observer, so you have no vote here, and your reactions do not count."
    return "You held no seat in this council, so you have no vote here, and your reactions do not count."


def _counts(council: Council, vote: Counted) -> str:
    if vote.choice is None:
        return (
            "*Your seat's vote counts.* It was cast before you took the seat. The ballot is secret, so I do "
            "not say what it was."
        )
    said = f"*Your vote counts: {vote.choice.value}.*"
    if vote.guess:
        return f"{said} {GUESSED}"
    when = f" at {_time(council, vote.at)}" if vote.at else ""
    match vote.how:
        case How.ENTERED:
            return f"{said} {p.mention(vote.by)} entered it for the seat{when}, while it was on paper."
        case How.INHERITED:
            return f"{said} It was said{when} before the seat, or the ballot's message, changed; it stays."
        case How.FOUND:
            return (
                f"{said} I found it when I read the reactions at the close, so I do not know when you "
                "made it."
            )
        case How.REACTED:
            late = " You removed it after the close, so it still counts." if vote.removed_late else ""
            return f"{said} You reacted{when}.{late}"
        case How.PRESSED:
            return f"{said} You pressed the button{when}. {NO_REACTION_COUNTS}"
        case _:
            assert_never(vote.how)


def _lost(council: Council, one: NotCounted) -> str:
    said = f":{escaped(one.said)}:" if one.why is Why.OTHER_EMOJI else one.said
    when = f", {_time(council, one.at)}" if one.at else ""
    return f"*{said}*{when}: {_OF_MINE[one.why]}."


def _entered(council: Council, vote: Ballot, user: UserId) -> list[str]:
    return [
        f"{p.mention(council.seats[seat].holder)}: {choice.value}"
        for seat, by in sorted(vote.entered_by.items())
        if by == user and (choice := vote.vote_of(seat)) is not None
    ]


def _until(council: Council, vote: Ballot) -> str:
    if vote.called_at is None:
        how = "press another button to change your vote" if vote.secret else "so this may still change"
        return f"The vote is open{':' if vote.secret else ','} {how}. Only you can read this."
    closed = f"The vote closed at {_time(council, vote.called_at)}."
    if council.outcome is None:
        how = "The last votes are on their way" if vote.secret else "The reactions are being read"
        return f"{closed} {how}, so this may still change. Only you can read this."
    if vote.secret:
        return f"{closed} Anything later does not count. Only you can read this."
    return f"{closed} Nothing added or removed later counts. Only you can read this."


def _time(council: Council, at: Moment) -> str:
    return p.to_the_second(at, day=council.working is not None)


def unread(council: Council) -> Message:
    """To a facilitator: a vote that was counted without reading it back."""
    return Message.of(
        section(
            f"*{council.name}: the final vote is counted from what I heard while it was open.* I could not "
            "read the ballot back at the close; perhaps its message or the channel is gone. Anyone whose "
            "vote seems to be missing can see with `/moot receipt` what I heard."
        )
    )
