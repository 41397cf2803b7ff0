"""The texts of a new pack of which each team, role or proposal has one. They take turns where there are more
teams and roles than texts: the check lets sheets say the same of their own readers."""

from dataclasses import dataclass

from bot.domain.rules import DecisionRuleKind


@dataclass(frozen=True, slots=True)
class Side:
    """What a team stands for. `priorities` are keys and texts; `mission` goes on after “Your team succeeds if
    the final book”; `issue` and what follows is what its first role thinks in a rehearsal."""

    represents: str
    priorities: tuple[tuple[str, str], tuple[str, str]]
    mission: str
    issue: str
    wants: tuple[str, ...]
    refuses: tuple[str, ...]
    pro: str
    against: str
    hello: str


@dataclass(frozen=True, slots=True)
class Part:
    """What a role is. `mission` goes on after “You succeed if the final book”."""

    trait: str
    mission: str
    first: str
    approach: str
    otherwise: str


@dataclass(frozen=True, slots=True)
class Sample:
    """What a stand-in proposes, and to which question."""

    title: str
    text: str
    question: str
    enforcement: str
    review: str


SIDES = (
    Side(
        represents="They use the hall on most evenings, and know where everything is.",
        priorities=(
            ("hours", "The book says at which hours the hall is open, and who may stay longer."),
            ("guests", "The book says whom people may bring along."),
        ),
        mission="keeps one evening in every week free of any booking.",
        issue="hours",
        wants=("evening", "first come"),
        refuses=("two keys",),
        pro="An open door is what a hall is for.",
        against="A hall with a queue in front of it is an office.",
        hello="We are here four evenings a week. Ask us where the mop is.",
    ),
    Side(
        represents="They pay most of what the hall costs, and would like to see what for.",
        priorities=(
            ("costs", "The book says who pays what, and until when."),
            ("accounts", "The book says who keeps the accounts."),
        ),
        mission="puts some of the money aside for repairs before it is spent on anything else.",
        issue="money",
        wants=("share", "everybody pays"),
        refuses=("pay nothing",),
        pro="If all pay a little, nobody pays a lot.",
        against="Then we pay, as last year, and the year before.",
        hello="Good evening. I have brought the bills.",
    ),
    Side(
        represents="They live next door, and hear everything.",
        priorities=(
            ("quiet", "The book sets an hour after which it is quiet."),
            ("complaints", "The book says where to complain, and who answers."),
        ),
        mission="lets nobody book the place for more than one month ahead.",
        issue="hours",
        wants=("ten at night", "quiet"),
        refuses=("wants it longer",),
        pro="Ten is a good hour. I sleep well from ten on.",
        against="You hear the music. I hear the car doors.",
        hello="I live behind the wall with the loudspeakers.",
    ),
    Side(
        represents="They answer for the building if something goes wrong.",
        priorities=(
            ("keys", "The book names those who have a key."),
            ("damage", "The book says who pays for what breaks."),
        ),
        mission="leaves one disputed matter open, with the day on which it is taken up again.",
        issue="changes",
        wants=("week", "board"),
        refuses=("at once",),
        pro="A week on the board has never hurt a rule.",
        against="I answer for this building. I would like to read a rule before it applies.",
        hello="If it burns, they call me. So I have questions.",
    ),
)

