"""Whatever a pack may offer for a charter, a council can choose."""

from datetime import timedelta
from typing import Any

import pytest
from slack_sdk.models.views import View

from bot.domain.charter import Offer, offer_of
from bot.domain.council import commands as cc
from bot.domain.ids import MOOT
from bot.domain.offer import Proposers
from bot.domain.rules import DecisionRuleKind
from bot.services.games import layout_of
from bot.slack.charter.forms import CharterForm
from tests.builders import ONE, CouncilLog, a_charter, a_council, at, player, rainbow_road

MAJORITY, CONSENT = DecisionRuleKind.MAJORITY, DecisionRuleKind.CONSENT
PACK = rainbow_road()


OFFERS = {
    "only stewards": Offer(proposers=(Proposers.STEWARDS,)),
    "teams or stewards": Offer(proposers=(Proposers.TEAMS, Proposers.STEWARDS)),
    "always a wait": Offer(waiting=(timedelta(minutes=1), timedelta(minutes=2))),
    "one wait": Offer(waiting=(timedelta(seconds=90.5),)),
    "always seconded": Offer(seconders=(2, 1)),
    "nothing neutral": Offer((Proposers.TEAMS,), (timedelta(minutes=1),), (1,)),
    "at an odd tempo": offer_of(PACK.charter, 1 / 7),
}


def sent(view: View, **chosen: str) -> CharterForm:
    """The form as somebody sends it: with what it suggests, except for what they chose."""
    state: dict[str, dict[str, dict[str, Any]]] = {}
    shown = view.to_dict()
    for block in (one for one in shown["blocks"] if one["type"] == "input"):
        element, name = block["element"], block["block_id"]
        if "options" in element:
            options = {one["value"]: one for one in element["options"]}
            value: dict[str, Any] = {
                "selected_option": options[chosen[name]] if name in chosen else element["initial_option"]
            }
        else:
            value = {"value": element["initial_value"]}
        state[name] = {"value": value}
    return CharterForm.read({**shown, "state": {"values": state}})


def adopt(log: CouncilLog, form: CharterForm) -> None:
    """A steward sends the form."""
    conditions = form.conditions(log.council.offer.default)
    command = cc.AdoptCharter(form.rule[0], form.quorum / 100, form.enactment, form.enforcement, conditions)
    log.do(command, player(1), at(6))


@pytest.mark.parametrize("offer", OFFERS.values(), ids=list(OFFERS))
def test_whatever_a_pack_offers_a_council_gets_its_charter_and_adopts_by_it(offer: Offer) -> None:
    # given a command that says nothing of conditions, then the first of each on offer hold
    plain = a_council(layout=layout_of(PACK), offer=offer)
    plain.do(cc.AdoptCharter(MAJORITY, 0.5, "So.", "Thus."), player(1), at(6))
    assert plain.council.conditions == offer.default

    # given every choice that the form offers
    menus = {
        "proposers": [one.value for one in offer.proposers],
        "waiting": [str(one.total_seconds()) for one in offer.waiting],
        "seconds": [str(one) for one in offer.seconders],
    }
    for name, values in menus.items():
        for value in values if len(values) > 1 else ["as it is"]:
            log = a_council(layout=layout_of(PACK), offer=offer)
            form = sent(CharterForm.view(PACK, log.council), **({name: value} if len(values) > 1 else {}))

            # when the stewards adopt it and propose, and enough people support that for long enough
            adopt(log, form)
            log.propose(by=1, at=at(7))
            for role in range(1, 7):
                if not log.council.policies:
                    log.react(ONE, True, role, at(8))
            log.do(cc.LetTimePass(), MOOT, at(12))

            # then it is a policy
            assert log.council.charter is not None
            assert len(log.council.policies) == 1, (name, value)


def test_a_change_that_says_nothing_of_conditions_leaves_them_as_they_are() -> None:
    log = a_council(layout=layout_of(PACK), offer=Offer((Proposers.TEAMS,), (timedelta(minutes=2),), (1,)))
    log.do(a_charter(waiting=2, seconds=1, proposers=Proposers.TEAMS), player(1), at(6))

    log.do(cc.AdoptCharter(CONSENT, 0.5, "So.", "Thus."), player(4), at(7))

    changed = log.council.proposals[ONE].amendment
    assert changed is not None
    assert changed.terms.conditions == log.council.conditions
