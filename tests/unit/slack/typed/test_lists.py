"""Names of people on paper, as facilitators type and paste them."""

import pytest

from bot.slack.typed import lists

THREE = ("Ada Lovelace", "Ben", "Cleo")
WRITTEN = {
    "with commas": "Ada Lovelace, Ben, and Cleo",
    "one on a line, with blank lines": "Ada Lovelace\n\n  Ben\r\nCleo\n",
    "as a list with numbers": "1. Ada Lovelace\n2) Ben\n3. Cleo",
    "as a list with bullets": "• Ada Lovelace\n- Ben\n* Cleo",
    "from a table with numbers and addresses": (
        "1\tAda Lovelace\tada@example.org\n2\tBen\tben@example.org\n3\tCleo\t"
    ),
    "from a table with two columns of names": "Ada\tLovelace\nBen\t\n\tCleo",
    "from a row of a table": "Ada Lovelace\tBen\tCleo",
    "in quotation marks": "“Ada Lovelace”, “Ben”; 'Cleo'".replace("'", '"'),
}


@pytest.mark.parametrize("written", WRITTEN.values(), ids=WRITTEN)
def test_names_are_read_however_they_are_pasted(written: str) -> None:
    assert lists.people(written) == THREE


def test_a_name_that_stands_twice_is_kept_twice_so_that_somebody_can_be_told() -> None:
    assert lists.people("Ada, Ben\nAda") == ("Ada", "Ben", "Ada")
