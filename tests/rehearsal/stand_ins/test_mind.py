"""What a stand-in makes of a text, and what they say about it."""

from random import Random

import pytest

from bot.domain.lines import Amendment, Issue, Lines, Opinion, SampleProposal
from bot.rehearsal.stand_ins.mind import AGAIN, AGAINST, FOR, Mind, Side
from bot.rehearsal.stand_ins.script import Script
from tests.builders import harbour_town, rainbow_road

VETO = SampleProposal(role=7, title="Readers may say no", text="Each reader has a veto.", issue="changes")
HEARD = Amendment(
    of=VETO.title, title="Readers are heard", text="Owners answer each reader.", why="An answer will do."
)
OWNERS = Opinion.model_validate(
    {
        "role": 4,
        "issue": "changes",
        "wants": ["owners answer", "notice"],
        "refuses": ["veto", "needs a yes"],
        "for": ["Heard, then decided."],
        "against": ["One hand on the button.", "Nobody will move."],
        "amends": [HEARD],
        "adds": "Owners answer within a day.",
        "gives_in": ["Now I can agree."],
        "loses": ["So be it."],
    }
)
LINES = Lines(issues=(Issue(key="changes", words=("veto", "change", "version")),), opinions=(OWNERS,))
SCRIPT = Script((VETO,), LINES)


def a_mind(role: int = 4, script: Script = SCRIPT) -> Mind:
    return Mind(script, Random(3), role=role)


def test_seats_on_one_sheet_speak_by_its_lines_and_one_of_them_greets_for_all() -> None:
    script = Script.of(harbour_town())

    assert script.opinion(17, "boats") == script.opinion(3, "boats") is not None
    assert script.proof(17, "role") == script.proof(3, "role") is not None
    assert [bool(script.voice(role).hello) for role in (3, 17, 1)] == [True, False, False]


def test_what_harms_them_is_refused_with_a_reason_and_mended_to_the_point() -> None:
    mind = a_mind()

    thought = mind.think(VETO.title, VETO.text)

    assert (thought.side, thought.issue) == (Side.AGAINST, "changes")
    assert (thought.amended, thought.why) == (HEARD.text, HEARD.why)
    assert mind.argue(thought.issue, Side.AGAINST) in OWNERS.against


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("A change needs a yes from all of us.", Side.AGAINST),
        ("Changes come with notice.", Side.FOR),
        ("Nobody has a veto over a change, and each comes with notice.", Side.FOR),
        ("Versions have numbers.", Side.OPEN),
        ("Lunch is at noon.", Side.OPEN),
    ],
)
def test_what_a_visitor_writes_is_understood_by_its_words(text: str, side: Side) -> None:
    assert a_mind().think("Mine", text).side is side


def test_a_visitors_text_that_harms_them_can_be_mended_by_a_sentence() -> None:
    mind, text = a_mind(), "Each reader has a veto."

    wish = mind.think("Mine", text).wish

    assert wish == OWNERS.adds
    assert mind.think("Mine", f"{text}\n{wish}").side is Side.FOR


def test_somebody_comes_round_once_when_the_text_is_mended() -> None:
    mind = a_mind()
    mind.opposed(VETO.title)

    thought = mind.think("Readers are heard", HEARD.text)

    assert thought.side is Side.FOR
    assert mind.comes_round("Readers are heard", thought.issue) == "Now I can agree."
    assert mind.comes_round("Readers are heard", thought.issue) == ""


def test_somebody_who_has_lost_says_so_and_somebody_who_has_come_round_does_not() -> None:
    loser, other = a_mind(), a_mind()
    loser.opposed(VETO.title)
    other.opposed(VETO.title)

    assert loser.adopted(VETO.title, VETO.text) == "So be it."
    assert other.adopted("Readers are heard", HEARD.text) == ""
    assert (loser.losses(), other.losses()) == (1, 0)


def test_nobody_says_or_proposes_the_same_twice_nor_wants_a_text_twice() -> None:
    mind, author = a_mind(), a_mind(role=7)

    assert {mind.argue("changes", Side.AGAINST) for _ in range(3)} == {*OWNERS.against, ""}
    assert author.proposal(["Readers are heard"]) is None
    assert author.proposal([]) == VETO
    assert author.proposal([]) is None
    author.adopted(VETO.title, VETO.text)
    again = author.think("The same again", VETO.text)
    assert (again.side, again.why) == (Side.AGAINST, AGAIN)
    assert author.losses() == 0


def test_what_was_proposed_in_vain_is_a_loss() -> None:
    author = a_mind(role=7)

    author.proposal([])

    assert author.losses() == 1


def test_the_same_random_numbers_make_the_same_choices() -> None:
    script = Script.of(rainbow_road())

    first, second = ([a_mind(9, script).proposal([]) for _ in range(2)] for _ in range(2))

    assert first == second


def test_without_lines_people_go_by_their_sheet_and_speak_in_whole_neutral_sentences() -> None:
    plain = SampleProposal(role=1, title="Owners", text="Each report names its owner and asks for consent.")
    mind = a_mind(2, Script((plain,)))
    mind.mine = frozenset({"report", "owner", "consent"})

    assert mind.think(plain.title, plain.text).side is Side.FOR
    assert mind.argue("", Side.FOR) in FOR
    assert mind.argue("", Side.AGAINST, AGAINST[1:]) == AGAINST[0]
    foreign = [mind.think("Lunch", f"Lunch is at {hour}.").side for hour in range(40)]
    assert set(foreign) == {Side.AGAINST, Side.OPEN}
    assert foreign == [mind.think("Lunch", f"Lunch is at {hour}.").side for hour in range(40)]


# --- the shipped pack


def test_every_role_of_rainbow_road_has_something_to_refuse_and_something_to_say() -> None:
    script = Script.of(rainbow_road())
    for role in script.roles:
        mind = Mind(script, Random(1), role=role)
        against = [one for one in script.samples if mind.think(one.title, one.text).side is Side.AGAINST]
        assert against, f"role {role} agrees to everything"
        for one in against:
            issue = script.issue(one.text, one.title)
            assert mind.argue(issue, Side.AGAINST), f"role {role} has no reason against {one.title}"


def test_each_amendment_in_rainbow_road_wins_its_own_role_and_keeps_its_author() -> None:
    script = Script.of(rainbow_road())
    for opinion in script.lines.opinions:
        for one in opinion.amends:
            author = script.sample(one.of)
            assert author is not None
            for role in (opinion.role, author.role):
                thought = Mind(script, Random(1), role=role).think(one.title or one.of, one.text)
                assert thought.side is Side.FOR, f"role {role} on “{one.title or one.of}”"
