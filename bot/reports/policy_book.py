"""A council's policy book as Markdown and as JSON. Holds nothing secret."""

import json
from pathlib import Path
from typing import Any

from bot.domain.council import Council, ParkedItem, Policy, Proposal
from bot.domain.game import Game
from bot.domain.rules import Voices
from bot.domain.scenario import Scenario


def as_json(game: Game, scenario: Scenario, council: Council) -> dict[str, Any]:
    """The book, the charter and the vote, with names in the pack's words. Moments are ISO 8601 in UTC.

    Policies come in the book's order; each keeps the number under which it was adopted.
    """
    return {
        "game": game.name,
        "scenario": scenario.key,
        "council": council.name,
        "charter": _charter(scenario, council),
        "policies": [_policy(scenario, policy, proposal) for policy, proposal in council.book()],
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
        "vote": _vote(council),
        "won": council.won,
    }


def as_markdown(game: Game, scenario: Scenario, council: Council) -> str:
    """The book for people to keep."""
    book = as_json(game, scenario, council)
    lines = [f"# Policy book of {council.name}", "", f"{game.name} · {scenario.title}", ""]
    lines += ["## How we decide", "", *_charter_lines(book["charter"]), "", "## Policies", ""]
    for policy in book["policies"]:
        lines += [f"### {policy['number']}. {policy['title']}", "", policy["text"], ""]
        lines += [f"- {name}: {policy[key]}" for key, name in _PARTICULARS.items() if policy[key]]
        lines += ["", f"_{_stamp(policy)}_", ""]
    if not book["policies"]:
        lines += ["No policy was adopted.", ""]
    if book["responses"]:
        lines += ["## Processes", ""]
        for one in book["responses"]:
            lines += [one["text"], "", f"_Recorded under {_version(one)}{_said(one)}._", ""]
    if book["parked"]:
        lines += ["## Parked for later", ""]
        lines += [f"- {one['text']} (owner: {one['owner']}; until {one['until']})" for one in book["parked"]]
        lines += [""]
    return "\n".join([*lines, "## The final vote", "", _vote_line(book["vote"], council.won), ""])


_PARTICULARS = {
    "question": "Answers",
    "owner": "Owner",
    "enforcement": "Enforcement",
    "review": "Review",
    "proposed_by": "Proposed by",
}


def write_books(folder: Path, game: Game, scenario: Scenario, councils: tuple[Council, ...]) -> list[Path]:
    """Writes each council's policy book as Markdown and JSON; returns the Markdown files."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    written = []
    for council in councils:
        path = folder / f"{game.id}-council-{council.number}.md"
        path.write_text(as_markdown(game, scenario, council), encoding="utf-8")
        book = json.dumps(as_json(game, scenario, council), indent=2, ensure_ascii=False)
        path.with_suffix(".json").write_text(book, encoding="utf-8")
        written.append(path)
    return written


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


def _policy(scenario: Scenario, policy: Policy, proposal: Proposal) -> dict[str, Any]:
    question = next((one.text for one in scenario.strategy if one.key == proposal.question), "")
    steward = scenario.role(policy.by_steward).name if policy.by_steward else ""
    return {
        "number": policy.number,
        "title": proposal.title,
        "text": proposal.text,
        "question": question,
        "owner": scenario.team(proposal.owner_team).name if proposal.owner_team else "",
        "enforcement": proposal.enforcement,
        "review": proposal.review,
        "proposed_by": scenario.role(proposal.by).name,
        "versions": proposal.version,
        "merged_from": list(proposal.sources),
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


def _charter_lines(charter: dict[str, Any] | None) -> list[str]:
    if charter is None:
        return ["No charter was written; stewards recorded the decisions."]
    return [
        f"- Rule: {charter['name']} (version {charter['version']})",
        f"- Quorum: {charter['quorum']:.0%} of the filled seats",
        *_condition_lines(charter),
        f"- Enactment: {charter['enactment']}",
        f"- Enforcement: {charter['enforcement']}",
    ]


def _condition_lines(charter: dict[str, Any]) -> list[str]:
    """What the charter asks for besides its rule."""
    who = {"stewards": "stewards only", "teams": "each team, one open proposal at a time"}
    minutes, seconds = charter["waiting_seconds"] / 60, charter["seconds"]
    return [
        *([f"- Who proposes: {who[charter['proposers']]}"] if charter["proposers"] in who else []),
        *([f"- A proposal stands: {minutes:g} minutes at least"] if minutes else []),
        *([f"- Seconds needed, besides its proposer: {seconds}"] if seconds else []),
    ]


def _stamp(policy: dict[str, Any]) -> str:
    recorded = f", recorded by the {policy['recorded_by']}" if policy["recorded_by"] else ""
    tally = f"{policy['support']} for, {policy['oppose']} against, {policy['seats']} seats"
    teams = f", {policy['teams_for']} of {policy['teams']} teams" if policy["teams"] else ""
    return f"Adopted under {_version(policy)}{recorded}: {tally}{teams}{_said(policy)}."


def _aloud(voices: Voices | None) -> dict[str, Any] | None:
    """What had been said in the room."""
    if voices is None:
        return None
    return {"for": voices.for_it, "against": voices.against, "of": voices.of, "who": voices.who.value}


def _said(decided: dict[str, Any]) -> str:
    said = decided["aloud"]
    if said is None:
        return ""
    return f"; aloud {said['for']} for, {said['against']} against, of {said['of']} {said['who']}"


def _version(decided: dict[str, Any]) -> str:
    version = decided["charter_version"]
    return f"charter version {version}" if version else "no charter yet"


def _vote_line(vote: dict[str, Any] | None, won: bool) -> str:
    if vote is None:
        return "No final vote was held."
    tally = f"{vote['yes']} for, {vote['no']} against, {vote['abstain']} abstained, {vote['seats']} seats"
    tally += f" ({vote['by_proxy']} by proxy)" if vote["by_proxy"] else ""
    verdict = "Approved" if won else "Not approved"
    if vote["guesses"]:
        tally += f", {vote['guesses']} of them guessed where two reactions stood"
    return f"{verdict}: {tally}; {vote['reason']}. Fingerprint: `{vote['book_hash']}`."