PARTS = (
    Part(
        trait="You have known the place since it was a barn, and you remember every promise made in it.",
        mission="gives every rule the name of somebody who sees to it.",
        first="Ask of the first proposal on the table: who will see to this? Let it pass only with a name.",
        approach="Talk to {other}. They will carry something if others carry something, too.",
        otherwise="Offer to see to the last rule yourself.",
    ),
    Part(
        trait="You came a year ago, and you still see what everybody else has stopped seeing.",
        mission="lets newcomers come once without paying.",
        first="Tell the story of your first visit, and of who invited you.",
        approach="Talk to {other}. The more people come, the more wash up.",
        otherwise="Settle for half the price, if somebody says so in writing.",
    ),
    Part(
        trait="You count things, because what is counted gets mended.",
        mission="says how many must agree before one of its rules is changed.",
        first="When the charter comes up, ask how many it takes to change it again.",
        approach="Talk to {other}. They do not like surprises either.",
        otherwise="Get the number into the answer to the emergency.",
    ),
    Part(
        trait="You get on with everybody, and you would like it to stay that way.",
        mission="has the place cleaned by those who were there last.",
        first="Describe the kitchen as you found it this morning. Name nobody.",
        approach="Talk to {other}. They have a mop, and no wish to use it alone.",
        otherwise="Propose a rota, and put your own name first.",
    ),
    Part(
        trait="You have sat on three committees that wrote rules that nobody read.",
        mission="shows everybody the accounts at least once a year.",
        first="Ask who knows what the heating costs, and wait until somebody answers.",
        approach="Talk to {other}. They suspect that they pay for others.",
        otherwise="Ask for the bills to hang on the wall for a day.",
    ),
    Part(
        trait="You have little time, and you want this settled today.",
        mission="asks nobody to decide on their own.",
        first="Say what happened the last time that one person decided for all.",
        approach="Talk to {other}. They were the ones who heard of it last.",
        otherwise="Accept that one person decides, if a second one can stop it.",
    ),
)

SAMPLES = (
    Sample(
        title="Open from eight to ten",
        text="The hall is open from eight in the morning until ten at night. A group that wants it longer "
        "asks the council.",
        question="use",
        enforcement="The last one out writes the hour on the board.",
        review="in three months",
    ),
    Sample(
        title="Pay by the hour",
        text="The hall costs five euros an hour. Children pay nothing.",
        question="cost",
        enforcement="The money goes into the tin by the door.",
        review="each January",
    ),
    Sample(
        title="A week's notice",
        text="A rule changes only after it has stood on the board for a week.",
        question="change",
        enforcement="A change that nobody could read does not apply.",
        review="in half a year",
    ),
    Sample(
        title="First come, first served",
        text="A booking goes to the group that asks first, for one evening at a time.",
        question="use",
        enforcement="The paper on the door counts, and nothing else does.",
        review="in three months",
    ),
    Sample(
        title="A share for everybody",
        text="Every group pays the same share each month, however much it uses the hall.",
        question="cost",
        enforcement="A group that is two months behind cannot book.",
        review="each January",
    ),
    Sample(
        title="Two keys",
        text="There are two keys, with two teams. They pass them on every half year.",
        question="use",
        enforcement="Both names are on the board.",
        review="every half year",
    ),
)

RULES = {
    DecisionRuleKind.MAJORITY: ("Majority", "More than half of the filled seats support it."),
    DecisionRuleKind.TWO_THIRDS: ("Two thirds", "At least two thirds of the filled seats support it."),
    DecisionRuleKind.CONSENT: (
        "Consent",
        "Enough seats take a side, at least one supports it, and no objection stands.",
    ),
    DecisionRuleKind.TEAMS: (
        "One vote per team",
        "More than half of the teams support it; most of its seats speak for a team.",
    ),
    DecisionRuleKind.STEWARDS: (
        "The chair decides",
        "All discuss it; then more than half of those who chair decide.",
    ),
}

SEATS = {"Speaker": "Speaks for", "Adviser": "Advises", "Delegate": "Goes to meetings for"}  # of a small team
MEMBER = {"Member": "Belongs to"}  # of a larger one, which shares a sheet
CLAIM = "Claim what you have won, and judge what the others claim."
RESPONSE = (
    "The person with the key decides on the spot who gets the hall tonight, turns off the water, and writes "
    "both on the board. The council looks at it in its next meeting."
)
SLIDE = (
    "We ask who is against it, and then we ask why.",
    "We know when the door closes. We do not know yet who cleans behind it.",
    "I would write the charter in the first five minutes.",
)
