"""What a stand-in does at the end of a game: the final vote, their own claim, the claims of others."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from random import Random

from bot.rehearsal.stand_ins.cards import Json, Values, buttons_of, title_of
from bot.rehearsal.stand_ins.claims import WHOLE, fitting, unproved
from bot.rehearsal.stand_ins.debate import DOWN, UP
from bot.rehearsal.stand_ins.mind import Mind
from bot.rehearsal.stand_ins.opinions import is_policy, words_of
from bot.rehearsal.stand_ins.slips import Slips
from bot.workspace.page.people import People

_VOTES = {"white_check_mark": "Yes", "x": "No", "shrug": "Abstain"}  # each reaction, and its button


@dataclass(slots=True)
class Winning:
    """One person's part in the end of a game."""

    people: People
    user: str
    mind: Mind
    hands: Slips
    random: Random
    pause: Callable[[float], Awaitable[None]]

    def _book(self, channel: str) -> dict[str, str]:
        """What they know of a council's book: what is on each card in it, by its title."""
        cards = (one for one in self.people.history(self.user, channel) if one["bot_id"] is not None)
        book = {WHOLE: WHOLE}
        for card in cards:
            title, words = title_of(card), words_of(card)
            if is_policy(card) or "*Parked.*" in words:
                book[title.partition(": ")[2]] = words
            elif title.startswith("The charter, version"):
                book["The charter"] = words
        return book

    async def claim(self, message: Json, button: Json) -> None:
        """Claims what the book bears out, if it is enough to win."""
        book = self._book(message["channel"])

        def known(title: str) -> str:
            return next((text for name, text in book.items() if title.endswith(name)), "")

        def case(view: Json) -> Values | None:
            return fitting(view, self.mind.script, self.mind.role, known, self.random)

        await self.hands.fill_behind(message, button, case)

    async def judge(self, message: Json) -> None:
        """Confirms what somebody claims, or disputes it and says why."""
        role = self.mind.script.role_called(title_of(message).removeprefix("Claim: "))
        if role == self.mind.role:
            return
        partners = self.mind.script.teams.get(role) == self.mind.script.teams.get(self.mind.role)
        doubt = unproved(self.mind.script, role, words_of(message), self._book(message["channel"]))
        if doubt is None or partners or self.random.random() < 0.35:
            await self.hands.react(message, UP)
            return
        await self.hands.react(message, DOWN)
        said = {one["text"] for one in self.people.thread(self.user, message["channel"], message["ts"])}
        if left := [one for one in doubt.disputed if one not in said]:
            await self.hands.say(message["channel"], left[0], message["ts"])

    async def vote(self, message: Json) -> None:
        """Votes on the book, by how much of it they were against; some change their mind."""
        lost = self.mind.losses()
        choice = self.random.choices([*_VOTES], (max(90 - 15 * lost, 20), 3 + 17 * lost, 4 + 4 * lost))[0]
        buttons = buttons_of(message)
        if _VOTES[choice] in buttons:
            await self.hands.click(message, buttons[_VOTES[choice]])
            if self.random.random() < 0.1:
                await self.pause(10)
                await self.hands.click(message, buttons[_VOTES["white_check_mark"]])
            return
        await self.hands.react(message, choice)
        if self.random.random() < 0.1:
            await self.pause(10)
            await self.people.unreact(self.user, message["channel"], message["ts"], choice)
            await self.people.react(self.user, message["channel"], message["ts"], "white_check_mark")
