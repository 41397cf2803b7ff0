"""After a time in which events may have been lost: the reactions on open ballots and proposals are read."""

from typing import Any

from slack_sdk.errors import SlackApiError

from bot.courier.calls import Call
from bot.courier.rendering.seen import NoLonger
from bot.db.posts import Post
from bot.domain.ballot import Choice
from bot.domain.council import Proposal, ProposalStatus
from bot.domain.council import commands as cc
from bot.domain.ids import CouncilId, GameId, UserId
from bot.domain.reactions import Reaction
from bot.intents.ballot import CatchUpVotes
from bot.intents.proposals import CatchUpSides, proposal_key
from bot.platform.refused import error_of
from bot.queries.reader import Reader
from bot.services.councils import CouncilService, ShownSides
from bot.slack.blocks import names


class CatchUp:
    """Tells the councils what stands on their cards."""

    def __init__(self, reader: Reader, councils: CouncilService) -> None:
        self._reader = reader
        self._councils = councils

    async def votes(self, game: GameId, intent: CatchUpVotes, call: Call) -> None:
        """An open ballot."""
        post = await self._reader.post(game, intent.key)
        if post is None:
            raise NoLonger  # nobody can have voted yet

        async def read() -> cc.CatchUpVotes:
            shown = shown_on(await reactions(post, call))
            return cc.CatchUpVotes(shown.standing or {}, shown.partly)

        await self._councils.catch_up(intent.council, read)

    async def sides(self, game: GameId, intent: CatchUpSides, call: Call) -> None:
        """A council's open proposals, one after the other. A vote goes first: what is adopted is settled."""
        council = await self._reader.council(intent.council)
        for proposal in council.proposals.values():
            if (await self._reader.council(council.id)).ballot is not None:
                raise NoLonger
            key = proposal_key(council, proposal.number, proposal.round)
            post = await self._reader.post(game, key)
            if post is not None and proposal.status is ProposalStatus.OPEN:
                await self._sides(council.id, proposal, post, call)

    async def _sides(self, council: CouncilId, proposal: Proposal, post: Post, call: Call) -> None:
        async def read() -> ShownSides:
            return sides_on(await reactions(post, call))

        try:
            await self._councils.catch_up_sides(council, proposal, read)
        except SlackApiError as refused:
            if error_of(refused) != "message_not_found":
                raise


async def reactions(post: Post, call: Call) -> dict[str, Any]:
    """The message as reactions.get shows it."""
    where = {"channel": post.channel, "timestamp": post.ts}
    message: dict[str, Any] = (await call("reactions.get", post.channel, **where, full=True))["message"]
    return message


def shown_on(message: dict[str, Any]) -> cc.CloseBallot:
    """What reactions.get says of a ballot: who chose what, and what else people put there. Slack may name
    fewer people than it counts."""
    partly: set[Choice] = set()
    standing: dict[UserId, set[Reaction[Choice]]] = {}
    others: list[tuple[UserId, str]] = []
    for reaction in message.get("reactions", []):
        emoji = names.base_emoji(reaction["name"])
        people = [UserId(user) for user in reaction["users"] if user != message.get("user")]
        if emoji not in names.CHOICES:
            others += [(user, emoji) for user in people]
            continue
        if reaction.get("count", 0) > len(reaction["users"]):
            partly.add(names.CHOICES[emoji])
        for user in people:
            standing.setdefault(user, set()).add(Reaction(names.CHOICES[emoji], reaction["name"]))
    said = {user: frozenset(shown) for user, shown in standing.items()}
    return cc.CloseBallot(said, tuple(others), frozenset(partly))


def sides_on(message: dict[str, Any]) -> ShownSides:
    """What reactions.get says of a proposal's card: whose thumbs stand there, and on which side Slack leaves
    somebody out."""
    partly: set[bool] = set()
    standing: dict[UserId, set[Reaction[bool]]] = {}
    for reaction in message.get("reactions", []):
        side = names.SIDES.get(names.base_emoji(reaction["name"]))
        if side is None:
            continue
        if reaction.get("count", 0) > len(reaction["users"]):
            partly.add(side)
        for user in reaction["users"]:
            standing.setdefault(UserId(user), set()).add(Reaction(side, reaction["name"]))
    return {user: frozenset(shown) for user, shown in standing.items()}, frozenset(partly)
