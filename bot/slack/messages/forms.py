"""Modals. Limits: title, submit and close 24 characters; private_metadata 3,000."""

from collections.abc import Iterator, Sequence
from zlib import crc32

from slack_sdk.models.blocks import (
    Block,
    InputBlock,
    NumberInputElement,
    Option,
    PlainTextInputElement,
    StaticSelectElement,
)
from slack_sdk.models.blocks.block_elements import InputInteractiveElement
from slack_sdk.models.views import View

from bot.domain.council import Council
from bot.domain.feedback import WORDS_LENGTH, Feedback
from bot.domain.game import Game
from bot.domain.ids import Moment
from bot.domain.scenario import DecisionRuleKind, Scenario
from bot.domain.wording import Wording
from bot.slack import ids
from bot.slack.messages import conditions
from bot.slack.messages.message import context, section, shortened

TITLE_LENGTH = 120
TEXT_LENGTH = 2000
ANSWER_LENGTH = 600
NO_QUESTION = "none"
TIME_CHOICES = {
    "add": "Add time to this phase",
    "take": "Take time from this phase",
    "add all": "Add time to all that is left",
    "take all": "Take time from all that is left",
    "end-by": "End the game at a fixed time",
}
SCORE_WORDS = ((5, "very good"), (4, "good"), (3, "fair"), (2, "not so good"), (1, "bad"))


def charter(scenario: Scenario, council: Council) -> View:
    """The stewards write down how the council decides."""
    now, offer = council.charter, scenario.charter
    options = [option(shortened(f"{rule.name}: {rule.text}", 75), rule.kind) for rule in offer.rules]
    kind = now.rule if now else offer.rules[0].kind
    quorum = now.quorum if now else offer.quorum
    proposed = now is not None and now.rule is not DecisionRuleKind.STEWARDS
    explained = "What your council agrees here, I apply to every proposal from now on."
    if proposed:
        explained = (
            "This becomes a proposal. It takes effect when your council adopts it by its present rule."
        )
    return modal(
        ids.CHARTER_FORM,
        "The charter",
        "Propose" if proposed else "Adopt",
        f"{council.id}:{now.version if now else 0}",
        section(explained),
        field("rule", "Decision rule", menu(options, chosen(options, kind))),
        field(
            "quorum",
            "Quorum, in percent of the filled seats",
            NumberInputElement(
                action_id="value",
                is_decimal_allowed=False,
                initial_value=str(round(quorum * 100)),
                min_value="0",
                max_value="100",
            ),
            hint="How many must take a side before a proposal can be adopted. Vacant seats do not count.",
        ),
        *conditions.inputs(council),
        field("enactment", "How is a policy enacted?", _text(now.enactment if now else offer.enactment)),
        field("enforcement", "How is it enforced?", _text(now.enforcement if now else offer.enforcement)),
    )


def proposal(scenario: Scenario, council: Council, text: str = "") -> View:
    """A policy for the council."""
    fields = wording(scenario, Wording("", text), owner_hint="Your own team, if you leave it out.")
    return modal(ids.PROPOSAL_FORM, "Propose a policy", "Propose", council.id, *fields)


def wording(scenario: Scenario, said: Wording, owner_hint: str | None = None) -> Iterator[Block]:
    """The fields of a proposal, with what is said so far. What was chosen once can be unchosen: Slack offers
    no way back from a menu, so the menu does."""
    questions = [option(shortened(one.short, 75), one.key) for one in scenario.strategy]
    if said.question is not None:
        questions.append(option("No question in particular", NO_QUESTION))
    teams = [option(shortened(team.name, 75), team.key) for team in scenario.teams]
    yield field("title", "Title", line(said.title, TITLE_LENGTH))
    yield field("text", "The policy, as it should stand in the book", _text(said.text))
    if questions:
        chosen_one = menu(questions, chosen(questions, said.question))
        yield field("question", "Which question does it answer?", chosen_one, optional=True)
    owner = menu(teams, chosen(teams, said.owner_team))
    yield field("owner_team", "Owner", owner, optional=True, hint=owner_hint)
    yield field("enforcement", "How is it enforced?", line(said.enforcement, 300), optional=True)
    yield field("review", "When is it looked at again?", line(said.review, 60), optional=True)


def response(council: Council) -> View:
    """The emergency's answer, as a process."""
    now = next(
        (one.text for one in council.responses if council.phase and one.phase == council.phase.phase), ""
    )
    return modal(
        ids.RESPONSE_FORM,
        "Our response",
        "Record",
        council.id,
        section("Write down what your council does, step by step, so that it works the next time as well."),
        field("text", "The process", _text(now)),
    )


