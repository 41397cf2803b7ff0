"""A container's health check: asks the bot beside it whether it lives. `python -m bot.web.asking ADDRESS`

It loads nothing of the bot, since it is run again and again. Ends with 0 where the bot lives, or where no
address was set; else with 1.
"""

import http.client
import sys

WAITS = 4.0  # seconds


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
    sys.exit(0 if not sys.argv[1] or lives(sys.argv[1]) else 1)
