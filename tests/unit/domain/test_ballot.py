"""When the final vote passes: every rule that a pack can ask for, at its boundary."""

from dataclasses import dataclass, replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.db.codec import decode, encode
from bot.domain.ballot import Ballot, Choice, book_hash, count
from bot.domain.council import commands as cc
from bot.domain.council import events as ce
from bot.domain.ids import MOOT, RoleNumber, UserId
from bot.domain.offer import BallotRule
from bot.domain.thresholds import CountedOf, in_words
from tests.builders import NOON, CouncilLog, a_voting_council, at, founding, nameless, player, reactions

YES, NO, ABSTAIN = Choice.YES, Choice.NO, Choice.ABSTAIN

Y, N, A = Choice.YES, Choice.NO, Choice.ABSTAIN
SAID = {"y": Y, "n": N, "a": A, "-": None}


def a_ballot(*teams: str) -> tuple[Ballot, dict[RoleNumber, str]]:
    """A ballot with a word for each team: `y`, `n`, `a` or `-` (silent) for each of its seats."""
    seats = [(f"team-{team}", SAID[letter]) for team, word in enumerate(teams) for letter in word]
    standing = {RoleNumber(role): (said,) for role, (_, said) in enumerate(seats, 1) if said}
    owners = {RoleNumber(role): team for role, (team, _) in enumerate(seats, 1)}
    return Ballot(NOON, "0123456789", frozenset(owners), reactions(standing)), owners


def passes(rule: BallotRule, *teams: str) -> bool:
    """Whether the vote passes by this rule."""
    ballot, owners = a_ballot(*teams)
    return count(ballot, rule, teams=owners).passed


def a_rule(of: CountedOf, quorum: str = "0", **threshold: str) -> BallotRule:
    """A pack's rule, with shares as an author writes them."""
    return BallotRule.model_validate({"of": of, "quorum": quorum, **threshold})


@pytest.mark.parametrize(
    ("word", "verdict"),
    [
        ("y" * 5 + "n" * 5, False),
        ("y" * 6 + "n" * 4, True),
        ("y" * 6 + "-" * 4, True),
        (
            "y" * 5 + "-" * 5,
            False,
        ),  # silence is a vote of nobody, and half of all seats is not more than half
        ("y" * 5 + "a" * 5, False),  # so is abstaining
        ("y" * 6 + "a" * 4, True),
        ("y", True),
        ("n", False),
        ("a", False),
        ("-", False),
        ("", False),
    ],
)
def test_of_all_seats_those_that_keep_silent_count_as_not_in_favour(word: str, verdict: bool) -> None:
    assert passes(a_rule(CountedOf.SEATED, more_than="1/2"), word) is verdict


@pytest.mark.parametrize(
    ("of", "word", "verdict"),
    [
        (CountedOf.CAST, "yyn", True),  # exactly two thirds
        (CountedOf.CAST, "yyyyyynnn", True),
        (CountedOf.CAST, "yyyyynnn", False),  # 5 of 8
        (CountedOf.CAST, "yyn" + "a" * 7, True),  # those who abstain are no votes cast
        (CountedOf.SEATED, "yyyyyy---", True),
        (CountedOf.SEATED, "yyyyy----", False),
        (CountedOf.SEATED, "yy-", True),
        (CountedOf.SEATED, "y" * 66 + "-" * 34, False),  # of a hundred seats, 66 are less than two thirds
        (CountedOf.SEATED, "y" * 67 + "-" * 33, True),
    ],
)
def test_two_thirds_is_enough_where_exactly_two_thirds_are_in_favour(
    of: CountedOf, word: str, verdict: bool
) -> None:
    assert passes(a_rule(of, at_least="2/3"), word) is verdict


@pytest.mark.parametrize(("word", "verdict"), [("yyn", False), ("yyyn", True)])
def test_more_than_two_thirds_is_not_met_by_two_thirds(word: str, verdict: bool) -> None:
    assert passes(a_rule(CountedOf.CAST, more_than="2/3"), word) is verdict


