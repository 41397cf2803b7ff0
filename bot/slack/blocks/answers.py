"""Answers to one person when something did not go as usual."""

from collections.abc import Iterator
from math import ceil

from slack_sdk.models.views import View

from bot.platform.cures import Verdict, advice_on
from bot.slack.blocks.message import (
    Message,
    actions,
    button,
    escaped,
    in_pieces,
    plain,
    quotation,
    quoted,
    section,
)

STORED_IN_PART = "I could not store all of that. Check what has changed before you do it again."


def open_again(action: str, value: str) -> Message:
    """To somebody whose form could not be opened in time."""
    return Message.of(
        section("That took too long for Slack, which only lets me open a form at once. Nothing is lost:"),
        actions(button("Open the form", action, value, style="primary")),
    )


def slack_refused(error: str) -> Message:
    """To somebody for whom Slack refused something that I wanted to do at once; `error` is its word."""
    advice = advice_on(error)
    do = "Please try again in a moment." if advice.verdict is Verdict.AGAIN else advice.sentence
    return plain(f"Slack refused this ({error}). {do}")


def went_wrong(reference: str, *, changed: bool) -> Message:
    """To somebody whose request met a fault of ours, before or after something of it was `changed`."""
    if changed:
        return plain(
            "Something went wrong on my side after I had begun. Check what has changed before you do it "
            f"again, and give your facilitator this number: {reference}."
        )
    return plain(
        "Something went wrong on my side, and nothing was changed. Please try again. If it happens again, "
        f"give your facilitator this number: {reference}."
    )


def unreached(*, changed: bool) -> Message:
    """To somebody whose form needed an answer from Slack and got none. `changed` says whether the form had
    already changed something."""
    if changed:
        return plain(
            "Slack stopped answering after I had begun. Check what has changed before you send this again."
        )
    return plain("Slack did not answer, so nothing was changed. Please send this again in a minute.")


def came_too_late() -> Message:
    """To somebody whose command or click was taken before a stop that lasted."""
    return plain(
        "*I was away when you did this, for too long to do it now.* Please check whether it was done before "
        "I stopped. If not, and you still want it, do it again."
    )


MOST_MESSAGES = 4  # a response_url takes five, and one may be used for something else


def with_words(said: Message, typed: str) -> Iterator[Message]:
    """An answer and the words to which it is one, whole: whoever typed them need not do it again. Each
    message is short enough to be read out whole, unless these would be too many."""
    if not typed:
        yield said
        return
    pieces = in_pieces(typed)
    each = ceil(len(pieces) / MOST_MESSAGES)
    for first in range(0, len(pieces), each):
        before = (*said.blocks, section("You had typed:")) if not first else ()
        yield Message.of(*before, *(section(quoted(piece)) for piece in pieces[first : first + each]))


def of_another_workspace() -> Message:
    """To somebody who acts in a workspace whose games are not ours."""
    return plain(
        "Nothing was done: I look after games in another workspace. If Moot is installed in yours, use its "
        "cards and commands there."
    )


def done_after_all(what: str) -> Message:
    """To somebody whom Slack told that it failed; `what` they did, in the words that they saw."""
    return Message.of(
        section(
            "*Done after all.* I took too long, so Slack may have said that this failed. Do not do it again:"
        ),
        *quotation(what),
    )


def not_done_after_all(what: str, why: str) -> Message:
    """To somebody who sent a form that was refused too late for Slack to show it there."""
    return Message.of(
        section(f"*Not done:* {escaped(why)} I took too long, so Slack could not show you that in the form:"),
        *quotation(what),
    )


def copy_gone() -> Message:
    """To somebody who reacted to the second copy of a card."""
    return plain(
        "You reacted to a duplicate of a card, left here by a fault in delivery. I have removed it: please "
        "react to the card that is still in this channel."
    )


def told(title: str, said: Message) -> View:
    """A window that only says something: what a form has done, or why there is nothing to fill in."""
    return View(type="modal", title={"type": "plain_text", "text": title}, blocks=list(said.blocks))
