"""What `moot check` says about boards: whether they are served, and who can reach them."""

import errno
import os

from bot.config import Settings

EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104 - nothing is opened there
ON_THIS_MACHINE = ("127.0.0.1", "localhost", "::1")


def found(settings: Settings) -> tuple[bool, str, str]:
    """Whether all is well, what was found, and what to do."""
    address, url = settings.moot_board_address, settings.moot_board_url
    host, _, port = address.rpartition(":")
    if not address and url:
        return True, f"another bot shows boards, under {url}; this one only makes links.", ""
    if not address:
        return True, "boards are off.", "To show boards, set MOOT_BOARD_ADDRESS; see deploy/README.md."
    from bot.web.serving import fault_at  # it loads a web server

    fault = fault_at(address)
    if fault == errno.EADDRINUSE:
        return (
            True,
            f"something listens at {address} already.",
            "If that is not Moot, choose another address.",
        )
    if fault:
        why = os.strerror(fault) if fault > 0 else "there is no such host"
        return False, f"Moot cannot listen at {address} ({why}).", "Choose an address of this machine."
    if not url and host.strip("[]") in EVERYWHERE:
        advice = f"Set MOOT_BOARD_URL to what people type, such as http://192.0.2.7:{port}."
        return False, f"links would begin with http://{address}, which leads nowhere.", advice
    if not url and host.strip("[]") in ON_THIS_MACHINE:
        advice = "For others, set MOOT_BOARD_URL, or another MOOT_BOARD_ADDRESS; see deploy/README.md."
        return False, f"links begin with http://{address}, which opens only on this machine.", advice
    return True, f"shown at {address}; links begin with {url or f'http://{address}'}.", ""
