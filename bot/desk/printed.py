"""One request as plain text, to be printed or put into a folder. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from textwrap import wrap

from bot.desk.card import (
    BECAUSE,
    MESSAGE,
    NAMED,
    NO_NAME,
    NUMBERED,
    OWN_WORDS,
    SUGGESTED,
    USERNAME,
    WRITTEN,
    fact,
    language_name,
)
from bot.desk.standing import standing
from bot.i18n import Translator
from bot.lead import Lead, shown
from flows.formats import FORMATS
from flows.recommend import recommend
from flows.summary import lines

WIDTH = 76
"""Characters of a line: fits a page of A4 in a plain font."""

QUOTED = ("own_words", "message")


def printed(lead: Lead, speak: Translator, languages: Mapping[str, Translator]) -> str:
    """Return everything of a request in the language of `speak`; own words stand as they were written."""
    return "\n".join(_lines(lead, speak, languages)) + "\n"


def _lines(lead: Lead, speak: Translator, languages: Mapping[str, Translator]) -> Iterator[str]:
    title = speak(NUMBERED.filled(number=shown(lead.number)))
    language = language_name(lead.language, speak, languages)
    yield title
    yield "=" * len(title)
    yield ""
    name = lead.name or speak(NO_NAME)
    organisation = " ".join(lead.words("organisation").split())
    yield from _wrapped(speak(NAMED.filled(name=name, organisation=organisation)) if organisation else name)
    if lead.username:
        yield speak(USERNAME.filled(username=lead.username))
    yield from _wrapped(speak(standing(lead, shared=True)))
    if lead.agreed_at:
        yield from _wrapped(speak(WRITTEN.filled(moment=lead.agreed_at, language=language)))
    yield ""
    yield from _wrapped(speak(SUGGESTED.filled(format=FORMATS[lead.format].name)))
    yield ""
    for line in lines(lead.answers):
        if line.key not in QUOTED:
            yield from _wrapped(speak(fact(line, speak)))
    for head, key in ((OWN_WORDS, QUOTED[0]), (MESSAGE, QUOTED[1])):
        if lead.words(key):
            yield ""
            yield speak(head.filled(language=language))
            for paragraph in lead.words(key).splitlines():
                yield from _wrapped(paragraph, indent="  ")
    reasons = recommend(lead.answers).because
    if reasons:
        yield ""
        yield speak(BECAUSE)
        for reason in reasons:
            yield from _wrapped(f"- {speak(reason)}", indent="  ", after="    ")


def _wrapped(words: str, indent: str = "", after: str = "") -> list[str]:
    """Return words as lines that fit, those after the first indented by `after`; an empty line stays one."""
    after = after or indent or "    "
    return wrap(words, WIDTH, initial_indent=indent, subsequent_indent=after, break_on_hyphens=False) or [""]
