"""How long the report of a large game takes: `python -m tests.bench.report --councils 100`.

Ten people in each council adopt a charter and six policies, leave four proposals open, vote, claim and judge.
"""

import argparse
import time

from bot.domain.agenda import plan_agenda
from bot.domain.ballot import Choice
from bot.domain.council import commands as cc
from bot.domain.game import commands as gc
from bot.domain.ids import MOOT, Moment, RoleNumber
from bot.reports.story.files import files_of
from bot.services.games import layout_of
from tests.builders import (
    PHASES,
    PRESENTING,
    CouncilLog,
    GameLog,
    a_charter,
    a_council,
    a_dealt_game,
    at,
    by_policies,
    creation,
    player,
    rainbow_road,
)
from tests.unit.reports.story.told import played

TEXT = (
    "The owner of a public model announces each change ten working days ahead, in a channel that all read. "
    * 3
)


def main() -> None:
    """Prints the seconds, and how large the files are."""
    asked = argparse.ArgumentParser(prog="python -m tests.bench.report", description=__doc__)
    asked.add_argument("--councils", type=int, default=100)
    many = asked.parse_args().councils
    game, councils = a_large_game(many)
    facts = played(game, *councils)
    begin, worked = time.perf_counter(), time.process_time()
    made = files_of(facts.game, facts.scenario, facts.councils, facts.log, facts.at)
    took, worked = time.perf_counter() - begin, time.process_time() - worked
    sizes = ", ".join(f"{one.name} {len(one.content) / 1e6:.1f} MB" for one in made.files)
    events = sum(1 for _ in facts.log.in_order())
    print(
        f"The report of {many} councils with {events:,} events: {took:.1f} s, of work {worked:.1f} s; {sizes}"
    )


def a_large_game(many: int) -> tuple[GameLog, list[CouncilLog]]:
    """A game that has ended, with so many councils."""
    pack = rainbow_road()
    game = a_dealt_game(creation(plan_agenda(pack), layout_of(pack)), players=10 * many)
    game.do(gc.StartGame())
    while game.game.phase is not None and (due := game.game.next_due()) is not None:
        game.ring(due)
    return game, [a_played_council(number) for number in range(1, many + 1)]


def a_played_council(number: int) -> CouncilLog:
    """A council after its last bell. Every eighth turns its book down."""
    log = a_council(layout=layout_of(rainbow_road()), number=number)
    log.do(a_charter(), at=at(6))
    for turn in range(10):
        adopted, by, when = turn < 6, 1 + (turn + number) % 10, at(7 + turn)
        question = rainbow_road().strategy[turn % 4].key
        log.do(cc.SubmitProposal(f"Rule {turn} of table {number}", TEXT, question), player(by), when)
        _sides(log, turn + 1, 6 if adopted else 4, when)
    log.reach(*PHASES[PHASES.index(PRESENTING) - 1 : PHASES.index(PRESENTING)])
    log.do(cc.OpenBallot(), MOOT, at(31))
    for role in range(1, 10):
        log.vote(Choice.NO if number % 8 == 0 or role == 1 else Choice.YES, role, at(32))
    log.reach(PRESENTING)
    log.close(log.shown())
    _claims(log)
    return log


def _sides(log: CouncilLog, proposal: int, most: int, when: Moment) -> None:
    number = max(log.council.proposals)
    for role in range(1, 11):
        if log.council.proposals[number].status == "open":
            log.react(number, role <= most, role, when)


def _claims(log: CouncilLog) -> None:
    proof = by_policies(log.council.order[0])
    for role in (3, 5):
        log.do(cc.MakeClaim(team_mission=proof, role_mission=proof), player(role), at(40))
    for judge in (1, 2, 4):
        log.do(cc.JudgeClaim(RoleNumber(5), confirms=False), player(judge), at(41))
    log.do(cc.EndCouncil(), MOOT, at(50))


if __name__ == "__main__":
    main()
