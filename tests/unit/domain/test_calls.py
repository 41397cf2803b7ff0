"""Where people talk: which addresses are taken, and whose counts where."""

import pytest

from bot.domain.calls import Calls, read_link, unfit
from bot.domain.errors.calls import NotACallLink


@pytest.mark.parametrize(
    "link",
    [
        "https://meet.example.org/our-table",
        "https://zoom.example.org/j/123?pwd=aBc&lang=en#room",
        "https://meet.example.org:8443/council-{council}",
        "https://treffen.example.org/Küche",
    ],
)
def test_an_address_that_begins_with_https_is_taken(link: str) -> None:
    assert unfit(link) == ""
    assert read_link(f" {link} ") == link


@pytest.mark.parametrize(
    ("link", "why"),
    [
        ("http://meet.example.org/a", "https://"),
        ("javascript:alert(1)//https://", "https://"),
        ("https://ada:secret@meet.example.org/", "before the @"),
        ("https://ada@meet.example.org/", "before the @"),
        ("https:///nowhere", "server"),
        ("https://{council}.example.org/", "server"),
        ("https://[::1/", "cannot be read"),
        ("https://meet.example.org:port/", "cannot be read"),
        ("https://meet.example.org/a b", "characters"),
        ("https://meet.example.org/a|b", "characters"),
        ("https://meet.example.org/<!channel>", "characters"),
        ("https://meet.example.org/a\nb", "characters"),
        (f"https://meet.example.org/{'x' * 500}", "more than 500"),
    ],
)
def test_every_other_address_is_refused_with_the_reason(link: str, why: str) -> None:
    assert why in unfit(link)
    with pytest.raises(NotACallLink, match="https") as refused:
        read_link(link)
    assert "secret" not in refused.value.sentence


def test_what_people_leave_out_before_an_address_is_filled_in() -> None:
    assert read_link("meet.example.org/a") == "https://meet.example.org/a"
    with pytest.raises(NotACallLink, match="not an address"):
        read_link("tomorrow")


def test_a_councils_own_call_counts_before_that_for_all() -> None:
    calls = Calls("https://meet.example.org/all").changed("https://meet.example.org/two", 2)

    assert calls.of(1) == calls.plenary == "https://meet.example.org/all"
    assert calls.of(2) == "https://meet.example.org/two"
    assert calls.changed("", 2).of(2) == "https://meet.example.org/all"


def test_an_address_with_a_place_for_the_number_is_another_one_in_each_council() -> None:
    calls = Calls("https://meet.example.org/council-{council}")

    assert [calls.of(1), calls.of(12)] == [f"https://meet.example.org/council-{one}" for one in (1, 12)]
    assert calls.plenary == ""
