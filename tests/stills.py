"""`python -m tests.stills FOLDER`: the README's still pictures, from what `make screens` keeps there."""

import sys
from pathlib import Path

from PIL import Image

PICTURES = Path(__file__).resolve().parents[1] / ".readme"
STILLS = {"board": "board-twelve-1280-light", "console": "10-console-laptop", "preview": "preview-1280"}
WIDTH = 900


def main() -> None:
    """Makes each smaller, and lighter. SystemExit where `make screens` has not been there."""
    folder = Path(sys.argv[1])
    for name, source in STILLS.items():
        if not (folder / f"{source}.png").exists():
            raise SystemExit(f"{folder} has no {source}.png: run `make screens` first.")
        with Image.open(folder / f"{source}.png") as picture:
            small = picture.convert("RGB")
            small.thumbnail((WIDTH, WIDTH))
            small.save(PICTURES / f"{name}.webp", quality=80, method=6)
        print(PICTURES / f"{name}.webp")


if __name__ == "__main__":
    main()
