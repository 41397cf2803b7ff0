"""The browser that the page's tests need: where it is, and (`python -m tests.browser`) how it gets there."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

SHELL = "chromium-headless-shell"  # has no windows, and takes half the processor's time; a package, too
NAMES = (SHELL, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
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
    return f"no Chromium was found; install the package {SHELL}, or set MOOT_CHROMIUM to a Chrome or Chromium"


def _should_install() -> bool:
    """Whether Debian's shell is missing and can be had. Where there is a browser, nobody is asked for it who
    may not know it: that would take a while each time."""
    debian = Path("/etc/debian_version").exists() and shutil.which("apt-get") is not None
    if os.environ.get("MOOT_CHROMIUM") or shutil.which(SHELL) or not debian or os.geteuid() != 0:
        return False
    known = subprocess.run(["apt-cache", "show", SHELL], capture_output=True, check=False).returncode == 0
    return known or chromium_path() is None


def _install(package: str) -> str:
    """Installs one of Debian's packages; gives what went wrong, or nothing."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (
        ["apt-get", "-qq", "update"],
        ["apt-get", "-qq", "-y", "--no-install-recommends", "install", package],
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
    fault = ""
    if _should_install():
        print(f"Installing Debian's {SHELL} for the browser tests (a minute or two, once) …", flush=True)
        fault = _install(SHELL)
        if chromium_path() is None:  # an older Debian has no such package
            fault = _install("chromium")
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
