"""How cards speak of the parts that a pack can leave out: missions, secrets, priorities, the final vote."""

from bot.domain.council import Council
from bot.domain.roles import Missions
from bot.domain.scenario import Scenario
from bot.domain.seating import Seat
from bot.slack.blocks.message import escaped


def has_mission(scenario: Scenario, seat: Seat) -> bool:
    """Whether the holder of this seat has a mission, of their own or their team's."""
    own = scenario.role(seat.role).sheet.mission
    return not seat.open_hand and bool(own or scenario.team(seat.team).mission)


def has_secret(scenario: Scenario, seat: Seat) -> bool:
    """Whether that mission is secret."""
    return scenario.missions is Missions.SECRET and has_mission(scenario, seat)


def sheet_title(scenario: Scenario) -> str:
    """What the window with one's sheet is called, and the button that opens it."""
    return "My mission" if scenario.has_missions else "My sheet"


def envelope(scenario: Scenario) -> str:
    """What brings somebody their role: a secret comes in an envelope."""
    return "envelope" if scenario.has_secrets else "sheet"


def sealed_envelope(scenario: Scenario) -> str:
    """`sealed envelope` where somebody has a secret, otherwise `role sheet`."""
    return "sealed envelope" if scenario.has_secrets else "role sheet"


def an_envelope(scenario: Scenario) -> str:
    """`an envelope`, or `a sheet`."""
    return "an envelope" if scenario.has_secrets else "a sheet"


def ask_to_deal(scenario: Scenario) -> str:
    """The question before the seats are dealt."""
    return f"Deal the seats? Channels are made, and everybody gets {an_envelope(scenario)}."


def team_mission(scenario: Scenario, your: str = "Your") -> str:
    """The title of a team's mission on the sheets of its members."""
    return f"{your} team's {secret_(scenario)}mission"


def votes_and_proposals(scenario: Scenario) -> str:
    """What stays with a seat when its holder goes."""
    return "votes and proposals" if scenario.ballot.held else "proposals"


def ask_to_move(scenario: Scenario) -> str:
    """The question before somebody moves to another seat."""
    return f"Move them? They get a new role and {envelope(scenario)}; {_stays(scenario)} with their old seat."


def on_moving(scenario: Scenario) -> str:
    """What happens when somebody moves to another seat."""
    return f"They get a new {envelope(scenario)}; {_stays(scenario)} with their old seat."


def _stays(scenario: Scenario) -> str:
    return f"their proposals {'and votes ' if scenario.ballot.held else ''}stay"


def belongings(scenario: Scenario) -> str:
    """All that belongs to a seat."""
    first = "mission" if scenario.has_missions else "sheet"
    return f"{first}, {'votes, ' if scenario.ballot.held else ''}proposals and authority"


def until_closed(council: Council) -> str:
    """`until …`: how long the book can change."""
    return "until the final vote" if council.ballot_rule.held else "until the book is closed"


# --- winning


def missions(scenario: Scenario, seat: Seat | None = None, secret: str = "") -> str:
    """What it takes to win by missions: `both missions`, or the one that there is; empty where there is none.

    Without `seat`, for anybody. `secret` stands before the word, such as `secret `.
    """
    teams = scenario.teams if seat is None else (scenario.team(seat.team),)
    roles = scenario.roles if seat is None else (scenario.role(seat.role),)
    match any(one.mission for one in teams), any(one.sheet.mission for one in roles):
        case True, True:
            return f"both {secret}missions"
        case True, False:
            return f"the team's {secret}mission"
        case False, True:
            return f"the role's {secret}mission"
        case _:  # there is none
            return ""


def secret_(scenario: Scenario) -> str:
    """`secret `, before the word mission, where missions are."""
    return "secret " if scenario.missions is Missions.SECRET else ""


def it_takes(scenario: Scenario, seat: Seat) -> str:
    """What somebody in this seat needs to win."""
    book = "an approved book" if scenario.ballot.held else "the book"
    aims = f"all of the team's priorities in {book}" if scenario.team(seat.team).priorities else ""
    return ", or ".join(way for way in (missions(scenario, seat), aims) if way)


def claimable(scenario: Scenario) -> str:
    """`mission or priority`: what people can claim, one at a time."""
    return " or ".join(
        word
        for word, there in (("mission", scenario.has_missions), ("priority", scenario.has_priorities))
        if there
    )


def played_as(scenario: Scenario) -> str:
    """`Two hours, with the missions “A second summer”`: the format and the missions, where they are not those
    that the pack has by itself; else nothing."""
    form, missions = scenario.format, scenario.mission_set
    with_ = f"with the missions “{escaped(missions.name)}”" if missions else ""
    return ", ".join(filter(None, (escaped(form.name) if form else "", with_)))