@pytest.mark.parametrize(
    ("teams", "verdict"),
    [
        (("yyy", "yy", "yn", "n"), False),  # two voices for, one against, one team without a voice: half
        (("yyy", "yy", "y", "n"), True),
        (("yyyyyy", "n", "n"), False),  # six of eight seats, and one team of three
        (("yyn", "yyn", "nn"), True),
        (("y", "n"), False),  # a tie among teams
        (("yn", "yn"), False),  # nobody has a voice
        (("ya", "y-", "nn"), True),  # who abstains or is silent leaves the voice to the others
        (("y", "-", "-"), False),  # one of three teams
        (("y",), True),
        (("a",), False),
    ],
)
def test_a_team_has_one_voice_which_is_what_more_of_its_seats_say(
    teams: tuple[str, ...], verdict: bool
) -> None:
    assert passes(a_rule(CountedOf.TEAMS, more_than="1/2"), *teams) is verdict


@pytest.mark.parametrize(
    ("teams", "verdict"), [(("yyy", "yy", "yy", "n"), True), (("yyy", "yy", "yn", "n"), False)]
)
def test_three_of_four_teams_can_be_asked_for(teams: tuple[str, ...], verdict: bool) -> None:
    assert passes(a_rule(CountedOf.TEAMS, at_least="3/4"), *teams) is verdict


@pytest.mark.parametrize("of", CountedOf)
@pytest.mark.parametrize(("word", "quorum", "verdict"), [("y---", "1/2", False), ("yy--", "1/2", True)])
def test_below_the_quorum_nothing_passes_whatever_is_counted(
    of: CountedOf, word: str, quorum: str, verdict: bool
) -> None:
    rule = a_rule(of, quorum, more_than="0")

    assert passes(rule, word) is verdict
    assert passes(rule, "") is False


def test_one_vote_of_one_misses_the_quorum_of_a_larger_electorate() -> None:
    ballot, owners = a_ballot("y---------")

    outcome = count(ballot, BallotRule(), teams=owners)

    assert not outcome.passed
    assert outcome.reason == "only 1 of 10 seats took part; 5 were needed"


@given(
    st.sampled_from(CountedOf),
    st.sampled_from(["more_than", "at_least"]),
    st.sampled_from(["1/3", "1/2", "2/3", "3/4"]),
    st.lists(st.text("yna-", min_size=1, max_size=4), min_size=1, max_size=5),
)
def test_no_rule_lets_a_tie_pass_or_a_book_that_more_refuse(
    of: CountedOf, key: str, share: str, teams: list[str]
) -> None:
    word = "".join(teams)
    balance = word.count("y") - word.count("n")
    if of is CountedOf.TEAMS:
        voices = [team.count("y") - team.count("n") for team in teams]
        balance = sum(voice > 0 for voice in voices) - sum(voice < 0 for voice in voices)

    if passes(a_rule(of, **{key: share}), *teams):
        assert balance > 0


@pytest.mark.parametrize(
    ("rule", "teams", "reason"),
    [
        (
            a_rule(CountedOf.SEATED, more_than="1/2"),
            ("yyyyyy----",),
            "6 of 10 seats were in favour; more than",
        ),
        (
            a_rule(CountedOf.SEATED, at_least="2/3"),
            ("yy--",),
            "only 2 of 4 seats were in favour; at least two thi",
        ),
        (
            a_rule(CountedOf.TEAMS, at_least="3/4"),
            ("y", "y", "y", "n"),
            "3 of 4 teams were in favour; at least thr",
        ),
        (a_rule(CountedOf.TEAMS, more_than="1/2"), ("y", "n"), "1 to 1 is a tie, and a tie does not pass"),
        (
            a_rule(CountedOf.CAST, at_least="1"),
            ("yyn",),
            "only 2 of 3 votes cast were in favour; all was needed",
        ),
    ],
)
def test_the_outcome_says_what_was_counted_and_what_was_needed(
    rule: BallotRule, teams: tuple[str, ...], reason: str
) -> None:
    ballot, owners = a_ballot(*teams)

    assert count(ballot, rule, teams=owners).reason.startswith(reason)


def test_a_share_is_said_in_words_where_there_are_some() -> None:
    assert [in_words(Fraction(one)) for one in ("2/3", "0.6", "5/9")] == ["two thirds", "60%", "5/9"]


