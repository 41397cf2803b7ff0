"""What `moot check` says about boards."""

import socket

import pytest

from bot.cli.checkup.boards import found
from bot.config import Settings

URL = "https://moot.example.org"


@pytest.mark.parametrize(
    ("address", "url", "well", "said"),
    [
        ("", "", True, "boards are off"),
        ("", URL, True, "another bot shows boards"),
        ("127.0.0.1:0", URL, True, f"links begin with {URL}"),
        ("127.0.0.1:0", "", False, "opens only on this machine"),
        ("0.0.0.0:0", "", False, "leads nowhere"),
        ("0.0.0.0:0", URL, True, f"links begin with {URL}"),
        ("192.0.2.1:80", URL, False, "Moot cannot listen at 192.0.2.1:80"),
        ("no-such-host.invalid:80", URL, False, "there is no such host"),
    ],
)
def test_it_says_where_boards_are_and_who_can_get_there(
    address: str, url: str, well: bool, said: str
) -> None:
    told = found(Settings(moot_board_address=address, moot_board_url=url, _env_file=None))

    assert told[0] is well
    assert said in told[1]
    assert bool(told[2]) is (not well or not (address or url))


def test_while_moot_runs_its_own_address_is_no_trouble() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        address = f"127.0.0.1:{listener.getsockname()[1]}"

        well, said, _ = found(Settings(moot_board_address=address, _env_file=None))

    assert well
    assert "listens" in said


@pytest.mark.parametrize("url", ["moot.example.org", "ftp://moot", "https://moot/?a=b", "https://"])
def test_an_address_that_leads_nowhere_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="https://moot"):
        Settings(moot_board_url=url, _env_file=None)
