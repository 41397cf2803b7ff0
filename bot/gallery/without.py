"""A pack without the parts that an author can leave out, to see what Moot then shows."""

from bot.domain.cues import CueKind
from bot.domain.phase import Phase
from bot.domain.roles import Holds, Missions, Role
from bot.domain.scenario import Reveal, Scenario

NEEDS_VOTE = ("ballot.", "care.cards.may_vote_for", "clock.controls.skipping", "seats.forms.ProxyForm")
NEEDS_CLAIMS = ("claims.", "rulings.")
NEEDS_SECRETS = ("sheets.reveals.",)
NEEDS_REVEAL = ("sheets.reveals.reveal", "sheets.reveals.question")


def fits(surface: str, pack: Scenario) -> bool:
    """Whether a game of this pack can show it."""
    needs = (
        (NEEDS_VOTE, pack.ballot.held),
        (NEEDS_CLAIMS, pack.takes_claims),
        (NEEDS_SECRETS, pack.has_secrets),
        (NEEDS_REVEAL, pack.reveals is not Reveal.NONE),
    )
    return all(there or not surface.startswith(some) for some, there in needs)


def without(
    pack: Scenario,
    *,
    missions: Missions | None = None,
    priorities: bool = False,
    claims: bool = False,
    vote: bool = False,
) -> Scenario:
    """The pack without these parts; with public missions, or none at all."""
    keep = {} if missions else {"mission": ""}
    aims = {} if priorities else {"priorities": ()}
    return pack.model_copy(
        update={
            "teams": tuple(team.model_copy(update={**keep, **aims}) for team in pack.teams),
            "roles": pack.roles if missions else tuple(map(_without_mission, pack.roles)),
            "missions": missions or pack.missions,
            "claims": claims,
            "ballot": pack.ballot.model_copy(update={"held": vote}),
            "agenda": pack.agenda if vote else tuple(map(_without_vote, pack.agenda)),
            "reveal": Reveal.NONE,
            "guide": (),  # the pack's own words may speak of what is left out
        }
    )


def _without_mission(role: Role) -> Role:
    sections = tuple(one for one in role.sheet.sections if one.holds is Holds.ROLE)
    return role.model_copy(update={"sheet": role.sheet.model_copy(update={"sections": sections})})


def _without_vote(phase: Phase) -> Phase:
    cues = tuple(cue for cue in phase.cues if cue.kind is not CueKind.BALLOT)
    return phase.model_copy(update={"cues": cues})
