"""Files that commands write for their user alone."""

from pathlib import Path

from bot.reports.files import File


def written(folder: Path, file: File) -> Path:
    """Only its owner can read it, whatever was there before."""
    path = folder / file.name
    path.unlink(missing_ok=True)
    path.touch(mode=0o600)
    path.write_bytes(file.content)
    return path
