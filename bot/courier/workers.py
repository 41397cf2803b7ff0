"""Who does the work of which workspace."""

from bot.courier.rendering.renderer import Renderer
from bot.courier.settling import AnswerService
from bot.courier.webhook import Receiver
from bot.courier.work import Worker
from bot.domain.errors.installations import NotInstalled
from bot.platform.tokens import UNINSTALLED
from bot.services import Services
from bot.slack.edge.calling import Clients


class Workers:
    """A worker for each workspace, made when there is its first work: it finds nothing of any other."""

    def __init__(
        self, services: Services, clients: Clients, answers: AnswerService, receiver: Receiver | None
    ) -> None:
        self._services, self._clients = services, clients
        self._answers, self._receiver = answers, receiver
        self._made: dict[str, Worker] = {}

    async def of(self, team_id: str) -> Worker:
        """That of a workspace. Raises NotInstalled, after which its games stand still, and StoreAway."""
        if team_id not in self._made:
            services = await self._services.at(team_id)
            renderer = Renderer(services.reader, services.now)
            self._made[team_id] = Worker(renderer, services, self._answers, self._receiver)
        worker = self._made[team_id]
        try:
            await self._clients.of(worker.team)
        except NotInstalled:
            self._services.of(worker.team).reach.refused("", UNINSTALLED)
            raise
        return worker