# --- as data


@pytest.mark.parametrize("written", [0.6, "0.6", "3/5", Fraction(3, 5)])
def test_a_share_is_exact_however_it_is_written(written: object) -> None:
    assert BallotRule.model_validate({"more_than": written}).more_than == Fraction(3, 5)


@pytest.mark.parametrize("written", ["two thirds", "2/0", "", True, "4/3", 1, -0.1])
def test_a_share_that_is_none_is_refused(written: object) -> None:
    with pytest.raises(ValidationError):
        BallotRule.model_validate({"more_than": written})


def test_a_rule_that_was_stored_as_numbers_still_reads_and_one_with_a_fraction_comes_back() -> None:
    # given a founding as it is stored now, and as it was before charters had conditions
    (seated,) = CouncilLog().do(founding(2, ballot_rule=BallotRule()), MOOT)
    assert isinstance(seated, ce.CouncilSeated)
    name, data = encode(seated)
    old = {key: value for key, value in data.items() if key not in ("offer", "reveal")}
    exact = replace(seated, ballot_rule=a_rule(CountedOf.TEAMS, "1/3", at_least="2/3"))

    # when both are read, then the old one is the same, and shares stay exact
    assert decode(name, old | {"ballot_rule": {"more_than": 0.5, "quorum": 0.5}}) == seated
    assert decode(*encode(exact)) == exact


# --- in a council


def test_a_council_counts_teams_by_its_own_seats() -> None:
    log = a_voting_council(ballot_rule=a_rule(CountedOf.TEAMS, "1/10", at_least="3/5"))
    for role in (1, 3, 5):
        log.vote(Y, role, at(32))

    log.close(log.shown())

    assert log.council.outcome is not None
    assert log.council.outcome.passed
    assert log.council.outcome.reason == "3 of 5 teams were in favour; at least 60% was needed"


def a_ballot_of(yes: int, no: int, abstain: int = 0, silent: int = 0) -> Ballot:
    """A ballot with so many seats of each kind."""
    choices = [*[YES] * yes, *[NO] * no, *[ABSTAIN] * abstain]
    seats = [RoleNumber(number) for number in range(1, len(choices) + silent + 1)]
    standing = {seat: (choice,) for seat, choice in zip(seats, choices, strict=False)}
    return Ballot(NOON, "0123456789", frozenset(seats), reactions(standing))


@pytest.mark.parametrize(
    ("yes", "no", "abstain", "silent", "passes"),
    [
        (5, 5, 0, 0, False),  # five of ten is a tie, not a majority
        (6, 4, 0, 0, True),
        (4, 6, 0, 0, False),
        (1, 0, 0, 9, False),  # all of the votes cast, but far too few took part
        (4, 0, 0, 6, False),  # one short of the quorum
        (5, 0, 0, 5, True),  # exactly half took part
        (1, 0, 4, 5, True),  # abstentions take part, and are not votes cast
        (1, 1, 8, 0, False),
        (2, 1, 7, 0, True),
        (0, 0, 10, 0, False),
        (0, 0, 0, 10, False),
        (3, 0, 0, 4, False),  # half of seven is four
        (4, 0, 0, 3, True),
        (1, 0, 0, 0, True),
        (0, 0, 0, 0, False),
    ],
)
def test_the_book_passes_with_more_than_half_of_the_votes_cast_and_half_of_the_seats_taking_part(
    yes: int, no: int, abstain: int, silent: int, passes: bool
) -> None:
    outcome = count(a_ballot_of(yes, no, abstain, silent), BallotRule())

    assert outcome.passed is passes
    assert (outcome.yes, outcome.no, outcome.abstain) == (yes, no, abstain)
    assert outcome.seats == yes + no + abstain + silent


