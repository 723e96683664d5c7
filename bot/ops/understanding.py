"""What is understood of typed words, and why; and how well, over the tables of tests/data.

A row of a table is: question, words, what they mean. "-" is nothing, "a,b" certain, "?a,b" asked back which, "?a" asked
back whether. typed.*.tsv are the rows the lines were written for, unseen.*.tsv those nobody may write lines for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from bot.nlu.discourse import denied, read
from bot.nlu.index import STRONG, WEAK
from bot.nlu.understand import AskBack, Match, Meaning, Option, Unknown, known_of, understand
from bot.nlu.vocabulary import vocabulary
from bot.ui.i18n import FALLBACK, load_translators
from flows.engine import SKIP, Kind, Question
from flows.intake import INTAKE

TABLES = Path(__file__).resolve().parents[2] / "tests" / "data"
WEIGHTS = {WEAK: "weak", STRONG: "strong"}


def options(question: Question, language: str = "") -> list[Option]:
    """Return the choices of a question as they are on show; without a language they have only their keys as labels."""
    speak = load_translators()[language] if language else None
    shown = [Option(each.key, speak(each.label) if speak else each.key) for each in question.choices]
    skipped = question.needed or any(each.key == SKIP for each in shown)
    return shown if skipped else [*shown, Option(SKIP)]


def meant(question: Question, words: str, language: str = "") -> Meaning:
    """Return what words mean at a question."""
    return understand(words, question.key, options(question, language), several=question.kind is Kind.SEVERAL)


def explained(key: str, words: str) -> Iterator[str]:
    """Tell line by line how words are read at a question, what is found in them, and what follows."""
    question = INTAKE.question(key)
    if question is None:
        yield f"There is no question {key!r}; there are: {', '.join(each.key for each in INTAKE.questions)}"
        return
    several = question.kind is Kind.SEVERAL
    said = read(words)
    clauses = dict.fromkeys(said.clauses)
    parts = (" ".join(w for w, c in zip(said.words, said.clauses, strict=True) if c == each) for each in clauses)
    yield f"read as   {' | '.join(parts)}"
    hits = vocabulary().find(said.words, said.clauses, known_of(key, options(question, FALLBACK)))
    taken = frozenset(at for hit in hits for at in hit.at)
    if void := denied(said, taken, several=several):
        yield f"denied    {' '.join(said.words[at] for at in sorted(void))}"
    for hit in hits:
        more = [WEIGHTS.get(hit.weight, ""), f"{hit.slips} misspelt" if hit.slips else ""]
        told = ", ".join(filter(None, more))
        yield f"found     {' '.join(said.words[at] for at in sorted(hit.at))} = {hit.key}{told and f' ({told})'}"
    yield f"understood {shown(meant(question, words, FALLBACK))}"


def shown(meaning: Meaning) -> str:
    """Return a meaning as the tables write it."""
    if isinstance(meaning, Unknown):
        return "-"
    perhaps = f", perhaps {','.join(meaning.perhaps)}" if isinstance(meaning, Match) and meaning.perhaps else ""
    return "?" * isinstance(meaning, AskBack) + ",".join(meaning.keys) + perhaps


def rows(table: str, language: str) -> Iterator[tuple[Question, str, Meaning]]:
    for line in (TABLES / f"{table}.{language}.tsv").read_text(encoding="utf-8").splitlines():
        key, words, expected = line.split("\t")
        question = INTAKE.question(key)
        if question is None:
            raise ValueError(f"{table}.{language}.tsv has a row for {key!r}, which is no question")
        yield question, words, wanted(expected)


def wanted(expected: str) -> Meaning:
    """Read how a table writes a meaning."""
    if expected == "-":
        return Unknown()
    keys = tuple(expected.lstrip("?").split(","))
    return AskBack(keys) if expected.startswith("?") else Match(keys)


def same(one: Meaning, other: Meaning) -> bool:
    """Say whether two meanings are the same, in whatever order their choices stand."""
    return type(one) is type(other) and _keys(one) == _keys(other) and _perhaps(one) == _perhaps(other)


def is_silently_wrong(got: Meaning, right: Meaning) -> bool:
    """Say whether something was taken that was not meant."""
    return isinstance(got, Match) and not _within_a_tap(got, right)


def _within_a_tap(got: Meaning, right: Meaning) -> bool:
    if same(got, right):
        return True
    taken, asked = (_keys(got), _perhaps(got)) if isinstance(got, Match) else (frozenset(), _keys(got))
    return bool(asked) and taken <= _keys(right) <= taken | asked


def _keys(meaning: Meaning) -> frozenset[str]:
    return frozenset() if isinstance(meaning, Unknown) else frozenset(meaning.keys)


def _perhaps(meaning: Meaning) -> frozenset[str]:
    return frozenset(meaning.perhaps if isinstance(meaning, Match) else ())


def scores() -> Iterator[str]:
    """Tell for every table, and for each question in it: rows, right, within a tap, silently wrong (percentages)."""
    yield f"{'table':10} {'question':12} {'rows':>5} {'right':>6} {'a tap':>6} {'wrong':>6}"
    for table in ("typed", "unseen"):
        for language in ("fi", "en"):
            judged = [(question.key, meant(question, words), right) for question, words, right in rows(table, language)]
            for key in ["", *dict.fromkeys(key for key, _, _ in judged)]:
                pairs = [(got, right) for asked, got, right in judged if key in ("", asked)]
                yield f"{table + ' ' + language:10} {key or 'all':12} {_shares(pairs)}"


def _shares(pairs: Sequence[tuple[Meaning, Meaning]]) -> str:
    counted = (sum(map(judge, *zip(*pairs, strict=True))) for judge in (same, _within_a_tap, is_silently_wrong))
    return f"{len(pairs):5} " + " ".join(f"{100 * each / len(pairs):6.1f}" for each in counted)
