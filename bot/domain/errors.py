"""What can go wrong, in words.

A refusal names a fact, and its docstring is the sentence that the person who acted reads; `{fields}` in it
are filled from the arguments.
"""

from bot.domain.refusal import MootError as MootError
from bot.domain.refusal import Refusal as Refusal


class StoreAway(Refusal):
    """I cannot reach my database just now, so I could not note that. Look whether anything has changed, and
    try again in a minute."""


# --- who may do it


class FacilitatorsOnly(Refusal):
    """Only this game's facilitators can do that. If something is wrong, tell one of them."""


class StewardsOnly(Refusal):
    """Only your council's {stewards} can do that. Ask one of them, or propose it with /propose."""


class MootOnly(Refusal):
    """That happens by itself when its time has come; nobody can ask for it."""


class NotSeated(Refusal):
    """You hold no seat in this council, so you can watch but not act in it."""


class PlaysHere(Refusal):
    """You hold a seat in this game, so what the others are after stays closed to you until the reveal."""


class NoGame(Refusal):
    """There is no game in this channel or with you in it. A facilitator starts one with /moot new in a
    channel that everybody shares."""


class NotInACouncil(Refusal):
    """That works in a council's channel, or when you hold a seat. You are in no council yet: /moot join signs
    you up for the game in this channel."""


# --- sign-up and seating


class SignUpClosed(Refusal):
    """The seats are already dealt, and none is free just now. Ask a facilitator to add you when one falls
    vacant; until then you are welcome to watch."""


class NotSignedUp(Refusal):
    """You were not signed up, so nothing changed."""


class TooFewPlayers(Refusal):
    """This game needs at least {minimum} players and has {players}: {missing} more must join first. Share the
    sign-up card, or type /moot join."""


class NothingPlanned(Refusal):
    """There is no seating plan yet. Type /moot seat to see one, then deal it."""


class NotInThePlan(Refusal):
    """Both must be in the seating plan, so nothing was exchanged. Type /moot seat to see who is in it."""


class PlanIsStale(Refusal):
    """People joined or left since this seating plan was made. Type /moot seat for a new one; nothing was
    dealt."""


class AlreadyDealt(Refusal):
    """The seats are dealt already, so the plan can no longer change."""


class NotDealt(Refusal):
    """The seats are not dealt yet. Type /moot seat, look at the plan and press "Deal the seats" first."""


class PaperNameTaken(Refusal):
    """Somebody called {name} is on the list already, and nobody could tell the two apart. Add an initial."""


class NoSuchPaperSeat(Refusal):
    """Nobody on paper is called {name}. On paper are: {known}."""


class NoSeatToHandOver(Refusal):
    """There is no seat to hand over: only somebody who holds one can pass it on."""


class HandsToThemselves(Refusal):
    """That is the same person, so nothing changed. Name who takes over, like this: /moot handover @ada"""


class HoldsASeatAlready(Refusal):
    """They hold a seat already, and one person cannot hold two. Name somebody who holds none; nothing
    changed."""


class SeatTaken(Refusal):
    """That seat is not vacant, so nobody was moved."""


class NoSheet(Refusal):
    """You hold no seat, so there is no sheet for you. A sheet stays with its seat. /moot join asks for a
    free one."""


class LastFacilitator(Refusal):
    """Somebody has to run the game, and nobody else does. Name another first, like this: /moot cofacilitate
    @ann"""


class PaperCannotFacilitate(Refusal):
    """Somebody on paper has no Slack account, so they cannot run the game from here."""


# --- the clock


class AlreadyStarted(Refusal):
    """The game has started already; nothing changed. /moot status shows where it stands."""


class NotRunning(Refusal):
    """The game is not running. /moot status shows where it stands."""


class AlreadyPaused(Refusal):
    """The game is paused already. /moot resume goes on."""


class NotPaused(Refusal):
    """The game is not paused, so there is nothing to resume."""


class TooMuchTimeTaken(Refusal):
    """Only {left} is left of this phase, so {asked} cannot be taken from it. /moot next ends it now."""


class VoteNeedsTime(Refusal):
    """The final vote has not opened yet and needs {keeps} at the least, so at most {most} can be taken."""


class TooLittleTime(Refusal):
    """Even at its shortest, what is left of the game needs {least}: it can end at {earliest} at the earliest,
    and at most {most} can be taken. Nothing was changed."""


class ClockStands(Refusal):
    """The clock stands still, so no end can be promised. Type /moot resume first, then say when it ends."""


class EndHasPassed(Refusal):
    """That moment has passed, so the game cannot end then. Write one that is still to come, like this:
    /moot end-by 12:00"""


