"""Use cases. One call is one transaction; nobody else commits."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.clock import Clock
from bot.domain.ids import GameId, SlackTeam
from bot.queries.reader import Reader
from bot.services.accounts import AccountService
from bot.services.aside import AsideService
from bot.services.boards import BoardService
from bot.services.channels import ChannelService
from bot.services.councils import CouncilService
from bot.services.forgetting import ForgettingService
from bot.services.games import GameService
from bot.services.inbox import InboxService
from bot.services.installations import InstallationService
from bot.services.invitations import InvitationService
from bot.services.membership import MembershipService
from bot.services.pictures import PictureService
from bot.services.presence import PresenceService
from bot.services.questions import QuestionService
from bot.services.reach import ReachService
from bot.services.rights import RightsService
from bot.services.sending import RequestService
from bot.services.visits import VisitService


@dataclass(frozen=True, slots=True)
class Services:
    """What the listeners and the courier may call. `of` gives the same for one workspace: there, nothing of
    another one is found, whatever ids are asked for. `at` gives it by the workspace's id alone."""

    games: GameService
    councils: CouncilService
    channels: ChannelService
    requests: RequestService
    pictures: PictureService
    boards: BoardService
    presence: PresenceService
    aside: AsideService
    invitations: InvitationService
    membership: MembershipService
    reader: Reader
    visits: VisitService
    inbox: InboxService
    accounts: AccountService
    questions: QuestionService
    reach: ReachService
    forgetting: ForgettingService
    installations: InstallationService
    rights: RightsService
    new_game_id: Callable[[], GameId]
    new_seed: Callable[[], int]
    now: Clock
    team: SlackTeam | None
    of: Callable[[SlackTeam], "Services"]
    at: Callable[[str], Awaitable["Services"]]
