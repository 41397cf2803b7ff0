"""Runs a module in this process until standard input ends: `python -m bot.rehearsal.tether bot run`.

Whoever starts it holds the other end of the pipe. When they are gone, even by SIGKILL, the system closes that
end; then this process gets SIGTERM, to stop in good order, and SIGKILL if it has not after `GRACE` seconds.
"""

import os
import runpy
import signal
import sys
import threading
import time

GRACE = 10.0


def main() -> None:
    """Runs the module that the arguments name, as `python -m` would."""
    sys.argv = sys.argv[1:]
    threading.Thread(target=_end_with_standard_input, daemon=True).start()
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)


def _end_with_standard_input() -> None:
    while os.read(sys.stdin.fileno(), 1024):
        pass  # nobody has anything to say there
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(GRACE)
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main()
