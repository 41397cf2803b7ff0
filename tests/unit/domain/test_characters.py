"""What people write, without the characters that nobody sees."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.characters import bare, says_something, tidied

KEPT = [
    "Ada Lovelace",
    "Zoë, José, Nguyễn Văn",
    "שלום עולם",
    "מַזָּל טוֹב",
    "مرحبا بالعالم",
    "می\u200cخواهم",  # Persian: the joiner parts what would join
    "क्\u200dष",  # Hindi: half a letter
    "ශ්\u200dරී",  # Sinhala
    "👩\u200d👩\u200d👧 and 👍🏽",
    "❤\ufe0f 1\ufe0f\u20e3 ☎\ufe0f",
    "❤\ufe0f\u200d🔥",
    "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
    "🇫🇷 東京 한국어 ไทย",
    "one\ntwo\tthree",
]


@pytest.mark.parametrize("text", KEPT)
def test_what_people_write_in_their_scripts_stays(text: str) -> None:
    assert tidied(text) == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("A\u200bda", "Ada"),
        ("\ufeffAda\u2060", "Ada"),
        ("A\u00adda", "Ada"),
        ("Ada\u00a0Lovelace", "Ada Lovelace"),
        ("Ada\u202fLovelace\u3000", "Ada Lovelace "),
        ("\u202eadA\u202c", "adA"),
        ("\u2067Ada\u2069", "Ada"),
        ("\u061cAda\u200f", "Ada"),
        ("Ada\U000e0041\U000e0042", "Ada"),
        ("A\u200cd\u200da", "Ada"),
        ("Ada\ufe0f", "Ada"),
        ("A\u034fda\u3164", "Ada"),
        ("Ada\x00\x07", "Ada"),
        ("\u0301Ada", "Ada"),
        ("Zoe\u0308", "Zoë"),
        ("one\r\ntwo\u2028three", "one\ntwo\nthree"),
        ("Z\u0300\u0301\u0302\u0303\u0304\u0305\u0306\u0307", "Z\u0300\u0301\u0302\u0303"),
    ],
)
def test_what_nobody_sees_is_taken_out(text: str, plain: str) -> None:
    assert tidied(text) == plain


def test_two_names_that_look_alike_are_one() -> None:
    assert bare("می\u200cخواهم") == bare("میخواهم")


@given(st.text())
def test_what_is_tidied_stays_so_and_turns_no_direction(text: str) -> None:
    once = tidied(text)

    assert tidied(once) == once
    assert not set(once) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200b\ufeff")


@pytest.mark.parametrize(
    ("text", "says"), [("1", True), ("🎉", True), ("…", False), ("- ", False), ("\u3164", False)]
)
def test_a_text_says_something_where_it_holds_more_than_marks(text: str, says: bool) -> None:
    assert says_something(text) is says
