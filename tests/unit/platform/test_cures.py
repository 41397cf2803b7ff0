"""What Slack refuses reaches the person who can act, in a sentence that says what to do."""

import re

import pytest

from bot.domain.ids import GameId
from bot.intents.rows import INTENTS
from bot.intents.trouble import person_in, place_of
from bot.platform.cures import ADVICE, UNKNOWN, Verdict, advice_on
from bot.queries.overview import Stuck
from bot.slack.console.trouble import trouble

PARK, DROP, AGAIN, DONE = Verdict.PARK, Verdict.DROP, Verdict.AGAIN, Verdict.DONE
TABLE = [
    ("not_in_channel", PARK, "/invite"),
    ("channel_not_found", PARK, "/invite"),
    ("is_archived", PARK, "only a person can unarchive"),
    ("name_taken", PARK, "Rename an old channel"),
    ("restricted_action", PARK, "An admin can allow"),
    ("restricted_action_read_only_channel", PARK, "can add me"),
    ("ekm_access_denied", PARK, "An admin has suspended"),
    ("missing_scope", PARK, "reinstall the app"),
    ("token_revoked", PARK, "reinstall the app"),
    ("account_inactive", PARK, "reinstall the app"),
    ("invalid_auth", PARK, "reinstall the app"),
    ("not_allowed_token_type", PARK, "xoxb-"),
    ("messages_tab_disabled", PARK, "App Home"),
    ("not_enabled", PARK, "App Home"),
    ("team_access_not_granted", PARK, "has to approve it again"),
    ("user_disabled", DROP, "/moot remove"),
    ("user_not_found", DROP, "/moot remove"),
    ("cannot_dm_bot", DROP, "/moot remove"),
    ("user_is_restricted", DROP, "An admin can invite them"),
    ("user_is_ultra_restricted", DROP, "An admin can invite them"),
    ("user_team_not_in_channel", DROP, "/moot remove"),
    ("org_user_not_in_team", DROP, "An admin can make them one"),
    ("fetch_members_failed", AGAIN, ""),
    ("edit_window_closed", DROP, "stays as it is"),
    ("msg_too_long", DROP, "a fault in Moot"),
    ("invalid_blocks", DROP, "a fault in Moot"),
    ("something_new", DROP, "the person who operates the bot"),
    ("internal_error", AGAIN, ""),
    ("message_limit_exceeded", AGAIN, ""),
    ("already_in_channel", DONE, ""),
]


@pytest.mark.parametrize(("error", "verdict", "words"), TABLE, ids=[row[0] for row in TABLE])
def test_what_slack_refuses_has_a_verdict_and_a_way_out(error: str, verdict: Verdict, words: str) -> None:
    advice = advice_on(error)

    assert advice.verdict is verdict
    assert words in advice.sentence
    assert bool(advice.sentence) is (verdict in (PARK, DROP))


def test_each_piece_of_advice_is_a_whole_sentence_on_the_card() -> None:
    given = {error: advice_on(error) for error in (*ADVICE, "something_new")}
    sentences = {error: one.sentence for error, one in given.items() if one.verdict in (PARK, DROP)}

    assert len(sentences) > 30
    for error, sentence in sentences.items():
        assert re.fullmatch(r"[A-Z].*\.", sentence), error
        assert len(sentence.split()) >= 8, error
        assert "The log" not in sentence, f"{error}: a facilitator has no log to read"
        stuck = Stuck("a message to", "Council 1", "", error, waits=True)
        shown = trouble(GameId("g1"), [stuck])
        assert sentence in shown.text
        assert "remove" in shown.text or "`" not in sentence, error


def test_an_unknown_word_of_slacks_is_not_tried_for_ever() -> None:
    assert advice_on("") is UNKNOWN
    assert UNKNOWN.verdict is DROP


@pytest.mark.parametrize("room", ["plenary", "council:3", "sidebar:4", "dm:U0123", "home:U0123"])
def test_what_failed_is_said_in_words_and_names_the_person(room: str) -> None:
    for words in {one.kind.words for one in INTENTS.values()}:
        stuck = Stuck(words, place_of(room), person_in(room), "is_archived", waits=True)
        said = trouble(GameId("g1"), [stuck]).text

        assert "_" not in said.replace("is_archived", "")
        assert ("<@U0123>" in said) is (":U" in room), words
        assert "council:" not in said
