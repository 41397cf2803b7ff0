"""The book as the menus of a claim's form offer it: page by page where it is too long for them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from slack_sdk.models.blocks import Block

from bot.domain.council import Council
from bot.domain.evidence import NUMBERED, Evidence
from bot.domain.scenario import Scenario
from bot.slack.blocks import names
from bot.slack.blocks.message import actions, section, shortened, turning
from bot.slack.claims.evidence import exhibit, named


@dataclass(frozen=True, slots=True)
class OfferedBook:
    """What can be chosen on one page. The charter and the book as a whole stand on every page."""

    titles: Mapping[Evidence, str]  # of the whole book, in its order
    page: int
    pages: Sequence[Sequence[Evidence]]

    @classmethod
    def of(cls, scenario: Scenario, council: Council, size: int, width: int, page: int) -> "OfferedBook":
        """With so many pieces on a page, and so many characters of each."""
        book = council.evidence()
        titles = {one: shortened(exhibit(scenario, council, one).title, width) for one in book}
        turned = [one for one in book if one.kind in NUMBERED]
        pages = [turned[begin : begin + size] for begin in range(0, len(turned), size)]
        return cls(titles, max(1, min(page, len(pages))), pages)

    def menu(self, chosen: Sequence[Evidence]) -> dict[str, str]:
        """The options of a menu in which these are chosen, which are there on every page."""
        here = {*chosen, *(self.pages[self.page - 1] if self.pages else ())}
        found = (one for one in self.titles if one in here or one.kind not in NUMBERED)
        return {str(one): self.titles[one] for one in found}

    def turning(self, council: Council) -> Iterator[Block]:
        """What the menus offer now, and how to turn the page; nothing where there is one page."""
        if len(self.pages) < 2:
            return
        here = self.pages[self.page - 1]
        first, last = named(council, here[:1]), named(council, here[-1:])
        yield section(
            f"*The book is long.* The menus offer page {self.page} of {len(self.pages)} now: {first} to "
            f"{last}. Your choices are kept when you turn the page."
        )
        yield actions(*turning(names.TURN_EVIDENCE, council.id, self.page, len(self.pages)))