def idea(council: Council) -> View:
    """Something that the sidebar gives to one's own council."""
    return modal(
        ids.IDEA_FORM,
        "Carry an idea back",
        "Carry back",
        council.id,
        section(f"I show it in the channel of {council.name} when the sidebar is over."),
        field("text", "The idea", _text("", 1000)),
        context("Do not paste your sheet."),
    )


def presentation(council: Council, questions: Sequence[str]) -> View:
    """The stewards' answers for the plenary. What each field began with comes back as a checksum, so that
    somebody who leaves a field as it was does not undo what another steward wrote meanwhile."""
    said = [council.presentation.get(number, "") for number in range(len(questions))]
    return modal(
        ids.PRESENTATION_FORM,
        "Our presentation",
        "Save",
        ":".join((council.id, *map(checksum, said))),
        section("A sentence or two each. Your answers stand on your council's card when its turn comes."),
        *(
            field(f"answer:{number}", question, _text(said[number], ANSWER_LENGTH), optional=True)
            for number, question in enumerate(questions)
        ),
        context("Leave out what you like. Every steward can change it, and the latest answer counts."),
    )


def checksum(text: str) -> str:
    """Short, and the same in every process."""
    return f"{crc32(text.encode()):08x}"


def feedback(game: Game, given: Feedback | None) -> View:
    """A few words about the game."""
    options = [option(f"{score}: {word}", str(score)) for score, word in SCORE_WORDS]
    chosen = next((one for one in options if given and one.value == str(given.score)), None)
    helped, change = (given.helped, given.change) if given else ("", "")
    return modal(
        ids.FEEDBACK_FORM,
        "Feedback",
        "Send",
        game.id,
        field("score", "How was it for you?", menu(options, chosen)),
        field("helped", "What helped?", _text(helped, WORDS_LENGTH), optional=True),
        field("change", "What should change?", _text(change, WORDS_LENGTH), optional=True),
        context("The facilitators read it without names. Send it again to change it."),
    )


def change_time(game: Game, ends: Moment) -> View:
    """More time, less time, a fixed end; `ends` is what the person sees now."""
    options = [option(words, key) for key, words in TIME_CHOICES.items()]
    hint = "A length like 5m or 90s; for a fixed end a time like 12:00, or tomorrow 12:00."
    return modal(
        ids.TIME_FORM,
        "Change the time",
        "Change it",
        f"{game.id}:{ends.isoformat()}",
        field("what", "What", menu(options, options[0])),
        field("value", "How much, or when", line("", 40), hint=hint),
    )


def window(title: str, *blocks: Block) -> View:
    """Something to read, and to close."""
    return View(
        type="modal",
        title={"type": "plain_text", "text": title},
        close={"type": "plain_text", "text": "Close"},
        blocks=list(blocks),
    )


def modal(callback: str, title: str, submit: str, metadata: str, *blocks: Block) -> View:
    """A form; `metadata` comes back when it is submitted."""
    return View(
        type="modal",
        callback_id=callback,
        title={"type": "plain_text", "text": title},
        submit={"type": "plain_text", "text": submit},
        close={"type": "plain_text", "text": "Cancel"},
        private_metadata=metadata,
        notify_on_close=True,
        blocks=list(blocks),
    )


def field(
    block: str,
    label: str,
    element: InputInteractiveElement,
    *,
    optional: bool = False,
    hint: str | None = None,
) -> InputBlock:
    """An input whose answer is found by its block's name."""
    return InputBlock(block_id=block, label=label, element=element, optional=optional, hint=hint)


def line(initial: str, length: int) -> PlainTextInputElement:
    """A line to write."""
    return PlainTextInputElement(action_id="value", initial_value=initial or None, max_length=length)


def _text(initial: str, length: int = TEXT_LENGTH) -> PlainTextInputElement:
    return PlainTextInputElement(
        action_id="value", initial_value=initial or None, multiline=True, max_length=length
    )


def option(text: str, value: str) -> Option:
    """An entry of a menu."""
    return Option(text=text, value=value)


def menu(options: list[Option], initial: Option | None = None) -> StaticSelectElement:
    """A menu to choose one from."""
    return StaticSelectElement(action_id="value", options=options, initial_option=initial)


def chosen(options: Sequence[Option], value: str | None) -> Option | None:
    """The option with this value; None if there is none."""
    return next((option for option in options if option.value == value), None)
