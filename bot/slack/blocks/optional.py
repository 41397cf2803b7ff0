"""How cards speak of the parts that a pack can leave out: missions, secrets, priorities, the final vote."""

from bot.domain.roles import Missions
from bot.domain.scenario import Scenario
from bot.domain.seating import Seat


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


def sheet_word(scenario: Scenario) -> str:
    """The `/moot` word that opens it."""
    return "mission" if scenario.has_missions else "sheet"


def envelope(scenario: Scenario) -> str:
    """What brings somebody their role: a secret comes in an envelope."""
    return "envelope" if scenario.has_secrets else "sheet"


def sealed_envelope(scenario: Scenario) -> str:
    """The same in full."""
    return "sealed envelope" if scenario.has_secrets else "role sheet"


def team_mission(scenario: Scenario) -> str:
    """The title of a team's mission on the sheets of its members."""
    return "Your team's secret mission" if scenario.missions is Missions.SECRET else "Your team's mission"


def votes_and_proposals(scenario: Scenario) -> str:
    """What stays with a seat when its holder goes."""
    return "votes and proposals" if scenario.ballot.held else "proposals"


def belongings(scenario: Scenario) -> str:
    """All that belongs to a seat."""
    first = "mission" if scenario.has_missions else "sheet"
    return f"{first}, {'votes, ' if scenario.ballot.held else ''}proposals and authority"
