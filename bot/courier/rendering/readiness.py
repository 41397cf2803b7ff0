"""Whether there is anything to show."""

from bot.domain.council import Council


class NotYet(Exception):
    """What is to be shown is not known yet; it is rendered again in a moment."""


class NoLonger(Exception):
    """There is nothing left to show."""


def counted(council: Council) -> Council:
    """The council, when its vote is. Raises NotYet."""
    if council.ballot is not None and council.outcome is None:
        raise NotYet  # the reactions are being read
    return council
