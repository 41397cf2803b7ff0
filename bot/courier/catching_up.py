"""After a time in which events may have been lost: the reactions on open ballots and proposals are read."""

from collections.abc import Mapping
from typing import Any, TypeVar

from slack_sdk.errors import SlackApiError

from bot.courier.calls import Call
from bot.courier.rendering.seen import NoLonger
from bot.db.posts import Post
from bot.domain.council import Proposal, ProposalStatus
from bot.domain.council import commands as cc
from bot.domain.ids import CouncilId, GameId, UserId
from bot.domain.reactions import Reaction
from bot.intents.ballot import CatchUpVotes
from bot.intents.proposals import CatchUpSides, proposal_key
from bot.platform.cures import Verdict, advice_on
from bot.platform.refused import RATE_LIMITED, error_of, needless_if
from bot.queries.reader import Reader
from bot.services.councils import CouncilService, ShownSides
from bot.slack.blocks import names

S = TypeVar("S")


class CatchUp:
    """Tells the councils what stands on their cards."""

    def __init__(self, reader: Reader, councils: CouncilService) -> None:
        self._reader = reader
        self._councils = councils

    async def votes(self, game: GameId, intent: CatchUpVotes, call: Call) -> None:
        """An open ballot. A closed one is read to be counted, and Slack lets few be read in a minute."""
        ballot = (await self._reader.council(intent.council)).ballot
        post = await self._reader.post(game, intent.key)
        if post is None or ballot is None or ballot.called_at is not None:
            raise NoLonger

        async def read() -> cc.CatchUpVotes:
            shown = shown_on(await reactions(post, call))
            return cc.CatchUpVotes(shown.standing or {}, shown.partly)

        try:
            await self._councils.catch_up(intent.council, read)
        except SlackApiError as refused:  # reminders wait behind this, and the close reads again
            error = error_of(refused)
            if error in RATE_LIMITED or advice_on(error).verdict is Verdict.AGAIN:
                raise
            raise NoLonger from None

    async def sides(self, game: GameId, intent: CatchUpSides, call: Call) -> None:
        """A council's open proposals, one after the other. A vote goes first: what is adopted is settled."""
        council = await self._reader.council(intent.council)
        for proposal in council.proposals.values():
            if (await self._reader.council(council.id)).frozen:
                raise NoLonger
            key = proposal_key(council, proposal.number, proposal.round)
            post = await self._reader.post(game, key)
            if post is not None and proposal.status is ProposalStatus.OPEN:
                await self._sides(council.id, proposal, post, call)

    async def _sides(self, council: CouncilId, proposal: Proposal, post: Post, call: Call) -> None:
        async def read() -> ShownSides:
            return sides_on(await reactions(post, call))

        with needless_if("message_not_found"):
            await self._councils.catch_up_sides(council, proposal, read)


async def reactions(post: Post, call: Call) -> dict[str, Any]:
    """The message as reactions.get shows it."""
    where = {"channel": post.channel, "timestamp": post.ts}
    message: dict[str, Any] = (await call("reactions.get", post.channel, **where, full=True))["message"]
    return message


def shown_on(message: dict[str, Any]) -> cc.CloseBallot:
    """What reactions.get says of a ballot: who chose what, and what else people put there. Slack may name
    fewer people than it counts."""
    said, partly, others = _standing(message, names.CHOICES)
    return cc.CloseBallot(said, others, partly)


def sides_on(message: dict[str, Any]) -> ShownSides:
    """What reactions.get says of a proposal's card: whose thumbs stand there, and on which side Slack leaves
    somebody out."""
    said, partly, _ = _standing(message, names.SIDES)
    return said, partly


def _standing(
    message: dict[str, Any], meanings: Mapping[str, S]
) -> tuple[dict[UserId, frozenset[Reaction[S]]], frozenset[S], tuple[tuple[UserId, str], ...]]:
    """Who says what with emoji that mean something; of which Slack names fewer people than it counts;
    and who put what else there. Moot's own seeds are left out."""
    partly: set[S] = set()
    said: dict[UserId, frozenset[Reaction[S]]] = {}
    others: list[tuple[UserId, str]] = []
    for reaction in message.get("reactions", []):
        emoji = names.base_emoji(reaction["name"])
        people = [UserId(user) for user in reaction["users"] if user != message.get("user")]
        if emoji not in meanings:
            others += [(user, emoji) for user in people]
            continue
        if reaction.get("count", 0) > len(reaction["users"]):
            partly.add(meanings[emoji])
        for user in people:
            said[user] = said.get(user, frozenset()) | {Reaction(meanings[emoji], reaction["name"])}
    return said, frozenset(partly), tuple(others)
