"""One request as plain text, to be printed or put into a folder. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from textwrap import wrap

from bot.requests.card import (
    BECAUSE,
    CAME_FROM,
    FACT,
    NAMED,
    NO_NAME,
    NUMBERED,
    SUGGESTED,
    USERNAME,
    WRITES,
    WRITTEN,
    fact,
    language_name,
    written,
)
from bot.requests.request import Lead, shown
from bot.requests.status_text import STATUS, standing
from bot.ui.i18n import Translator
from flows.engine import OnCard
from flows.formats import FORMATS
from flows.recommend import recommend
from flows.summary import lines

WIDTH = 76
"""Characters of a line: fits a page of A4 in a plain font."""


def printed(lead: Lead, speak: Translator, languages: Mapping[str, Translator]) -> str:
    """Return everything of a request in the language of `speak`; own words stand as they were written."""
    told = told_plainly(lead, speak, languages, shared=True)
    return "\n".join(part for line in told for part in _wrapped(line)) + "\n"


def told_plainly(lead: Lead, speak: Translator, languages: Mapping[str, Translator], *, shared: bool) -> Iterator[str]:
    """Yield the same as lines of any length; what is quoted is indented. `shared`: with who has taken it."""
    language = language_name(lead.language, speak, languages)
    yield from headed(speak(NUMBERED.filled(number=shown(lead.number))))
    name = lead.name or speak(NO_NAME)
    organisation = " ".join(lead.words("organisation").split())
    yield speak(NAMED.filled(name=name, organisation=organisation)) if organisation else name
    if lead.source:
        yield speak(CAME_FROM.filled(source=lead.source))
    if lead.username:
        yield speak(USERNAME.filled(username=lead.username))
    yield speak(FACT.filled(name=STATUS, answer=standing(lead, shared=shared)))
    if lead.agreed_at:
        yield f"{speak(WRITTEN.filled(moment=lead.agreed_at))} {speak(WRITES.filled(language=language))}"
    yield ""
    if lead.format in FORMATS:  # a damaged record tells none
        yield speak(SUGGESTED.filled(format=FORMATS[lead.format].name))
    yield ""
    yield from answers_told(lead, language, speak)
    reasons = recommend(lead.answers).because
    if reasons:
        yield ""
        yield speak(BECAUSE)
        yield from (f"  - {speak(reason)}" for reason in reasons)


def answers_told(lead: Lead, language: str, speak: Translator) -> Iterator[str]:
    """Yield every answer, then the own words; `language` is what `speak` calls the language they were written in."""
    for line in lines(lead.answers):
        if line.question.card is not OnCard.QUOTED:
            yield speak(fact(line, speak))
    for head, words in written(lead):
        yield ""
        yield speak(head.filled(language=language))
        yield from quoted(words)


def headed(title: str) -> tuple[str, str, str]:
    """Return a title as plain text has one: underlined, with an empty line below."""
    return title, "=" * len(title), ""


def quoted(words: str) -> Iterator[str]:
    """Yield words that somebody wrote, indented."""
    return (f"  {paragraph}".rstrip() for paragraph in words.splitlines())


def _wrapped(line: str) -> list[str]:
    """Return a line as lines that fit, those after the first indented; an empty line stays one."""
    indent = line[: len(line) - len(line.lstrip())]
    after = f"{indent}  " if line.lstrip().startswith("- ") else indent or "    "
    return wrap(line.strip(), WIDTH, initial_indent=indent, subsequent_indent=after, break_on_hyphens=False) or [""]
