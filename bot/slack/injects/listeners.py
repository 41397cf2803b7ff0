"""Injects: a facilitator picks, writes, plans and cancels them; and people read the whole of one."""

from datetime import timedelta

from bot.domain.errors import Refusal
from bot.domain.errors.clock import NotRunning
from bot.domain.errors.injects import NothingWritten, NotPlanned
from bot.domain.game import Game, Stage
from bot.domain.game import commands as c
from bot.domain.game.telling import When, Written
from bot.domain.ids import CouncilId, GameId, Moment
from bot.domain.scenario import Scenario
from bot.domain.times import moments
from bot.domain.times.lengths import read_span
from bot.domain.times.working_time import DAY
from bot.queries.place import Where
from bot.slack.acting.asked import WHILE_PLAYED, Asked, ForWhom, Word
from bot.slack.acting.pressed import Handler, Pressed
from bot.slack.acting.submitted import Sent, Taken, takes
from bot.slack.blocks import carried, names
from bot.slack.blocks.fields import Misfilled
from bot.slack.clock import controls
from bot.slack.injects import cards, desk
from bot.slack.injects.forms import AFTER, AT, EMERGENCY, NOW, PICK, WRITE, InjectForm
from bot.slack.injects.words import content

LIST = ("list", "plan", "plans", "planned", "all", "left")
AT_THE_BELL = ("", "0", "0m", "0s")
AT_ONCE = ("emergency", "now", "next")


class EmergencyIsForAll(Refusal):
    template = (
        "The emergency begins now, in every council. Choose “Now” and no council, or choose another inject."
    )


class NotWhatYouWrote(Refusal):
    template = "What you chose has its own words. Choose “A new one that I write here”, or clear this field."


class WhichPhase(Refusal):
    template = "Choose the phase in which it comes."


# --- the form


async def _send(sent: Sent[InjectForm]) -> None:
    """Tells or plans what was chosen, and shows the desk."""
    form, services = sent.form, sent.services
    game, scenario = await services.reader.game(form.game)
    kind, _, key = form.what.partition(":")
    if kind == EMERGENCY:
        if form.when != NOW or form.councils:
            raise EmergencyIsForAll
        game = await services.games.handle(game.id, c.InjectEmergency(form.seen), actor=sent.user)
        await sent.show(controls.console(game))
        return
    when, taken = _when(form, game, services.now())
    command = c.TellInject(key, _written(form, kind), frozenset(form.councils), when)
    game = await services.games.handle(game.id, command, actor=sent.user)
    note = desk.outcome(game, cards.title_of(scenario, game, command.written or key), when)
    if taken is not None:
        note += f" {controls.taken(taken, services.now())}"
    await sent.show(desk.desk(scenario, game, note=note))


def _written(form: InjectForm, kind: str) -> Written | None:
    """What somebody wrote, if they chose that. Raises Misfilled."""
    if kind == WRITE and not form.text:
        raise Misfilled({"text": NothingWritten().sentence})
    own = {"title": form.title, "text": form.text, "sender": form.sender, "to": form.to}
    if kind == PICK and (wrong := [field for field, given in own.items() if given]):
        raise Misfilled(dict.fromkeys(wrong, NotWhatYouWrote().sentence))
    return Written(form.text, form.title, form.sender, form.to) if kind == WRITE else None


def _when(form: InjectForm, game: Game, now: Moment) -> tuple[When | None, moments.When | None]:
    """The moment that somebody chose, None being now; and a time of day as it was read. Raises Misfilled."""
    try:
        if form.when == NOW:
            return None, None
        if form.when == AT:
            read = moments.read_moment(form.time, game.timezone, now, "at")
            return When(at=read.moment), read
        span = timedelta()
        if form.time not in AT_THE_BELL:
            span = read_span(form.time, form.when, game.working.day if game.working else DAY)
    except Refusal as refusal:
        raise Misfilled({"time": refusal.sentence}) from None
    if form.phase is None:
        raise Misfilled({"phase": WhichPhase().sentence})
    if form.when == AFTER:
        return When(phase=form.phase, after_start=span), None
    return When(phase=form.phase, before_end=span), None


FORMS: tuple[Taken, ...] = (takes(InjectForm, _send),)


# --- buttons


async def _open_form(by: Asked | Pressed, where: Where, chosen: str = "") -> None:
    where.as_facilitator()
    if where.game.stage is not Stage.RUNNING:
        raise NotRunning
    view = InjectForm.view(where.scenario, where.game, chosen)
    if isinstance(by, Asked):
        await by.open(view, names.PICK_INJECT, where.game.id)
    else:
        await by.open(view)


async def _pick(pressed: Pressed) -> None:
    await _open_form(pressed, await pressed.where())


async def _show(by: Asked | Pressed) -> None:
    where = (await by.where()).as_facilitator()
    await by.answer(desk.desk(where.scenario, where.game))


async def _cancel(pressed: Pressed) -> None:
    key, number = carried.parts(pressed.value, 2)
    game, scenario = await pressed.services.reader.game(GameId(key))
    plan = game.telling.plan(carried.number(number))
    if plan is None:
        raise NotPlanned
    title = content(scenario, game, plan.what).title
    game = await pressed.services.games.handle(game.id, c.CancelInject(plan.number), actor=pressed.user)
    note = f"“{title}” is no longer planned." if title else "It is no longer planned."
    await pressed.answer.turn(desk.desk(scenario, game, note=note))


async def _read(pressed: Pressed) -> None:
    key, told_id = carried.parts(pressed.value, 2)
    council = await pressed.services.reader.council(CouncilId(key))
    game, scenario = await pressed.services.reader.game(council.game)
    told = game.telling.by_id(told_id)
    if told is None or told.is_private:
        raise carried.NotOfThisVersion
    await pressed.open(cards.whole(scenario, game, told))


BUTTONS: dict[str, Handler] = {
    names.INJECTS: _show,
    names.PICK_INJECT: _pick,
    names.CANCEL_INJECT: _cancel,
    names.READ_TOLD: _read,
}


# --- the word


async def _inject(asked: Asked) -> None:
    """Opens the form where the game has injects of its own; else the emergency comes at once, as ever."""
    where, rest = await asked.where(), asked.typed.rest.lower().strip(" .!")
    if rest in LIST:
        await _show(asked)
    elif rest in AT_ONCE or (not rest and not _has_its_own(where.scenario, where.game)):
        game = await asked.services.games.handle(where.game.id, c.InjectEmergency(), actor=asked.user)
        await asked.answer(controls.console(game))
    else:
        await _open_form(asked, where, rest)


def _has_its_own(scenario: Scenario, game: Game) -> bool:
    return bool(scenario.injects or game.telling.plans)


WORDS: tuple[Word, ...] = (
    Word("inject", _inject,
         "send, write or plan an inject; `inject list` shows what is left and planned, and `inject now` "
         "starts the next emergency",
         WHILE_PLAYED, ForWhom.FACILITATORS, after="back"),
)  # fmt: skip
