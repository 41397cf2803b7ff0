"""What people type, as they mean it."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.characters import tidied
from bot.domain.times.lengths import NotATime, read_span
from bot.slack.commands import FOUND
from bot.slack.typed import words as typed
from bot.slack.typed.words import Typed, as_written, nearest, parse, users

# --- words


@pytest.mark.parametrize(
    "text",
    [
        "join",
        "JOIN",
        "  join  ",
        "“Join ”",
        "‘join’",
        '"join"',
        '"join',
        "`join`",
        "/join",
        "join.",
        "Join!",
        "join:",
        "jo\u200bin",
        "\ufeffjoin\u200b",
        "\u00a0join\u00a0",
        "join\n",
        "\u2060join",
    ],
)
def test_a_word_is_understood_however_it_was_dressed(text: str) -> None:
    assert parse(text) == Typed("join", "")


@pytest.mark.parametrize("dash", "-\u2010\u2011\u2013\u2014\u2212")
def test_a_hyphen_is_one_whatever_the_keyboard_made_of_it(dash: str) -> None:
    assert parse(f"End{dash}by 12:00") == Typed("end-by", "12:00")


@pytest.mark.parametrize("text", ["", " ", "\u200b", "“”", '""', "\n", "\u00a0"])
def test_nothing_at_all_is_a_wish_for_help(text: str) -> None:
    assert parse(text) == Typed("help", "")


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("say hello", "hello"),
        ("say   hello  there ", "hello  there"),
        ("say\nhello", "hello"),
        ("say\thello", "hello"),
        ("say\u00a0hello", "hello"),
        ("“say hello”", "hello"),
        ("say “hello”", "hello"),
        ('say He said "go"', 'He said "go"'),
        ('say "Go" and "stop"', '"Go" and "stop"'),
        ("say It’s time – well done…", "It’s time – well done…"),
        ("say 👩‍💻 and 👨‍👩‍👧 won", "👩‍💻 and 👨‍👩‍👧 won"),
        ("say می‌خواهم", "می‌خواهم"),
        ("say שלום\nעולם", "שלום\nעולם"),
    ],
)
def test_the_rest_stays_as_it_was_typed(text: str, rest: str) -> None:
    assert parse(text) == Typed("say", rest)


@settings(deadline=None)
@given(st.text())
def test_whatever_is_typed_has_a_word_in_small_letters(text: str) -> None:
    found = parse(text)

    assert found.word
    assert found.word == found.word.lower()
    assert not set(found.word) & set(" \n\t\u200b\u00a0")


# --- lengths of time


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("2m", 120),
        ("2", 120),
        ("2 m", 120),
        ("2 min", 120),
        ("2 minutes please", 120),
        ("2 Minutes, please", 120),
        ("2min.", 120),
        ("90s", 90),
        ("30 sec", 30),
        ("1h", 3600),
        ("1 hour", 3600),
        (" 2\u200bm ", 120),
        ("2\u00a0minutes", 120),
        ("1M", 60),
    ],
)
def test_a_length_of_time_is_read_as_it_was_meant(text: str, seconds: int) -> None:
    assert read_span(text, "/moot add") == timedelta(seconds=seconds)


@pytest.mark.parametrize("text", ["", "-5", "–5", "0", "0m", "two", "2 dogs", "2m3", "12345m", "m", "2.5"])
def test_what_is_no_length_of_time_gets_an_example_of_one(text: str) -> None:
    with pytest.raises(NotATime) as refused:
        read_span(text, "/moot take")

    assert "`/moot take 2m`" in refused.value.sentence


def test_a_typed_command_gives_its_length_of_time() -> None:
    typed_as = parse("“Add  2 minutes please”")

    assert typed_as.word == "add"
    assert read_span(typed_as.rest, "/moot add") == timedelta(minutes=2)


# --- people


def test_people_are_found_in_mentions_with_and_without_their_names() -> None:
    assert users(parse("swap <@U0ADA|ada> with <@W0BEN>").rest) == ("U0ADA", "W0BEN")
    assert users("ada and ben") == ()
    assert users("<#C0ROOM|room> <!here>") == ()


# --- as it was written


@pytest.mark.parametrize(
    ("sent", "written"),
    [
        ("Owners merge.", "Owners merge."),
        ("<@U0ADA|ada> owns it", "@ada owns it"),
        ("<@U0ADA> owns it", "@U0ADA owns it"),
        ("see <#C0ROOM|room>", "see #room"),
        ("see <#C0ROOM|>", "see #C0ROOM"),
        ("<!here> <!channel> <!everyone>", "@here @channel @everyone"),
        ("<!here|here>", "@here"),
        ("<!subteam^S1|@devs>", "@devs"),
        ("<https://example.org>", "https://example.org"),
        ("<http://example.org|example.org> says", "example.org says"),
        ("<mailto:a@example.org|a@example.org>", "a@example.org"),
        ("a &lt; b &amp;&amp; b &gt; c", "a < b && b > c"),
        ("&amp;lt;", "&lt;"),
        ("  spaces  ", "spaces"),
        ("“curly” – kept", "“curly” – kept"),
    ],
)
def test_text_reads_as_the_person_wrote_it(sent: str, written: str) -> None:
    assert as_written(sent) == written


@settings(deadline=None)
@given(st.text())
def test_what_slack_escaped_comes_back_whole(text: str) -> None:
    sent = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")

    assert as_written(sent) == tidied(text).strip()


# --- the nearest command


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("jion", "join"),
        ("satus", "status"),
        ("pasue", "pause"),
        ("resum", "resume"),
        ("misson", "mission"),
        ("policy", "policies"),
        ("strat", "start"),
        ("xyzzy", None),
        ("", None),
        ("🐕", None),
    ],
)
def test_the_nearest_command_is_offered_and_nothing_where_nothing_is_near(
    word: str, meant: str | None
) -> None:
    assert nearest(word, tuple(FOUND)) == meant


def test_every_command_is_nearest_to_itself() -> None:
    for word in FOUND:
        assert nearest(word, tuple(FOUND)) == word
        assert parse(f"/{word.upper()}!").word == word
        assert typed.parse(word).rest == "", word
