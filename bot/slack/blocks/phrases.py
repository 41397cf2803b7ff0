"""Small pieces of text that many cards share."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from zoneinfo import ZoneInfo

from bot.domain.council import Council, Policy
from bot.domain.council.acting import has_stewards
from bot.domain.former import former_name, is_former
from bot.domain.game import Game
from bot.domain.ids import Moment, RoleNumber, UserId
from bot.domain.paper import is_paper, paper_name
from bot.domain.scenario import Scenario
from bot.domain.seating import Seat
from bot.domain.times import writing
from bot.domain.times.zones import zone_name
from bot.slack.blocks.message import escaped, shortened

LABEL = 75  # characters of a button


def mention(user: UserId | None) -> str:
    """A mention, which pings only if the card is new. People on paper and pseudonyms are named, not
    pinged."""
    if user is not None and is_paper(user):
        return f"{escaped(paper_name(user))} (on paper)"
    if user is not None and is_former(user):
        return former_name(user)
    return f"<@{user}>" if user else "nobody yet"


def mentions(users: Iterable[UserId | None]) -> str:
    """Several mentions in a row."""
    return ", ".join(mention(user) for user in users)


def mentions_of(users: Sequence[UserId], most: int) -> str:
    """Mentions of at most so many people, and how many more there are."""
    more = f" and {len(users) - most} more" if len(users) > most else ""
    return mentions(users[:most]) + more


def listed(words: Iterable[object]) -> str:
    """`1`, `1 and 2`, `1, 2 and 3`."""
    *first, last = map(str, words)
    return f"{', '.join(first)} and {last}" if first else last


def count_of(number: int, one: str, many: str = "") -> str:
    """`1 council`, `2 councils`."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def clock_time(game: Game, at: Moment) -> str:
    """The time in each reader's own zone, over days with its day, and as words where it cannot be shown."""
    form = "{time}" if game.speed == 1 else "{time_secs}"
    if game.working is not None:
        form = "{date_long_pretty}, {time}"
    return f"<!date^{int(at.timestamp())}^{form}|{zone_time(game, at)}>"


def your_time(game: Game, at: Moment) -> str:
    """A time in the reader's own zone, named as theirs: `Monday, 7 December, 8:00 PM your time`."""
    return clock_time(game, at).replace("|", " your time|", 1)


def to_the_second(at: Moment, *, day: bool = False) -> str:
    """The time with its seconds, in each reader's own zone; where it cannot be shown, in UTC."""
    form, shown = ("{date_long_pretty}, {time_secs}", "%a %d %b, ") if day else ("{time_secs}", "")
    return f"<!date^{int(at.timestamp())}^{form}|{at.strftime(shown + '%H:%M:%S')} UTC>"


def day_and_time(game: Game, at: Moment) -> str:
    """Day and time in each reader's own zone, with the game's zone where it cannot be shown."""
    if game.working is not None:
        return clock_time(game, at)
    local = at.astimezone(ZoneInfo(game.timezone))
    fallback = f"{local:%Y-%m-%d %H:%M} {zone_name(game.timezone)}"
    return f"<!date^{int(at.timestamp())}^{{date_short_pretty}} {{time}}|{fallback}>"


def zone_time(game: Game, at: Moment) -> str:
    """The time in the game's zone, as words without markup, for topics and fallbacks."""
    local = at.astimezone(ZoneInfo(game.timezone))
    if game.working is not None:
        return f"{writing.day_and_time(local)} {zone_name(game.timezone)}"
    form = "%H:%M" if game.speed == 1 else "%H:%M:%S"
    return f"{local.strftime(form)} {zone_name(game.timezone)}"


def span(game: Game, span: timedelta) -> str:
    """A length of the game's time: `10 minutes`, over days `2 working days 3 hours` or `4 working hours`."""
    return writing.length(span) if game.working is None else writing.working_span(game.working, span)


def numbered(policy: Policy) -> str:
    """`Policy 2 (proposal 5)`: the number in the book, and the one under which people talked about it."""
    return f"Policy {policy.number} (proposal {policy.proposal})"


def for_stewards(council: Council, label: str, besides: str = "") -> str:
    """`Write the charter (The Presidency)`: a button in a channel says who may press it, where not everybody
    there may."""
    who = f"{council.stewards} or {besides}" if besides else council.stewards
    return shortened(f"{label} ({who})", LABEL) if has_stewards(council) else label


def role_and_team(scenario: Scenario, seat: Seat) -> str:
    """`Harbour Master (The Port)`, escaped for mrkdwn."""
    return f"{role_name(scenario, seat)} ({team_name(scenario, seat.team)})"


def the_role(scenario: Scenario, number: RoleNumber, article: str = "the") -> str:
    """`the Mayor`, but `Citizen 3` where several seats share a sheet; escaped for mrkdwn."""
    role = scenario.role(number)
    return escaped(role.name) if role.seats > 1 else f"{article} {escaped(role.name)}"


def the_role_and_team(scenario: Scenario, seat: Seat, article: str = "the") -> str:
    """`the Mayor (Town Hall)`."""
    return f"{the_role(scenario, seat.role, article)} ({team_name(scenario, seat.team)})"


def role_name(scenario: Scenario, seat: Seat) -> str:
    """The role's name, escaped for mrkdwn."""
    return escaped(scenario.role(seat.role).name)


def team_name(scenario: Scenario, team: str) -> str:
    """The team's name, escaped for mrkdwn."""
    return escaped(scenario.team(team).name)


def coverage(scenario: Scenario, council: Council) -> str:
    """`Questions answered: 3 of 4. Still open: …`; empty where the pack has no strategy questions."""
    if not scenario.strategy:
        return ""
    covered = council.covered()
    missing = [escaped(question.short) for question in scenario.strategy if question.key not in covered]
    done = len(scenario.strategy) - len(missing)
    line = f"Questions answered: {done} of {len(scenario.strategy)}."
    return f"{line} Still open: {', '.join(missing)}." if missing else line
