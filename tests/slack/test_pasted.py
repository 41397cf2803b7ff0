"""Pasted lists of people: what somebody copies from Slack, a mail program or a table."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.inviting import MOST_NAMED, Finding, Named
from bot.slack.typed import lists
from bot.slack.typed.lists import TooManyNamed

ADA, BEN = "U012A3CDE", "W012A3CDF"


def named(text: str) -> list[str]:
    """Everybody who was read, as ids and addresses; words in brackets."""
    shown = []
    for one in lists.read(text):
        word = str(one.user or one.given or one.named.value)
        shown.append(f"({word})" if one.named is Named.WORDS else word)
    return shown


@pytest.mark.parametrize(
    ("text", "read"),
    [
        (f"<@{ADA}|ada> <@{BEN}>", [ADA, BEN]),
        (f"<@{ADA}|ada>, and <@{BEN}> please", [ADA, BEN]),
        (f"{ADA}, {BEN}", [ADA, BEN]),
        ("ada@x.org, ben@y.org; cleo@z.org\nd@q.co", ["ada@x.org", "ben@y.org", "cleo@z.org", "d@q.co"]),
        ("<mailto:ada@x.org|ada@x.org> <mailto:ben@x.org|Ben>", ["ada@x.org", "ben@x.org"]),
        ("Cleo &lt;<mailto:c@x.org|c@x.org>&gt;", ["c@x.org"]),
        ("Ada Lovelace <ada@x.org>, Ben <ben@x.org>", ["ada@x.org", "ben@x.org"]),
        ('"Lovelace, Ada" <ada@x.org>, “Byron, Ben” <ben@x.org>', ["ada@x.org", "ben@x.org"]),
        ("Lovelace, Ada <ada@x.org>; Byron, Ben <ben@x.org>;", ["ada@x.org", "ben@x.org"]),
        ('"ada@x.org" <ada@x.org>', ["ada@x.org"]),
        ("Ada\tada@x.org\r\nBen\tben@x.org\r\n", ["ada@x.org", "ben@x.org"]),
        ("• ada@x.org\n• (ben@x.org)\nmailto:cleo@x.org.", ["ada@x.org", "ben@x.org", "cleo@x.org"]),
        ("o'neil@x.org 'ada@x.org'", ["o'neil@x.org", "ada@x.org"]),
        ("Zoë <zoë@ünal.example>", ["zoë@ünal.example"]),
        (f"<@{ADA}> ada@x.org", [ADA, "ada@x.org"]),
        ("Everybody", ["channel"]),
        ("<!channel>", ["channel"]),
        ("everyone, zoe@x.org", ["channel", "zoe@x.org"]),
        ("", []),
        (" ,;\n . ", []),
    ],
)  # fmt: skip
def test_people_are_read_however_they_are_written(text: str, read: list[str]) -> None:
    assert named(text) == read


@pytest.mark.parametrize(
    ("text", "read"),
    [
        (f"<@{ADA}|ada> <@{ADA}> {ADA}", [ADA]),
        ("ada@x.org, Ada@X.org, Ada <ada@x.org>", ["ada@x.org"]),
        ("Zoe, zoe", ["(Zoe)"]),
    ],
)
def test_who_is_named_twice_is_read_once(text: str, read: list[str]) -> None:
    assert named(text) == read


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (f"<@{ADA}> Zoe <@{BEN}>", "Zoe"),
        (f"<@{ADA}>, @zoe", "@zoe"),
        (f"{ADA} WELCOMING", "WELCOMING"),
        ("ada@x.org, ben@localhost", "ben@localhost"),
        ("ada@x.org, <!subteam^S012|@team>", "@team"),
        ("ada@x.org\nCleo & Dan", "Cleo Dan"),
    ],
)
def test_words_that_name_nobody_are_kept_so_that_somebody_is_told(text: str, words: str) -> None:
    kept = [one for one in lists.read(text) if one.named is Named.WORDS]

    assert [(one.given, one.finding) for one in kept] == [(words, Finding.UNREADABLE)]


def test_a_list_that_is_too_long_is_refused_as_a_whole() -> None:
    whole = "\n".join(f"p{number}@x.org" for number in range(MOST_NAMED))

    assert len(lists.read(whole)) == MOST_NAMED
    with pytest.raises(TooManyNamed) as refused:
        lists.read(f"{whole}\none-more@x.org")
    assert "1501" in refused.value.sentence


NAMES = st.sampled_from(["", "Ada ", '"Byron, Ben" ', "Zoë Ünal "])
PARTS = st.sampled_from([", ", "; ", "\n", ",\n", " ;; "])


@given(
    st.lists(st.tuples(NAMES, st.integers(1, 40), st.booleans()), min_size=1, max_size=30),
    st.data(),
)
def test_every_address_is_found_once_whatever_stands_around_it(
    people: list[tuple[str, int, bool]], data: st.DataObject
) -> None:
    text = "".join(
        f"{name}{f'<p{number}@x.org>' if angle or name else f'p{number}@x.org'}{data.draw(PARTS)}"
        for name, number, angle in people
    )

    assert named(text) == list(dict.fromkeys(f"p{number}@x.org" for _, number, _ in people))


@given(st.text(max_size=300))
def test_any_text_at_all_is_read_without_a_fault(text: str) -> None:
    for one in lists.read(text):
        assert len(one.given) <= 254
        assert one.user or one.given or one.named is Named.CHANNEL
