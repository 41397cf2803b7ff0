"""Which version this is."""

import tomllib
from importlib.metadata import version
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2] / "pyproject.toml"


def version_of_moot(checkout: Path = CHECKOUT) -> str:
    """What a checkout says of itself, or else the installed package."""
    if checkout.is_file():
        return str(tomllib.loads(checkout.read_text("utf-8"))["project"]["version"])
    return version("moot")
