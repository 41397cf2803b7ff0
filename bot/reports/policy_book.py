"""A council's policy book as data. Holds nothing secret."""

from typing import Any

from bot.domain.asks.asked import Asked
from bot.domain.asks.counting import Counted
from bot.domain.council import Council, ParkedItem, Policy, Proposal
from bot.domain.game import Game
from bot.domain.photo import Photo
from bot.domain.rules import Voices
from bot.domain.scenario import Scenario
from bot.reports import answers_in_words


def as_json(game: Game, scenario: Scenario, council: Council) -> dict[str, Any]:
    """The book, the charter and the vote, with names in the pack's words. Moments are ISO 8601 in UTC.

    Policies come in the book's order; each keeps the number under which it was adopted.
    """
    return {
        "game": game.name,
        "scenario": scenario.key,
        "council": council.name,
        "charter": _charter(scenario, council),
        "policies": [_policy(scenario, council, policy, proposal) for policy, proposal in council.book()],
        "responses": [
            {
                "phase": one.phase,
                "text": one.text,
                "charter_version": one.charter,
                "aloud": _aloud(one.aloud),
            }
            for one in council.responses
        ],
        "parked": [_parked(scenario, council, item) for item in council.parked()],
        "questions": [_question(scenario, council, one) for one in council.asks.values() if one.shown],
        "vote": _vote(council),
        "won": council.won,
    }


def _charter(scenario: Scenario, council: Council) -> dict[str, Any] | None:
    now = council.charter
    if now is None:
        return None
    name = next(rule.name for rule in scenario.charter.rules if rule.kind is now.rule)
    return {
        "version": now.version,
        "rule": now.rule.value,
        "name": name,
        "quorum": now.quorum,
        "proposers": now.conditions.proposers.value,
        "waiting_seconds": now.conditions.waiting.total_seconds(),
        "seconds": now.conditions.seconders,
        "enactment": now.enactment,
        "enforcement": now.enforcement,
    }


def _policy(scenario: Scenario, council: Council, policy: Policy, proposal: Proposal) -> dict[str, Any]:
    question = next((one.text for one in scenario.strategy if one.key == proposal.question), "")
    steward = scenario.role(policy.by_steward).name if policy.by_steward else ""
    return {
        "number": policy.number,
        "proposal": policy.proposal,
        "title": proposal.title,
        "text": proposal.text,
        "question": question,
        "owner": scenario.team(proposal.owner_team).name if proposal.owner_team else "",
        "enforcement": proposal.enforcement,
        "review": proposal.review,
        "proposed_by": scenario.role(proposal.by).name,
        "versions": proposal.version,
        "merged_from": list(proposal.sources),
        "photos": [_photo(scenario, council, one) for one in proposal.photos],
        "charter_version": policy.charter,
        "support": policy.tally.support,
        "oppose": policy.tally.oppose,
        "seats": policy.tally.seats,
        "teams_for": policy.tally.teams_for,
        "teams": policy.tally.teams,
        "recorded_by": steward,
        "aloud": _aloud(policy.aloud),
        "adopted_at": policy.at.isoformat(),
    }


def _question(scenario: Scenario, council: Council, one: Asked) -> dict[str, Any]:
    """What was answered to a question, counted. Who answered what stands there only if that was announced."""
    count = one.count()
    return {
        "key": one.question.id,
        "title": one.question.title,
        "text": one.question.text,
        "kind": one.question.kind.value,
        "answers": count.answers,
        "asked": len(one.voices),
        "limit": one.question.limit,
        "results": [_counted(row) for row in count.rows],
        "texts": list(answers_in_words.texts(one)),
        "signed": [
            {"who": who, "answer": said} for who, said in answers_in_words.signed(scenario, council, one)
        ],
    }


def _counted(row: Counted) -> dict[str, Any]:
    mean = None if row.mean is None else float(row.mean)
    return {"option": row.option.text, "score": row.score, "mean": mean, "low": row.low, "high": row.high}


def _photo(scenario: Scenario, council: Council, photo: Photo) -> dict[str, Any]:
    """A photo of the paper from which a policy was taken."""
    if photo.seat is not None:
        by = scenario.role(photo.seat).name
    else:
        by = "a facilitator" if photo.by in council.facilitators else "somebody without a seat"
    return {"links": list(photo.links), "by": by, "shows": photo.shows}


def _parked(scenario: Scenario, council: Council, item: ParkedItem) -> dict[str, Any]:
    if item.owner_seat is not None:
        owner = scenario.role(item.owner_seat).name
    else:
        owner = scenario.team(item.owner_team).name if item.owner_team else ""
    text = f"{item.text}: {council.proposals[item.proposal].text}" if item.proposal else item.text
    return {"number": item.number, "text": text, "owner": owner, "until": item.until}


def _vote(council: Council) -> dict[str, Any] | None:
    if council.outcome is None or council.ballot is None:
        return None
    o = council.outcome
    return {
        "book_hash": council.ballot.book_hash,
        "yes": o.yes,
        "no": o.no,
        "abstain": o.abstain,
        "seats": o.seats,
        "passed": o.passed,
        "reason": o.reason,
        "verified": o.certain,
        "guesses": len(o.guesses),
        "hangs_on_guesses": o.hangs,
        "by_proxy": o.by_proxy,
    }


def _aloud(voices: Voices | None) -> dict[str, Any] | None:
    """What had been said in the room."""
    if voices is None:
        return None
    return {"for": voices.for_it, "against": voices.against, "of": voices.of, "who": voices.who.value}
