"""What runs containers here, and the image that everything is built on."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

BASE = "python:3.11-slim"
CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")
# For places that let nobody raise limits, or have no network for containers.
NARROW = """[containers]
default_ulimits = ["nofile=4096:4096", "nproc=8192:8192"]
[engine]
runtime = "runc"
events_logger = "file"
"""
# The pages say `docker`. Containers share this machine's network, since the local workspace is at 127.0.0.1.
SHIM = """#!/bin/sh
case "$1" in
    run | build) what=$1; shift; exec {engine} "$what" --network host "$@" ;;
    *) exec {engine} "$@" ;;
esac
"""
# What images of Debian have, too: nothing that apt downloads stays.
KEEPS_NOTHING = """DPkg::Post-Invoke { "rm -f /var/cache/apt/archives/*.deb /var/cache/apt/*.bin || true"; };
APT::Update::Post-Invoke { "rm -f /var/cache/apt/archives/*.deb /var/cache/apt/*.bin || true"; };
Dir::Cache::pkgcache "";
Dir::Cache::srcpkgcache "";
"""


class CannotBeTried(Exception):
    """Why nothing can be said here."""


def say(words: str) -> None:
    """A line for whoever watches."""
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


@dataclass(frozen=True, slots=True)
class Engine:
    """Podman or Docker, and the environment in which its commands are run."""

    name: str
    environment: dict[str, str]

    def __call__(self, *words: str, check: bool = True) -> str:
        """Calls it, and returns what it prints. Raises CalledProcessError."""
        return self._run([self.name, *words], check=check).stdout.strip()

    def has(self, *words: str) -> bool:
        """Whether that can be done."""
        return self._run([self.name, *words], check=False).returncode == 0

    def _run(self, words: list[str], *, check: bool) -> subprocess.CompletedProcess[str]:
        return subprocess.run(words, env=self.environment, check=check, capture_output=True, text=True)


@contextmanager
def an_engine(folder: Path) -> Iterator[Engine]:
    """What there is, with the base image; `folder` is for what it needs. Raises CannotBeTried."""
    for name in ("podman", "docker"):
        if shutil.which(name) and Engine(name, dict(os.environ)).has("info"):
            break
    else:
        raise CannotBeTried("Neither podman nor docker answers here (on Debian: apt-get install podman).")
    shim = folder / "bin" / "docker"
    shim.parent.mkdir()
    shim.write_text(SHIM.format(engine=shutil.which(name)))
    shim.chmod(0o755)
    engine = Engine(name, {**os.environ, "PATH": f"{shim.parent}:{os.environ['PATH']}"})
    if not engine.has("image", "inspect", BASE) and not engine.has("pull", BASE):
        _stand_in(engine, folder / "base")
    yield _that_runs(engine, folder / "containers.conf")


def _that_runs(engine: Engine, narrow: Path) -> Engine:
    probe = ("run", "--rm", "--network", "host", BASE, "true")
    if engine.has(*probe):
        return engine
    narrow.write_text(NARROW)
    narrower = Engine(engine.name, {**engine.environment, "CONTAINERS_CONF": str(narrow)})
    if not narrower.has(*probe):
        raise CannotBeTried(
            f"{engine.name} is there, but cannot run a container: try `{engine.name} run {BASE}`."
        )
    return narrower


def _stand_in(engine: Engine, folder: Path) -> None:
    """Debian with its own Python in the place of the base image. Raises CannotBeTried."""
    if not shutil.which("debootstrap") or os.geteuid() != 0:
        raise CannotBeTried(f"{BASE} cannot be pulled, and only root can make a stand-in, with debootstrap.")
    say(f"!!! {BASE} cannot be pulled. Debian's own Python stands in for it; its size and version differ.")
    include = "--include=python3,python3-venv,ca-certificates"
    command = ["debootstrap", "--variant=minbase", include, "bookworm", str(folder)]
    made = subprocess.run(command, check=False, capture_output=True, text=True)
    if made.returncode != 0:
        raise CannotBeTried(f"{BASE} cannot be pulled, and debootstrap fails:\n{made.stdout[-500:]}")
    for left in ("var/cache/apt", "var/lib/apt/lists", "usr/share/doc", "usr/share/man", "usr/share/locale"):
        shutil.rmtree(folder / left)
        (folder / left).mkdir()
    (folder / "usr/bin/python").symlink_to("python3")
    (folder / "etc/apt/apt.conf.d/docker-clean").write_text(KEEPS_NOTHING)
    if CERTIFICATES.is_file():  # this machine may have its own, for a mirror
        shutil.copy(CERTIFICATES, folder / CERTIFICATES.relative_to("/"))
        (folder / "etc/pip.conf").write_text(f"[global]\ncert = {CERTIFICATES}\n")
    with subprocess.Popen(["tar", "-C", str(folder), "-c", "."], stdout=subprocess.PIPE) as packed:
        importing = [engine.name, "import", "-", BASE]
        subprocess.run(
            importing, stdin=packed.stdout, env=engine.environment, check=True, capture_output=True
        )
    shutil.rmtree(folder)