class EndTooFar(Refusal):
    """That is too far away for me to plan. Choose an end within the next months."""


class JustRung(Refusal):
    """A bell has rung this very moment, so nothing was changed. If you mean the phase that has just begun,
    send it again."""


class JustChanged(Refusal):
    """This was done a moment ago, so nothing more was changed. If you mean it once more, send it again."""


class NoPhaseBefore(Refusal):
    """This is the first phase, so there is none to go back to. /moot add 2m gives it more time."""


class NoWayBack(Refusal):
    """A final vote has opened, so the policy book is frozen and there is no way back. /moot add 2m gives
    this phase more time."""


class EmergencyRuns(Refusal):
    """An emergency is running already. /moot next ends it."""


class NoEmergencyLeft(Refusal):
    """No emergency is left in this game's agenda."""


class EmergencyNeedsASession(Refusal):
    """An emergency breaks into a council session, and none runs just now. /moot next goes on to what
    comes."""


class EmergencyAfterTheVote(Refusal):
    """A final vote has opened and the policy book is frozen, so no emergency can be answered any more."""


class NothingToCatchUp(Refusal):
    """I have not been away, so there is nothing to catch up with. /moot resume lets a stopped clock run."""


class NoStartPlanned(Refusal):
    """No start is planned. Plan one like this: /moot start 14:30. Plain /moot start rings the first bell
    now."""


class StartHasPassed(Refusal):
    """That moment has passed. Choose a later one, or plan none and ring the first bell by hand with
    /moot start."""


class NoWorkingTime(Refusal):
    """No working time is left. Choose at least one weekday, and hours such as from 09:00 to 17:00."""


class GameOver(Refusal):
    """This game has ended. /moot new starts another."""


# --- councils


class DoneHasNoPlace(Refusal):
    """There is nothing to be done with just now: that has its place while the councils are at work."""


class VoteFirst(Refusal):
    """Your council has not voted yet, so it is not done. Press "Call the vote" on the phase's card first."""


class VotesMissing(Refusal):
    """Your council is voting, and {count} of its seats have not voted yet. Say it again when they have."""


class SessionsNotBegun(Refusal):
    """The council has not begun its first session. Proposals open with the bell; your text is safe to send
    again then."""


class BookClosed(Refusal):
    """The policy book is frozen for the final vote, so nothing can be added or changed in it any more."""


class ProposalUnknown(Refusal):
    """There is no proposal {number} in this council. /moot policies lists them."""


class ProposalSettled(Refusal):
    """Proposal {number} is settled already: it was {outcome}."""


class ProposalParked(ProposalSettled):
    """Proposal {number} is parked. Whoever made it, or a steward, can take it up again with the button on its
    card."""


class NotYourProposal(Refusal):
    """Only the person who made proposal {number}, or a steward, can change it or take it back. Tell them what
    you would change, or put your own words to the council with /propose."""


class EmptyProposal(Refusal):
    """A proposal needs a title and a text. Nothing changed."""


class EarlierCard(Refusal):
    """That card is an earlier one: its proposal was put to the council anew, so this does not count. The
    proposal's newest card is further down; react there."""


class AmendedMeanwhile(Refusal):
    """Proposal {number} was amended while you wrote, and is at version {version} now. Your words did not
    replace it; see what changed, and send them again if they still fit."""


class CharterChangeStays(Refusal):
    """Proposal {number} would change the charter, so it can be neither amended nor merged. Withdraw it, and
    propose the change anew with the button on the charter's card."""


class NothingToMerge(Refusal):
    """It takes two open proposals or more to merge them, like this: /propose merge 3 5"""


class NotInTheBook(Refusal):
    """There is no policy {number} in the book. Its policies are: {known}."""


class OrderedTwice(Refusal):
    """Policy {number} stands twice in that order. Name each policy once; those you leave out follow."""


class ParkedWithoutOwner(Refusal):
    """A parked item needs words, somebody of this council who looks after it, and when it comes back: a date,
    or words such as “next meeting”."""


class NothingParked(Refusal):
    """There is no parked item {number}. /moot policies lists what is parked."""


class NotYourParkedItem(Refusal):
    """Only a steward, or whoever looks after parked item {number}, can take it from the list."""


class CharterHasNoPlace(Refusal):
    """The charter can be written from the first session until the final vote opens; now it stands."""


class ObjectionsHaveNoPlace(Refusal):
    """Objections belong to councils that decide by consent. In yours, react with a thumb down instead."""


class ObjectionWithoutReason(Refusal):
    """An objection needs its reason, so that the others can answer it. Nothing was recorded."""


