"""The clients of all workspaces that have installed Moot."""

from collections.abc import Callable

from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize

from bot.domain.errors.installations import NotInstalled
from bot.domain.ids import SlackTeam
from bot.services import Services
from bot.services.installations import InstallationService
from bot.slack.edge.calling import MeasuredClient


class InstalledClients:
    """One client for each workspace, kept while its installation keeps the same token. Looking up the token
    rarely needs the database. `make` makes a client from a token."""

    def __init__(self, services: Services, make: Callable[[str], MeasuredClient]) -> None:
        self._services, self._make = services, make
        self._known: dict[str, MeasuredClient] = {}
        self.client, self.authorize = make(""), Whose(services.installations)

    async def of(self, team: SlackTeam) -> MeasuredClient:
        """The client of a workspace. Raises NotInstalled and StoreAway."""
        try:
            found = await self._services.installations.of(team)
        except NotInstalled:
            self._known.pop(team.id, None)
            raise
        token, known = found.token.get_secret_value(), self._known.get(team.id)
        if known is not None and known.token == token:
            return known
        services, made = self._services.of(team), self._make(token)
        made.workspace = "" if found.team else team.id
        made.refused = services.reach.refused
        services.reader.address = "" if made.workspace else found.url
        self._known[team.id] = made
        return made


class Whose(AsyncAuthorize):
    """Tells Bolt whose bot gets a delivery, without asking Slack. Bolt gets no token."""

    def __init__(self, installations: InstallationService) -> None:
        self._installations = installations

    async def __call__(
        self, *, enterprise_id: str | None, team_id: str | None, user_id: str | None, **_: object
    ) -> AuthorizeResult:
        """Nobody's, if there is none; the sender is answered later. Raises StoreAway."""
        theirs = {"team_id": team_id, "user_id": user_id}
        try:
            found = await self._installations.of(SlackTeam(enterprise_id or "", team_id or ""))
        except NotInstalled:
            return AuthorizeResult(enterprise_id=enterprise_id, **theirs)
        ours = {"bot_user_id": found.bot_user, "bot_id": found.bot_id}
        return AuthorizeResult(enterprise_id=found.enterprise or enterprise_id, **theirs, **ours)
