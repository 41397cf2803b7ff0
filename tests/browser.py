"""The browser that the page's tests need: where it is, and (`python -m tests.browser`) how it gets there."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PLACES = tuple(f"/usr/bin/{name}" for name in NAMES)
LAUNCH_ARGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
)
INSTALL_SECONDS = 600


def chromium_path() -> str | None:
    """An installed Chromium or Chrome. MOOT_CHROMIUM names it where it is not found by itself."""
    named = os.environ.get("MOOT_CHROMIUM")
    if named:
        return shutil.which(named)
    return next((found for name in (*PLACES, *NAMES) if (found := shutil.which(name))), None)


def why_missing() -> str:
    """One sentence, for a person who reads that the browser tests are skipped."""
    if os.environ.get("MOOT_CHROMIUM"):
        return f"MOOT_CHROMIUM is {os.environ['MOOT_CHROMIUM']!r}, which cannot be run"
    return "no Chromium was found; install the package chromium, or set MOOT_CHROMIUM to a Chrome or Chromium"


def _can_install() -> bool:
    debian = Path("/etc/debian_version").exists() and shutil.which("apt-get") is not None
    return debian and os.geteuid() == 0


def _install() -> str:
    """Installs Debian's chromium; gives what went wrong, or nothing."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (
        ["apt-get", "-qq", "update"],
        ["apt-get", "-qq", "-y", "--no-install-recommends", "install", "chromium"],
    ):
        try:
            done = subprocess.run(
                command, env=environment, capture_output=True, text=True, timeout=INSTALL_SECONDS, check=False
            )
        except (OSError, subprocess.TimeoutExpired) as fault:
            return str(fault)
        if done.returncode:
            lines = (done.stderr or done.stdout).strip().splitlines()
            return f"{' '.join(command)}: {lines[-1] if lines else f'exit {done.returncode}'}"
    return ""


def main() -> int:
    """Makes sure of a browser. Fails only where skipping would hide something: in CI."""
    if chromium_path():
        return 0
    fault = ""
    if _can_install() and not os.environ.get("MOOT_CHROMIUM"):
        print("Installing Debian's chromium for the browser tests (a minute or two, once) …", flush=True)
        fault = _install()
        if chromium_path():
            return 0
    print(
        f"\n*** THE BROWSER TESTS WILL BE SKIPPED ***\n*** {why_missing()}{f' ({fault})' if fault else ''}\n",
        file=sys.stderr,
        flush=True,
    )
    return 1 if os.environ.get("CI") else 0


if __name__ == "__main__":
    raise SystemExit(main())