@pytest.mark.parametrize(
    ("ballot", "reason"),
    [
        (a_ballot_of(5, 5), "5 to 5 is a tie, and a tie does not pass"),
        (a_ballot_of(6, 4), "6 of 10 votes cast were in favour; more than half was needed"),
        (a_ballot_of(4, 5), "only 4 of 9 votes cast were in favour; more than half was needed"),
        (a_ballot_of(0, 0), "nobody held a seat when the vote opened"),
        (a_ballot_of(1, 0, silent=9), "only 1 of 10 seats took part; 5 were needed"),
    ],
)
def test_the_outcome_says_why(ballot: Ballot, reason: str) -> None:
    assert count(ballot, BallotRule()).reason == reason


@pytest.mark.parametrize(("yes", "no", "passes"), [(6, 4, False), (7, 3, True), (2, 1, True), (3, 2, False)])
def test_a_pack_may_ask_for_more_than_six_tenths_and_exactly_that_is_not_enough(
    yes: int, no: int, passes: bool
) -> None:
    assert count(a_ballot_of(yes, no), BallotRule(more_than=0.6)).passed is passes


@pytest.mark.parametrize(("voted", "passes"), [(5, False), (6, True)])
def test_a_quorum_of_three_fifths_is_not_lost_to_binary_fractions(voted: int, passes: bool) -> None:
    assert count(a_ballot_of(voted, 0, silent=10 - voted), BallotRule(quorum=0.6)).passed is passes


@given(st.integers(0, 30), st.integers(0, 30), st.integers(0, 30), st.integers(0, 30))
def test_a_book_never_passes_on_a_tie_and_never_below_the_quorum(
    yes: int, no: int, abstain: int, silent: int
) -> None:
    outcome = count(a_ballot_of(yes, no, abstain, silent), BallotRule())

    assert outcome.passed == (yes > no and (yes + no + abstain) * 2 >= outcome.seats)


def test_the_fingerprint_changes_with_words_and_order_and_with_nothing_else() -> None:
    one, two = (1, "Title", "Text"), (2, "Other", "Words")

    fingerprints = [book_hash(book) for book in ([one, two], [two, one], [one], [(1, "Title", "text"), two])]

    assert len(set(fingerprints)) == 4
    assert book_hash([one, two]) == fingerprints[0]
    assert all(len(fingerprint) == 10 for fingerprint in fingerprints)


# --- what is certain


@dataclass(frozen=True, slots=True)
class Act:
    """Somebody adds a choice or takes it away, if they can; and what becomes of the event."""

    role: int
    choice: Choice
    second: int
    heard: tuple[int, ...]  # so many seconds later; lost, where it is never


ACTS = st.builds(
    Act,
    role=st.sampled_from([1, 3, 5]),
    choice=st.sampled_from(Choice),
    second=st.integers(0, 200),
    heard=st.sampled_from([(0,), (0,), (0, 3), (40,), (0, 90), ()]),
)


class Slack:
    """What really happens under the ballot, and who hears of it when."""

    def __init__(self) -> None:
        self.standing: dict[int, list[Choice]] = {}
        self.before: dict[int, Choice] = {}  # what stood last on a message that was deleted
        self.told: list[tuple[int, cc.CouncilCommand, int, int]] = []

    def happens(self, act: Act) -> None:
        """The choice is added where it does not stand, and taken away where it does."""
        mine = self.standing.setdefault(act.role, [])
        adds = act.choice not in mine
        (mine.append if adds else mine.remove)(act.choice)
        command = cc.CastVote(act.choice) if adds else cc.RetractVote(act.choice)
        self.told += [(act.second + later, command, act.role, act.second) for later in act.heard]

    def arrived(self, second: int) -> list[tuple[cc.CouncilCommand, int, int]]:
        """The events that reach Moot by then, each once: what, whose, and when it was made."""
        come = sorted((one for one in self.told if one[0] <= second), key=lambda one: one[0])
        self.told = [one for one in self.told if one[0] > second]
        return [(command, role, made) for _, command, role, made in come]

    def deleted(self) -> None:
        """The message is gone, and an empty one stands in its place. What is still to be heard of it finds no
        card."""
        self.told = []
        self.before |= {role: mine[-1] for role, mine in self.standing.items() if mine}
        self.standing = {}

    def says(self, role: int) -> Choice | None:
        """What this seat said last."""
        mine = self.standing.get(role)
        return mine[-1] if mine else self.before.get(role)

    def shown(self) -> dict[UserId, frozenset[Choice]]:
        """What reactions.get shows: no order."""
        return {player(role): frozenset(mine) for role, mine in self.standing.items() if mine}