class ObjectionStands(Refusal):
    """An objection to proposal {number} stands; it can be adopted when whoever objects withdraws that."""


class AmendedByItsRule(Refusal):
    """Proposal {number} would change the charter, which only the charter's own rule can do: react to it."""


class ConditionsNotOffered(Refusal):
    """Who proposes, how long a proposal stands and how many second it can only be what this scenario offers:
    choose from the form's lists. /moot owe, or the phase's card, opens it."""


class StewardsPropose(Refusal):
    """By your charter only {stewards} proposes. Tell them your idea; anybody may propose to change the
    charter."""


class TeamHasProposed(Refusal):
    """By your charter each team has one open proposal at a time, and proposal {number} is your team's.
    Withdraw it, or wait until it is settled; your text is safe to send again then."""


class MustStandLonger(Refusal):
    """By your charter proposal {number} has to stand for another {left} before anybody can adopt it."""


class StandsWhilePaused(Refusal):
    """By your charter proposal {number} has to stand for a time before anybody can adopt it, and while the
    game is paused that time stands still."""


class NotSeconded(Refusal):
    """By your charter proposal {number} needs the support of {needed} seats besides the proposer's before it
    can be adopted; it has that of {have}."""


class RuleNotOffered(Refusal):
    """That decision rule is not on offer in this scenario. Choose one of: {offered}."""


class NoEmergency(Refusal):
    """There is no emergency to answer just now, so no response was recorded."""


class NoSidebar(Refusal):
    """Ideas are carried back while the sidebar is open; it is not open now."""


class EmptyBook(Refusal):
    """The policy book is empty, so there is nothing to vote on. Adopt a proposal first: /propose makes
    one."""


class BallotAlreadyHeld(Refusal):
    """This council's final vote was opened already; a council votes once."""


class BallotTooEarly(Refusal):
    """The final vote belongs to the session in which the book is finished; it cannot be opened yet."""


class BallotNotOpen(Refusal):
    """No vote is open in this council."""


class BallotClosed(Refusal):
    """The vote is closed, so this reaction did not count."""


class ClaimsNotOpen(Refusal):
    """Claims open when the final vote is counted. Keep your case in mind until then."""


class PolicyUnknown(Refusal):
    """A claim rests on policies of your council's book, and one of these numbers is not in it."""


class ClaimRuledOn(Refusal):
    """A facilitator has ruled on your claim, so it stays as it is."""


class NoSuchClaim(Refusal):
    """Nobody has made this claim."""


class OwnClaim(Refusal):
    """Your own claim is for the others to confirm or dispute, so this reaction does not count."""


class PresentationTooEarly(Refusal):
    """The presentation is prepared when your council's final vote is counted, or when the presentations
    begin. Until then, finish the book."""


class NothingPrepared(Refusal):
    """There is nothing in it yet: answer one question at least, in a sentence."""


class StrawTooEarly(Refusal):
    """Straw polls open with the bell of the first session, and that has not rung. Keep your question."""


class EmptyQuestion(Refusal):
    """Write the question after the command, like this: /moot straw Shall we talk about owners first?"""


class QuestionTooLong(Refusal):
    """That question has {length} characters, and {limit} fit. Shorten it; a straw poll is a quick look round
    the table."""


class NoResultYet(Refusal):
    """The result is told when the game is over. /moot status shows where it stands."""


class FeedbackTooEarly(Refusal):
    """Feedback opens when the game is over. If something should change now, tell a facilitator, or type
    /moot x."""


class NoScore(Refusal):
    """Choose a number from 1 to 5."""


class OtherEmoji(Refusal):
    """Only ✅ yes, ❌ no and 🤷 abstain are votes, so this reaction does not count. Press one of those that
    stand under the ballot."""


class NotYourSecret(Refusal):
    """Only whoever holds a seat decides whether its mission is shown; a facilitator does for a seat on
    paper."""


class RevealIsForAll(Refusal):
    """In this game all missions are shown at the end, as the rules say, so there is nothing to decide."""


class NoReceipt(Refusal):
    """There is no receipt yet: your council's final vote has not been opened."""


class VotesThemselves(Refusal):
    """They have a Slack account and vote by reacting to the ballot. A proxy votes only for somebody on paper,
    or for a partner who has been away so long that I said so."""


class SeatNotOffered(Refusal):
    """This seat is no longer on offer: its holder is back, or somebody was quicker."""


class NothingToStop(Refusal):
    """There is nothing to stop any more: the seat's holder is back, or it has another one."""


class NotInElectorate(Refusal):
    """Only people who held a seat when the vote opened can vote in it, so this reaction does not count."""
