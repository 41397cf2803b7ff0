"""A container's health check: asks the bot beside it whether it lives. `python -m bot.web.asking ADDRESS`

It loads nothing of the bot, because it runs again and again. It exits with 0 if the bot lives and with 1 if
not; without an address it also says so, because nobody can then tell that all is well.
"""

import http.client
import sys

WAITS = 4.0  # seconds
NOWHERE = (
    "MOOT_HEALTH_ADDRESS is empty, so nobody can ask Moot how it is. In a container, set it to 0.0.0.0:8080."
)


def lives(address: str) -> bool:
    """Whether it says so."""
    connection = http.client.HTTPConnection(address, timeout=WAITS)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


if __name__ == "__main__":
    address = sys.argv[1]
    sys.exit((0 if lives(address) else 1) if address else NOWHERE)
