"""An adopted policy is changed from a form: from its card step by step, or by what somebody types."""

import json

from bot.domain.council import commands as cc
from bot.domain.ids import ProposalNumber
from bot.domain.wording import About, Change
from bot.slack.blocks import names
from bot.slack.blocks.names import on_card
from bot.slack.book import cards as book_cards
from bot.slack.proposals import cards
from bot.slack.proposals.policy_forms import PolicyChangeForm, RescindForm
from tests.builders import rainbow_road
from tests.slack.stage import COUNCIL, Stage
from tests.slack.test_buttons import reach
from tests.slack.test_listeners import one_of

TWO = ProposalNumber(2)


async def test_a_policy_is_amended_from_its_card_and_the_book_tells_what_it_said_before(stage: Stage) -> None:
    # given a council without a charter, and one policy
    await reach(stage, "sidebar")
    pack, user = rainbow_road(), await stage.holder(steward=False)
    await stage.press(user, names.CHANGE_POLICY, on_card(COUNCIL, TWO, 1))
    first = stage.slack.views()[-1]

    # when somebody chooses to amend it, and writes
    answer = await stage.submit(user, first, policy=one_of("1"), change=one_of("amend"))
    second = json.loads(answer.body or "")["view"]
    assert second["callback_id"] == PolicyChangeForm.callback
    assert second["blocks"][1]["element"]["initial_value"] == "Two"
    await stage.submit(user, second, title="Two or three", text="Another text")

    # then it is a proposal about the policy
    council = await stage.council()
    number = max(council.proposals)
    one = council.proposals[number]
    assert one.about == About(1, Change.AMEND, TWO)
    assert "This would amend policy 1 (proposal 2)" in cards.proposal(pack, council, one).text

    # and once it is adopted, the policy says the new words, and the book what was before
    council = await stage.at_table(cc.RecordDecision(number), await stage.holder(steward=True))
    assert [(policy.number, said.title) for policy, said in council.book()] == [(1, "Two or three")]
    assert "before: proposal 2, Two" in "\n".join(book_cards.book_lines(pack, council))
    told = cards.changed(pack, council, council.proposals[number]).text
    assert "policy 1 reads like this" in told
    assert "Amended since, by proposal 3" in cards.proposal(pack, council, council.proposals[TWO]).text


async def test_what_is_typed_opens_the_form_and_words_that_come_too_late_come_back(stage: Stage) -> None:
    # given two people who write about one policy
    await reach(stage, "sidebar")
    user, steward = await stage.holder(steward=False), await stage.holder(steward=True)
    await stage.command(user, "/propose", "rescind policy 1")
    rescind = stage.slack.views()[-1]
    await stage.command(user, "/propose", "replace policy 1")
    replace = stage.slack.views()[-1]
    assert rescind["callback_id"] == RescindForm.callback
    assert "There is no policy 7" in await stage.command(user, "/propose", "amend policy 7")

    # when the policy changes before they send it
    said = cc.SubmitProposal("Quicker", "Text", about=About(1, Change.AMEND, TWO))
    council = await stage.at_table(said, user)
    await stage.at_table(cc.RecordDecision(max(council.proposals)), steward)
    answers = [
        await stage.submit(user, rescind, why="It is old."),
        await stage.submit(user, replace, title="Instead", text="Something else"),
    ]

    # then each sees what it says now, with their own words, and nothing is on the table of them
    for answer, words in zip(answers, ("It is old.", "Something else"), strict=True):
        shown = json.dumps(json.loads(answer.body or "")["view"])
        assert "policy 1 changed" in shown
        assert "Quicker" in shown
        assert words in shown
    assert max((await stage.council()).proposals) == 3
