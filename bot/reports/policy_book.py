"""A council's policy book as data. Holds nothing secret."""

from bot.domain.amounts import Amount, digits
from bot.domain.asks.asked import Asked
from bot.domain.asks.counting import Counted, count
from bot.domain.asks.surveys import Survey
from bot.domain.council import Council, ParkedItem, Policy, Proposal
from bot.domain.game import Game, surveys
from bot.domain.photo import Photo
from bot.domain.rules import Voices
from bot.domain.scenario import Scenario
from bot.reports import answers_in_words
from bot.reports import book_shape as b


def as_json(game: Game, scenario: Scenario, council: Council) -> b.BookJson:
    """The book, the charter and the vote, with names in the pack's words. Moments are ISO 8601 in UTC. A game
    without a final vote has no vote, and nobody wins by it.

    Policies come in the book's order; each keeps the number under which it was adopted.
    """
    return {
        "game": game.name,
        "scenario": scenario.key,
        "council": council.name,
        "charter": _charter(scenario, council),
        "electorate": _electorate(scenario, council),
        "policies": [_policy(scenario, council, policy, proposal) for policy, proposal in council.book()],
        "former": [_former(scenario, council, policy) for policy in council.former()],
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
        "surveys": [_survey(game, one) for one in game.surveys if surveys.is_shown(game, one)],
        "vote": _vote(council),
        "won": council.won if council.ballot_rule.held else None,
    }


def _charter(scenario: Scenario, council: Council) -> b.CharterJson | None:
    now = council.charter
    if now is None:
        return None
    name = scenario.charter.rule(now.rule, now.threshold).name
    return {
        "version": now.version,
        "rule": now.rule.value,
        "share": str(now.threshold) if now.threshold else None,
        "share_of": now.threshold.of.value if now.threshold else None,
        "name": name,
        "quorum": now.quorum,
        "proposers": now.conditions.proposers.value,
        "waiting_seconds": now.conditions.waiting.total_seconds(),
        "seconds": now.conditions.seconders,
        "enactment": now.enactment,
        "enforcement": now.enforcement,
    }


def _electorate(scenario: Scenario, council: Council) -> b.ElectorateJson:
    """Who decides, where it is not every seat with one vote: by role."""
    who = council.electorate
    return {
        "without_vote": [scenario.role(role).name for role in who.voiceless],
        "votes": {scenario.role(role).name: _number(weight) for role, weight in who.weights},
        "veto": [scenario.role(role).name for role in who.veto],
        "quorum_by": [{"of": one.name, "share": str(one.share)} for one in who.quorums],
    }


def _policy(scenario: Scenario, council: Council, policy: Policy, proposal: Proposal) -> b.PolicyJson:
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
        "support": _number(policy.tally.support),
        "oppose": _number(policy.tally.oppose),
        "seats": _number(policy.tally.seats),
        "counted": policy.tally.unit.value,
        "teams_for": policy.tally.teams_for,
        "teams": policy.tally.teams,
        "recorded_by": steward,
        "aloud": _aloud(policy.aloud),
        "adopted_at": policy.at.isoformat(),
        "before": [
            {
                "proposal": one.proposal,
                "title": council.proposals[one.proposal].title,
                "text": council.proposals[one.proposal].text,
                "adopted_at": one.at.isoformat(),
            }
            for one in policy.before
        ],
    }


def _former(scenario: Scenario, council: Council, policy: Policy) -> b.FormerJson:
    """A policy that stands no longer, and by what decision."""
    ended = policy.ended
    assert ended is not None
    return {
        **_policy(scenario, council, policy, council.proposals[policy.proposal]),
        "ended": "rescinded" if ended.number == policy.number else f"replaced by policy {ended.number}",
        "ended_by_proposal": ended.proposal,
        "ended_at": ended.at.isoformat(),
    }


def _question(scenario: Scenario, council: Council, one: Asked) -> b.QuestionJson:
    """What was answered to a question, counted. Who answered what stands there only if that was announced."""
    count = one.count()
    return {
        "key": one.question.id,
        "title": one.question.title,
        "text": one.question.text,
        "kind": one.question.kind.value,
        "answers": count.answers,
        "asked": len(one.voices),
        "limit": _figure(one.question.limit),
        "results": [_counted(row) for row in count.rows],
        "texts": list(answers_in_words.texts(one)),
        "signed": [
            {"who": who, "answer": said} for who, said in answers_in_words.signed(scenario, council, one)
        ],
    }


def _survey(game: Game, one: Survey) -> b.SurveyJson:
    """What everybody in the game answered."""
    said = surveys.counting(game, one.key)
    results = [_counted(row) for row in count(one.question, said.values()).rows]
    return {"key": one.key, "title": one.question.title, "answers": len(said), "results": results}


def _counted(row: Counted) -> b.CountedJson:
    mean = None if row.mean is None else float(row.mean)
    low, high = _figure(row.low), _figure(row.high)
    return {"option": row.option.text, "score": _figure(row.score), "mean": mean, "low": low, "high": high}


def _figure(amount: Amount | None) -> int | float | None:
    """A number of an answer, whose few decimals a float keeps."""
    return amount if amount is None or isinstance(amount, int) else float(amount)


def _photo(scenario: Scenario, council: Council, photo: Photo) -> b.PhotoJson:
    """A photo of the paper from which a policy was taken."""
    if photo.seat is not None:
        by = scenario.role(photo.seat).name
    else:
        by = "a facilitator" if photo.by in council.facilitators else "somebody without a seat"
    return {"links": list(photo.links), "by": by, "shows": photo.shows}


def _parked(scenario: Scenario, council: Council, item: ParkedItem) -> b.ParkedJson:
    if item.owner_seat is not None:
        owner = scenario.role(item.owner_seat).name
    else:
        owner = scenario.team(item.owner_team).name if item.owner_team else ""
    text = f"{item.text}: {council.proposals[item.proposal].text}" if item.proposal else item.text
    return {"number": item.number, "text": text, "owner": owner, "until": item.until}


def _vote(council: Council) -> b.VoteJson | None:
    if council.outcome is None or council.ballot is None:
        return None
    o = council.outcome
    return {
        "book_hash": council.ballot.book_hash,
        "yes": _number(o.yes),
        "no": _number(o.no),
        "abstain": _number(o.abstain),
        "seats": _number(o.seats),
        "counted": o.unit,
        "passed": o.passed,
        "reason": o.reason,
        "verified": o.certain,
        "guesses": len(o.guesses),
        "hangs_on_guesses": o.hangs,
        "by_proxy": o.by_proxy,
    }


def _aloud(voices: Voices | None) -> b.AloudJson | None:
    """What had been said in the room."""
    if voices is None:
        return None
    for_it, against, of = (_number(one) for one in (voices.for_it, voices.against, voices.of))
    return {"for": for_it, "against": against, "of": of, "who": voices.who.value}


def _number(amount: Amount) -> int | str:
    """A whole number, or a fraction in digits."""
    return amount if isinstance(amount, int) else digits(amount)
