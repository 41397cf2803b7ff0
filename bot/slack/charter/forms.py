"""The charter's form."""

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from typing import TypeAlias, TypeVar

from slack_sdk.models.blocks import InputBlock
from slack_sdk.models.views import View

from bot.domain.charter import Conditions
from bot.domain.council import Council
from bot.domain.ids import CouncilId
from bot.domain.offer import DecisionRule, Proposers
from bot.domain.parts import parse_share
from bot.domain.rules import DecisionRuleKind
from bot.domain.scenario import Scenario
from bot.domain.thresholds import CountedOf, Threshold
from bot.slack.blocks import carried
from bot.slack.blocks.fields import Choice, Field, OptionalChoice, Words
from bot.slack.blocks.forms import About, Form
from bot.slack.blocks.message import escaped, section, sections
from bot.slack.blocks.numbers import Number
from bot.slack.charter.conditions import proposers_words, seconders_words, waiting_words

T = TypeVar("T")


def _span(seconds: str) -> timedelta:
    return timedelta(seconds=float(seconds))


Way: TypeAlias = tuple[DecisionRuleKind, Threshold | None]


def _written(rule: DecisionRule) -> str:
    """A rule as the value of an option: `majority`, or `share:cast:1/2:` and `share:seated:1/2:3/4`."""
    share = rule.threshold
    if share is None:
        return rule.kind.value
    return f"{rule.kind.value}:{share.of}:{share.more_than}:{share.at_least or ''}"


def _way(value: str) -> Way:
    kind, *share = value.split(":")
    if not share:
        return DecisionRuleKind(kind), None
    of, more_than, at_least = share
    least = parse_share(at_least) if at_least else None
    return DecisionRuleKind(kind), Threshold(CountedOf(of), parse_share(more_than), least)


class CharterForm(Form, callback="charter_form", title="The charter", submit="Adopt"):
    """The stewards write down how the council decides."""

    council = About(CouncilId)
    seen = About(lambda version: carried.number(version or "0"))  # the charter's version
    rule = Choice("Decision rule", _way)
    quorum = Number(
        "Quorum, in percent of the filled seats",
        0,
        100,
        hint="How many must take a side before a proposal can be adopted. Vacant seats do not count.",
    )
    proposers = OptionalChoice("Who proposes policies?", Proposers, sometimes=True)
    waiting = OptionalChoice(
        "How long does a proposal stand before it can be adopted?", _span, sometimes=True
    )
    seconds = OptionalChoice(
        "Who must second it? Any supporter except its proposer seconds it.",
        int,
        sometimes=True,
    )
    enactment = Words("How is a policy enacted?")
    enforcement = Words("How is it enforced?")

    @classmethod
    def view(cls, scenario: Scenario, council: Council) -> View:
        """With the charter as it stands, or as the pack suggests it."""
        now, offer = council.charter, scenario.charter
        rules = {_written(rule): rule.name for rule in offer.rules}
        chosen = offer.rule(now.rule, now.threshold) if now else offer.rules[0]
        written = now or offer
        proposed = now is not None
        explained = "I apply what your council agrees here to every proposal from now on."
        if proposed:
            explained = (
                "This becomes a proposal. It takes effect when your council adopts it by its present rule."
            )
        return cls.modal(
            (council.id, now.version if now else 0),
            section(explained),
            *sections(["*The rules to choose from*", *_rules(scenario)]),
            cls.rule.input((chosen.kind, chosen.threshold), rules),
            cls.quorum.input(round(written.quorum * 100)),
            *cls._conditions(council),
            cls.enactment.input(written.enactment),
            cls.enforcement.input(written.enforcement),
            submit="Propose" if proposed else "Adopt",
        )

    @classmethod
    def _conditions(cls, council: Council) -> Iterator[InputBlock]:
        """A menu for each condition with a choice, and the present one chosen."""
        offer = council.offer
        now = council.conditions if council.charter else offer.default
        yield from _menu(
            cls.proposers, offer.proposers, now.proposers, str, lambda who: proposers_words(council, who)
        )
        yield from _menu(
            cls.waiting,
            offer.waiting,
            now.waiting,
            lambda span: str(span.total_seconds()),
            lambda span: waiting_words(council, span),
        )
        yield from _menu(cls.seconds, offer.seconders, now.seconders, str, seconders_words)

    def conditions(self, default: Conditions) -> Conditions:
        """What was chosen; a list with one entry is not shown, and its entry holds."""
        return Conditions(
            default.proposers if self.proposers is None else self.proposers,
            default.waiting if self.waiting is None else self.waiting,
            default.seconders if self.seconds is None else self.seconds,
        )


def _rules(scenario: Scenario) -> Iterator[str]:
    """Each rule in full, since an option of a menu has no room for it."""
    for rule in scenario.charter.rules:
        yield f"• *{escaped(rule.name)}:* {escaped(rule.text)}"


def _menu(
    field: Field[T | None], offered: Sequence[T], now: T, value: Callable[[T], str], words: Callable[[T], str]
) -> Iterator[InputBlock]:
    if len(offered) > 1:
        options = {value(one): words(one) for one in offered}
        yield field.input(now if now in offered else offered[0], options)
