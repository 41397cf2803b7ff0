"""What people answered: debrief questions, a pack's questions and surveys, and feedback on the game."""

from collections.abc import Iterator, Sequence
from statistics import fmean

from bot.domain.asks.asked import Asked
from bot.domain.asks.counting import count
from bot.domain.asks.surveys import Survey
from bot.domain.council import Council
from bot.domain.feedback import SCORES, Feedback
from bot.domain.game import surveys
from bot.reports import answers_in_words, surveys_in_words
from bot.reports.answers_in_words import Line
from bot.reports.marked import unmarked
from bot.reports.story.blocks import Block, Entry, Fact, Points, Section, Table, Text
from bot.reports.story.played import Played
from bot.reports.words import counted

BAR = "█"


def debrief(played: Played) -> Section:
    """What each council said to the questions of its presentation; after the game, when all have been "
    "heard."""
    title, questions = "What the councils said in the debrief", played.scenario.debrief
    if not played.revealed:
        return Section(title)
    entries = tuple(
        Entry(unmarked(question), facts=facts)
        for place, question in enumerate(questions)
        if (facts := tuple(_answers_to(played, place)))
    )
    return Section(title, entries)


def _answers_to(played: Played, place: int) -> Iterator[Fact]:
    for council in played.councils:
        if answer := council.presentation.get(place):
            yield Fact(council.name, answer)


# --- questions and surveys


def asked(played: Played) -> Section:
    """The results that were shown; who answered what, only where that was announced."""
    parts = [
        Section(f"{council.name}: {one.question.title}", tuple(_question(played, council, one)))
        for council in played.councils
        for one in council.asks.values()
        if one.shown
    ]
    shown = (one for one in played.game.surveys if surveys.is_shown(played.game, one))
    parts += [Section(one.question.title, tuple(_survey(played, one))) for one in shown]
    return Section("Questions and answers", parts=tuple(parts))


def _question(played: Played, council: Council, one: Asked) -> Iterator[Block]:
    yield Text(f"{one.question.text} {answers_in_words.turnout(one)}")
    if one.counting:
        yield from _table(answers_in_words.table(one.question, one.count()))
    if said := tuple(answers_in_words.conclusions(one)):
        yield Text(" ".join(said))
    if texts := answers_in_words.texts(one):
        yield Points(texts)
    if signed := tuple(answers_in_words.signed(played.scenario, council, one)):
        yield Table("Who answered what", ("Who", "Answer"), signed)


def _survey(played: Played, one: Survey) -> Iterator[Block]:
    said = surveys.counting(played.game, one.key)
    yield Text(f"{one.question.text} {len(said)} of {counted(len(played.game.players), 'player')} answered.")
    if said:
        yield from _table(answers_in_words.table(one.question, count(one.question, said.values())))
    if moves := surveys_in_words.moves(played.game, played.scenario, played.councils, one):
        yield Points(moves)


def _table(lines: Sequence[Line]) -> Iterator[Table]:
    rows = tuple((one.label, one.said, _bar(one)) for one in lines)
    if rows:
        yield Table("The answers, counted", ("Option", "Answers", "Share of the longest bar"), rows)


def _bar(one: Line) -> str:
    return BAR * round(one.share * answers_in_words.WIDTH)


# --- feedback


def feedback(played: Played) -> Section:
    """How many gave feedback; their words, without names, in what facilitators read and nobody else."""
    title, given = "Feedback on the game", [*played.game.feedback.values()]
    if not given:
        return Section(title)
    told = f"{counted(len(given), 'person', 'people')} gave feedback"
    if not played.for_facilitators:
        return Section(title, (Text(f"{told}. Only the facilitators read it, so it is not in this report."),))
    average = fmean(one.score for one in given)
    scores = tuple(
        (f"{score} of {SCORES[-1]}", str(sum(one.score == score for one in given))) for score in SCORES
    )
    blocks: list[Block] = [
        Text(
            f"{told}: {average:.1f} of {SCORES[-1]} on average. Please keep their words among facilitators."
        ),
        Table("The scores", ("Score", "People"), tuple(reversed(scores)), numbers=(1,)),
    ]
    parts = (_words("What helped", given, "helped"), _words("What to change", given, "change"))
    return Section(title, tuple(blocks), tuple(one for one in parts if not one.empty))


def _words(title: str, given: Sequence[Feedback], field: str) -> Section:
    said = tuple(sorted(filter(None, (str(getattr(one, field)) for one in given))))
    return Section(title, (Points(said),) if said else ())
