"""Whose act an event is."""

import ast
from pathlib import Path

from bot.domain.council import events as ce
from bot.domain.council.activity import doer


def test_every_event_of_a_council_is_either_somebodys_act_or_nobodys() -> None:
    """A new event has to be put where it belongs: into `doer`, or here."""
    nobodys = {
        "AskClosed",
        "AskOpened",
        "AskShown",
        "AskTextJudged",
        "BallotCalled",
        "BallotCounted",
        "BallotMoved",
        "BallotOpened",
        "ClaimRuled",
        "ClockRan",
        "ClockStopped",
        "CouncilClosed",
        "CouncilEnded",
        "CouncilSeated",
        "EnvelopeOpened",
        "FacilitatorsChanged",
        "FloorClosed",
        "FloorFreed",
        "FloorGiven",
        "FloorTimeOver",
        "HolderCameBack",
        "HolderMoved",
        "IdleCareStopped",
        "MorningCame",
        "PhaseEntered",
        "ProposalMerged",
        "ProposalWithdrawn",
        "SeatFilled",
        "SeatHandedOver",
        "SeatNudged",
        "SeatVacated",
        "SeatsReminded",
        "TurnCalled",
        "TurnsBounded",
        "TurnsOpened",
        "TurnsOver",
        "TwoChoicesSeen",
        "UncountedNoted",
        "WaitingEnded",
        "WindowJudged",
    }
    source = Path(doer.__code__.co_filename).read_text("utf-8")
    functions = [
        node
        for node in ast.parse(source).body
        if isinstance(node, ast.FunctionDef) and node.name in (doer.__name__, "_writer", "_voice")
    ]
    assert len(functions) == 3
    named = {node.attr for one in functions for node in ast.walk(one) if isinstance(node, ast.Attribute)}

    assert {kind.__name__ for kind in ce.CouncilEvent.__args__} == nobodys | named - {"CouncilEvent"}
