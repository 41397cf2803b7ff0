"""`/moot admin`: the admins of a workspace say who may create games, and where."""

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.errors import Refusal
from bot.domain.errors.rights import AdminsOnly, NotAFullMember, RightsChanged
from bot.domain.ids import UserId
from bot.domain.rights import Rights
from bot.slack.acting.asked import ALWAYS, Asked, ForWhom, Word
from bot.slack.acting.pressed import Handler, Pressed
from bot.slack.acting.submitted import Sent, Taken, takes
from bot.slack.blocks import names
from bot.slack.blocks.fields import Misfilled
from bot.slack.rights import asking, cards
from bot.slack.rights.forms import RightsForm

BOTH = frozenset({"creators", "channels"})


async def _open(by: Asked | Pressed) -> None:
    await _must_be_admin(by.client, by.user)
    rights = await by.services.rights.of(by.team_id)
    if rights.fixed == BOTH:
        await by.answer(cards.set_by_the_operator(rights))
        return
    view = RightsForm.view(rights, await _handles(by.client, rights))
    if isinstance(by, Pressed):
        await by.open(view)
    else:
        await by.open(view, names.CHOOSE_RIGHTS)


async def _handles(client: AsyncWebClient, rights: Rights) -> dict[str, str]:
    """Empty if Slack does not show them; the form then shows ids."""
    try:
        return await asking.handles(client) if rights.creators.groups else {}
    except (Refusal, SlackApiError):
        return {}


async def _must_be_admin(client: AsyncWebClient, user: UserId) -> None:
    try:
        if (await asking.creator(client, user)).admin:
            return
    except NotAFullMember:
        pass
    raise AdminsOnly


async def _choose(sent: Sent[RightsForm]) -> None:
    """Applies at once."""
    form, service, team_id = sent.form, sent.services.rights, sent.team[1]
    await _must_be_admin(sent.client, sent.user)
    if (await service.of(team_id)).fingerprint != form.seen:
        raise RightsChanged
    try:
        groups = await asking.groups_in(sent.client, form.groups)
    except Refusal as refused:
        raise Misfilled({RightsForm.groups.block: refused.sentence}) from None
    await service.choose(team_id, form.creators(groups), form.channels, by=sent.user)
    await sent.show(cards.chosen(await service.of(team_id)))


WORDS: tuple[Word, ...] = (
    Word(
        "admin",
        _open,
        "who may create games here, and where (for workspace admins)",
        ALWAYS,
        ForWhom.FACILITATORS,
        only_if=lambda _: False,  # in a game, `/moot help all` has it
        changes=False,
        only_shows=True,
        after="new",
    ),
)
BUTTONS: dict[str, Handler] = {names.CHOOSE_RIGHTS: _open}
FORMS: tuple[Taken, ...] = (takes(RightsForm, _choose),)