@given(
    st.lists(ACTS, max_size=12).map(lambda acts: sorted(acts, key=lambda act: act.second)),
    st.none() | st.integers(0, 200),
    st.lists(st.integers(0, 200), max_size=2),
)
@settings(max_examples=300)
def test_whatever_is_lost_late_or_doubled_no_vote_is_called_certain_that_may_be_another(
    acts: list[Act], deleted: int | None, reads: list[int]
) -> None:
    # given three voters, a message that may be deleted, and events of which any may be lost
    log, slack = a_voting_council(filled=5), Slack()
    moments = {*(act.second for act in acts), *reads, *([] if deleted is None else [deleted])}

    # when Moot hears what reaches it, and reads the reactions now and then
    for second in sorted(moments):
        if second == deleted:
            slack.deleted()
            log.do(cc.MoveBallot(), MOOT, at(31, second))
        for act in (one for one in acts if one.second == second):
            slack.happens(act)
        for command, role, made in slack.arrived(second):
            log.do(command, player(role), at(31, made))
        if second in reads:
            log.do(cc.CatchUpVotes(nameless(slack.shown())), MOOT, at(31, second))
    log.do(cc.CallBallot(), MOOT, at(35))
    log.close(slack.shown())

    # then each vote is what the person said last, or is marked
    ballot, outcome = log.council.ballot, log.council.outcome
    assert ballot is not None
    assert outcome is not None
    marked = {*outcome.guesses, *outcome.as_heard}
    for role in ballot.electorate - marked:
        assert ballot.vote_of(role) is slack.says(role)
    truth = [slack.says(role) for role in ballot.electorate]
    if outcome.certain:
        assert (outcome.yes, outcome.no) == (truth.count(YES), truth.count(NO))
    if not outcome.hangs and not outcome.as_heard:
        standing = {RoleNumber(role): (said,) for role in ballot.electorate if (said := slack.says(role))}
        really = Ballot(NOON, "", ballot.electorate, reactions(standing))
        assert outcome.passed is count(really, BallotRule()).passed


def test_a_result_says_whether_it_hangs_on_what_is_guessed() -> None:
    close, clear = a_voting_council(), a_voting_council()
    for log, against in ((close, 4), (clear, 2)):
        for role in range(1, 6):
            log.vote(YES, role, at(32))
        for role in range(6, 6 + against):
            log.vote(NO, role, at(32))
        log.vote(NO, 1, at(33))
        log.close(log.shown())

    for log, hangs in ((close, True), (clear, False)):
        assert log.council.outcome is not None
        assert log.council.outcome.guesses == (1,)
        assert log.council.outcome.hangs is hangs


def test_what_nobody_can_read_back_is_not_called_certain() -> None:
    unread, partly, vacant = a_voting_council(), a_voting_council(), a_voting_council()
    for log in (unread, partly, vacant):
        log.vote(YES, 3, at(32))
    vacant.do(cc.VacateSeat(player(3)), MOOT, at(33))

    unread.close(None)
    partly.do(cc.CloseBallot({}, partly=frozenset({YES})), MOOT, at(36))
    vacant.close({})

    for log in (unread, partly, vacant):
        assert log.council.outcome is not None
        assert not log.council.outcome.certain
        assert log.council.outcome.yes == 1


@pytest.mark.parametrize("again", [False, True])
def test_whoever_has_two_choices_in_slack_is_asked_once_to_take_one_away(again: bool) -> None:
    log = a_voting_council()
    log.vote(YES, 3, at(32))
    read = cc.CatchUpVotes(nameless({player(3): frozenset({YES, NO}), player(5): frozenset({NO})}))

    seen = log.do(read, MOOT, at(33))
    if again:
        seen += log.do(read, MOOT, at(34))

    assert [event for event in seen if isinstance(event, ce.TwoChoicesSeen)] == [
        ce.TwoChoicesSeen((RoleNumber(3),), at(33))
    ]
