"""Checks of the parts that a pack can leave out: missions, priorities, claims, the final vote, the reveal."""

from collections.abc import Callable, Iterator

from bot.domain.cues import CueKind, Unless
from bot.domain.phases import PhaseKind
from bot.domain.roles import Holds
from bot.domain.scenario import Reveal, Scenario
from bot.scenarios.draft import Draft, headings_of
from bot.scenarios.files import PACK
from bot.scenarios.marked import Marked
from bot.scenarios.schema import Found


def check_optional(draft: Draft) -> None:
    """Notes a fault where a pack speaks of a part that it leaves out, or leaves out what another needs."""
    for look in _CHECKS:
        for line, message in look(draft):
            draft.complain(draft.name(PACK), line, message)


def holds_vote(pack: Marked) -> bool:
    """Whether the game has a final vote."""
    return "ballot" not in pack.parts or pack.at("ballot", "held").value is not False


def has_missions(draft: Draft) -> bool:
    """Whether a team or a role has a mission."""
    own = any(sheet.mission for sheet in draft.sheets.values())
    return own or any(team.text("mission") for team in draft.pack.each("teams"))


def takes_claims(draft: Draft) -> bool:
    """Whether there is something to claim, and the pack wants it claimed."""
    wanted = "claims" not in draft.pack.parts or draft.pack.at("claims").value is not False
    return wanted and _can_claim(draft)


def _can_claim(draft: Draft) -> bool:
    return has_missions(draft) or any(team.each("priorities") for team in draft.pack.each("teams"))


def _headings_fit(draft: Draft) -> Iterator[Found]:
    written, seen, missions = draft.pack.each("sheet"), set[str](), 0
    holding = {one.text("holds") for one in written}
    for one in written:
        heading, holds = one.text("heading"), one.text("holds")
        if heading in seen:
            yield one.line, f"the heading `{heading}` is here already; keep one"
        seen.add(heading)
        missions += holds == Holds.MISSION
        if holds == Holds.MISSION and missions > 1:
            yield one.at("holds").line, "another heading holds the mission already; keep one `holds: mission`"
        if holds == Holds.PLAN and Holds.MISSION not in holding:
            yield one.at("holds").line, "a plan needs a mission; give one heading `holds: mission`"
        if one.flag("optional") and holds in (Holds.MISSION, Holds.PLAN):
            message = f"a {holds} can be left out anyway where a role has no mission; drop `optional`"
            yield one.at("optional").line, message


def _missions_are_somebodys(draft: Draft) -> Iterator[Found]:
    pack = draft.pack
    complete = len(draft.sheets) == len(pack.each("roles")) or not headings_of(pack)
    if "missions" in pack.parts and complete and not has_missions(draft):
        yield pack.at("missions").line, "no team or role has a mission; write one, or drop `missions`"


def _reveal_has_secrets(draft: Draft) -> Iterator[Found]:
    pack = draft.pack
    public = pack.text("missions") == "public"
    if pack.text("reveal") == Reveal.CONSENT and (public or not (has_missions(draft) or draft.faults)):
        yield pack.at("reveal").line, "no mission is secret, so there is nothing to ask about; drop `reveal`"


def _something_can_be_claimed(draft: Draft) -> Iterator[Found]:
    if draft.pack.flag("claims") and not (_can_claim(draft) or draft.faults):
        message = "nobody has a mission or a priority, so nobody can claim anything; write `claims: false`"
        yield draft.pack.at("claims").line, message


def _claims_have_time(draft: Draft) -> Iterator[Found]:
    """Without a vote, people claim between the last of the work and the end."""
    agenda = draft.pack.each("agenda")
    if holds_vote(draft.pack) or not takes_claims(draft) or draft.faults or not agenda:
        return
    work = [kind for kind in PhaseKind if kind.traits.at_work]
    last = max((place for place, one in enumerate(agenda) if one.text("kind") in work), default=-1)
    if not any(one.duration("lasts") for one in agenda[last + 1 :]):
        message = "nobody can claim: without a final vote, claims open when the work is over; add a wrap-up"
        yield agenda[-1].line, f"{message} that lasts, or write `claims: false`"


def _how_to_win(draft: Draft) -> Iterator[Found]:
    if "winning" not in draft.pack.parts and (holds_vote(draft.pack) or takes_claims(draft)):
        yield draft.pack.line, f"`winning` is missing here: {Scenario.model_fields['winning'].description}"


def _no_vote_to_describe(draft: Draft) -> Iterator[Found]:
    if holds_vote(draft.pack):
        return
    for name, part in draft.pack.at("ballot").parts.items():
        if name != "held":
            yield part.line, f"no final vote is held, so `{name}` means nothing; drop it, or `held: false`"


def _cues_are_of_this_game(draft: Draft) -> Iterator[Found]:
    """No cue speaks of a vote or of claims where there are none."""
    vote, claims = holds_vote(draft.pack), takes_claims(draft) or bool(draft.faults)
    for phase in draft.pack.each("agenda"):
        for cue in phase.each("cues"):
            unless = cue.text("unless")
            if not vote and cue.text("kind") == CueKind.BALLOT:
                yield cue.line, "no final vote is held (`held: false`); drop this cue, or hold a vote"
            if not vote and unless in (Unless.BALLOT, Unless.VOTED):
                yield cue.at("unless").line, f"no final vote is held, so `unless: {unless}` means nothing"
            if not vote and "{how_to_vote}" in cue.text("text"):
                yield cue.at("text").line, "no final vote is held, so `{how_to_vote}` has nothing to say"
            if not claims and unless == Unless.CLAIMED:
                yield cue.at("unless").line, "nobody claims anything, so `unless: claimed` means nothing"


_CHECKS: tuple[Callable[[Draft], Iterator[Found]], ...] = (
    _headings_fit,
    _missions_are_somebodys,
    _reveal_has_secrets,
    _something_can_be_claimed,
    _claims_have_time,
    _how_to_win,
    _no_vote_to_describe,
    _cues_are_of_this_game,
)
