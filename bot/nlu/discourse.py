"""A typed text read into words: which clause each stands in, what is denied, asked, taken back or preferred."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from bot.nlu.normalise import SPOKEN, languages, phrases, plain, words
from bot.nlu.stopwords import CLAUSE_STARTS
from flows.dataclass import dataclass

LONGEST_READ = 80
"""Words: what comes after them is not looked at."""

DENIAL_REACHES = 5
"""Words after a "not" that it may deny: "not a long process"."""


NEGATIONS = words("negations")
LACKING = words("lacking")
"""Deny one thing: "ilman perehdytystä ja voimat loppu" is about the strength as well."""
RELATIVE = words("relative")
EVERY = words("every")
ALL = words("all")
"""Before a relative clause: both together name somebody, "kaikki jotka täällä on"."""
QUESTION_WORDS = words("question_words")
TOPICS = words("topics")
"""Questions that tell what somebody is busy with: "how to support ..." says what it is about."""

MEANING = words("meaning")
"""What is asked about a word of ours: "what do you mean by crisis?"."""

REQUESTS = frozenset(phrases("requests"))
REJECTING = words("rejecting")
TROUBLES = words("troubles")
"""Told not to be one, a matter is nothing to talk about ("stress is no problem"), but a wish is granted."""
NOT_FOR = frozenset(phrases("not_for"))
"""What is said to be nothing for somebody is denied: "remote isn't for us"."""
ONLY = words("only")
SHORTEST_TOPIC = 5
"""Words: "mikä on kriisi" asks us, "mikä on minun paikkani tässä tiimissä" tells what somebody is busy with."""
EITHER = words("either")
AND = words("and")
EITHER_OF = words("either_of")
TURNS = words("turns")
FIRST = words("first")
THEN = words("then")
SEASONS = words("seasons")
"""Both told is two things in turn: "Teams in winter, in person in summer"."""
DOUBTING = words("doubting")
KNOWING = words("knowing")
STRIVING = words("striving")
CONTENT = words("content")
"""What somebody is with what is in order, and with a "not" before it what is not."""
PREFERRING = words("preferring")
IMPROVING = words("improving")
"""Before "better": what somebody wants to learn, nothing they prefer."""
THAN = words("than")
THOUGHT = words("thought")
SUPPOSED = words("supposed")
"""Said of what somebody no longer thinks, even without an "at first"."""
AT_FIRST = FIRST | words("at_first")
TURNING = words("turning")
HARD_CORRECTIONS = phrases("hard_corrections")
SOFT_CORRECTIONS = phrases("soft_corrections")
_TAKE_BACK = frozenset(sign[0] for sign in HARD_CORRECTIONS + SOFT_CORRECTIONS)


@dataclass(frozen=True, slots=True)
class Said:
    """Words in their plain spelling, with the clause and the sentence each stands in."""

    words: tuple[str, ...]
    clauses: tuple[int, ...]
    sentences: tuple[int, ...]

    def after(self, start: int) -> Said:
        """Return what was said from a word on."""
        return Said(self.words[start:], self.clauses[start:], self.sentences[start:])


LONGEST_TEXT = 1000
"""Characters of a text that are read: what comes after is kept by the caller, and tells no choice."""

_FORBIDDING = re.compile(r"\b(?:älä|älkää|älkä|älkäät)\b", re.IGNORECASE)
"""Read with its dots, for without them it is another word: "alkaa" begins, "ala" is a field."""

DOMAINS = frozenset({"fi", "com", "net", "org", "eu"})

_AND = "|".join(" ".join(language["and"] for language in languages()).split())
_BETWEEN_PARTS = re.compile(rf"[,;/&+\n]|\s(?:{_AND})\s", re.IGNORECASE)
_PUNCTUATION = ".,;:!?()<>\"'"


def without_addresses(text: str) -> str:
    """Leave out every address: a firm's is not the firm ("maija@firma.fi"). Linear in the length of the text."""
    return re.sub(r"\S+", lambda found: _unless_address(found[0]), text)


def _unless_address(token: str) -> str:
    bare = token.strip(_PUNCTUATION).casefold()
    name, sign, host = bare.rpartition("@")
    site = bare.partition("/")[0].rpartition(".")
    is_address = (
        (bool(sign) and (not name or "." in host))
        or bare.startswith(("http://", "https://", "www."))
        or (bool(site[0]) and site[2] in DOMAINS)
    )
    return f" {token[len(token.rstrip(_PUNCTUATION)) :]}" if is_address else token


@lru_cache(maxsize=8)  # one message is read for each thing that may be asked of it
def read(text: str) -> Said:
    """Read a text: commas and "but" part clauses, full stops sentences; addresses are left out."""
    words: list[str] = []
    clauses: list[int] = []
    sentences: list[int] = []
    clause = sentence = 0
    denied = False
    told = plain(_FORBIDDING.sub("ei", without_addresses(text[:LONGEST_TEXT])))
    for piece in re.findall(r"[^\W_]+|[,.;:!?()\n]|(?<=\s)[-–](?=\s)", told):
        if not piece[0].isalnum():
            clause += 1
            sentence += piece in ".!?\n"
            continue
        for word in SPOKEN.get(piece, piece).split():
            denied = denied or word in NEGATIONS
            joined = word in RELATIVE and words[-1:] and words[-1] in ALL
            if (word in CLAUSE_STARTS and not joined) or (
                word == "vaan" and denied
            ):  # without a "not" before it, vaan is "just"
                clause += 1
            words.append(word)
            clauses.append(clause)
            sentences.append(sentence)
    kept = slice(0, LONGEST_READ)
    return Said(tuple(words[kept]), tuple(clauses[kept]), tuple(sentences[kept]))


def corrections(said: Said, *, several: bool) -> Iterator[Said]:
    """Yield what was said after each taking back, the last first: "20 - ei kun 12"."""
    signs = HARD_CORRECTIONS if several else HARD_CORRECTIONS + SOFT_CORRECTIONS
    for at in range(len(said.words) - 1, 0, -1):
        for sign in signs if said.words[at] in _TAKE_BACK else ():
            if said.words[at : at + len(sign)] == sign and at + len(sign) < len(said.words):
                yield said.after(at + len(sign))


def parts_of(text: str) -> list[str]:
    """Return the parts of a list as they were typed: "jaksaminen, riidat ja palkka"."""
    return [part for part in _BETWEEN_PARTS.split(text) if part.strip()]


def denies(text: str) -> bool:
    """Say whether a text says no to anything: what it names is asked about, never taken."""
    said = read(text)
    last = next(corrections(said, several=False), said)
    return not NEGATIONS.isdisjoint(last.words)


def denied(said: Said, taken: frozenset[int], *, several: bool) -> frozenset[int]:
    """Return the places of words that are said no to; `taken`: the words of recognised phrases ("ei väliä")."""
    found: set[int] = set()
    words, clauses = said.words, said.clauses
    for at, word in enumerate(words):
        if at not in taken and denies_at(words, at):
            following = tuple(words[i] for i in range(at + 1, min(len(words), at + 3)) if clauses[i] == clauses[at])
            if (KNOWING.intersection(following) and (several or following[0] != "only")) or (
                several and (word == "cant" or (STRIVING | CONTENT).intersection(following))
            ):
                continue
            if (several and ONLY.intersection(following[:1])) or "muuta" in following[:2]:
                continue
            reach = range(at + 1, min(len(words), at + 1 + DENIAL_REACHES))
            if word in LACKING:
                reach = range(
                    at + 1, next((i for i in reach[:-1] if words[i] == "ja" and words[i + 1][-1] != "a"), reach.stop)
                )
            found |= {i for i in reach if clauses[i] == clauses[at]}
            after = {words[i] for i in range(at + 1, min(len(words), at + 4)) if clauses[i] == clauses[at]}
            rejecting = REJECTING | TROUBLES if several else REJECTING
            nothing_for = NOT_FOR.intersection(pairwise(words[at + 1 : at + 4])) and not after & TROUBLES
            if after & rejecting or nothing_for:
                found.update(_before(words, clauses, at))
        if (word in THAN or word == "kun") and PREFERRING.intersection(words[:at]):
            found |= {i for i in range(at + 1, min(len(words), at + 4)) if clauses[i] == clauses[at]}
        if word in ("sijaan", "sijasta"):
            found |= {at - 1}
    return frozenset(found | _given_up(words))


def denies_at(words: tuple[str, ...], at: int) -> bool:
    """Say whether a word is a "not"; a "no" with which a Finn begins is none."""
    return words[at] in NEGATIONS and not (words[at] == "no" and at + 1 < len(words) and not _english(words))


def main_clauses(said: Said) -> tuple[int, ...]:
    """Return the clause of each word, a "that ..." counted to the one before it: "en usko että ..."."""
    main = [*said.clauses[:1]]
    for (before, clause), word in zip(pairwise(said.clauses), said.words[1:], strict=True):
        main.append(main[-1] if clause == before or word == "etta" else clause)
    return tuple(main)


def reach_of(said: Said, at: int) -> frozenset[int]:
    """Return the places that a "not" may deny."""
    reach = range(at + 1, min(len(said.words), at + 1 + DENIAL_REACHES))
    return frozenset(i for i in reach if said.clauses[i] == said.clauses[at])


def _given_up(words: tuple[str, ...]) -> set[int]:
    """Return the places of what somebody thought before: "ensin meinasin että jaksaminen, mutta ..."."""
    for at, word in enumerate(words):
        if word in SUPPOSED or (word in THOUGHT and AT_FIRST.intersection(words[max(0, at - 2) : at + 3])):
            turn = next((i for i in range(at + 2, len(words)) if words[i] in TURNING), at)
            return set(range(at, turn))
    return set()


def _before(words: tuple[str, ...], clauses: tuple[int, ...], at: int) -> Iterator[int]:
    """Yield the few words that a rejection after them denies: "etä ei käy"."""
    for i in range(at - 1, max(-1, at - 5), -1):
        if clauses[i] != clauses[at] or words[i] in ("ja", "and"):
            return
        yield i


_FINNISH = words("finnish")


_ENGLISH = words("english")


def _english(words: tuple[str, ...]) -> bool:
    """Say whether this "no" is the English one: Finns begin with it ("no kai me voidaan etänä")."""
    return bool(_ENGLISH.intersection(words)) or not (
        _FINNISH.intersection(words) or any(w.endswith(("lla", "ssa", "sta", "lle", "ana")) for w in words)
    )


MOSTLY = words("mostly")
AT_TIMES = words("at_times")
SELDOM = frozenset(phrases("seldom"))
"""What begins to tell of the less usual: "mostly by video but twice a year ..."."""


def every_other(words: tuple[str, ...]) -> bool:
    """Say whether something holds not every time: "joka toinen kerta etänä", "usually ... but sometimes"."""
    if MOSTLY.intersection(words) and (AT_TIMES.intersection(words) or SELDOM.intersection(pairwise(words))):
        return True
    pairs = set(pairwise(words))
    return bool(pairs & {("joka", "toinen"), ("joka", "toisella"), ("every", "other"), ("every", "second")})


def in_turns(words: tuple[str, ...]) -> bool:
    """Say whether two things are told in turn: "välillä ... välillä", "first ... then", "every other"."""
    if any(words.count(word) > 1 for word in TURNS) or len(SEASONS.intersection(words)) > 1:
        return True
    return bool(FIRST.intersection(words) and THEN.intersection(words))


def wavering(words: tuple[str, ...]) -> bool:
    """Say whether more than one thing is considered: "aluksi vain minä, ehkä myöhemmin koko tiimi"."""
    doubts = sum(word in DOUBTING for word in words)
    return doubts > 1 or bool(FIRST.intersection(words) and THEN.intersection(words))


def not_only(words: tuple[str, ...]) -> bool:
    """Say whether a "not" takes nothing away: "not just in groups but one by one too"."""
    pairs = list(pairwise(words))
    start = next((at for at, (no, only) in enumerate(pairs) if no in NEGATIONS and only in ONLY | {"vain"}), len(words))
    return not {"but", "vaan", "mutta"}.isdisjoint(words[start + 2 :])


def related(said: Said) -> frozenset[int]:
    """Return the places that tell more of somebody named before: "kaksi sossua jotka ..."; not "joka toinen kerta"."""
    starts = [
        at
        for at, word in enumerate(said.words)
        if at and word in RELATIVE and not EVERY.intersection(said.words[at + 1 : at + 2])
    ]
    inside = {said.clauses[at]: at for at in reversed(starts)}
    return frozenset(
        at
        for at, clause in enumerate(said.clauses)
        if at >= inside.get(clause, len(said.words)) and not re.search("lle(en|ni|mme|nsa)$", said.words[at])
    )


FINE = words("fine")
"""What is said of that which is no matter for supervision: "the team spirit is fine"."""
BEING = words("being")
WORKING = words("working")
NOT_FINE = words("not_fine")
"""What makes "fine" something else before or after it: "good at ignoring us", "over my head"."""


def approved(said: Said) -> frozenset[int]:
    """Return the places of what is told to be in order: "the mood is great", "im happy with my workload"."""
    words, clauses = said.words, said.clauses
    found: set[int] = set()
    for at, word in enumerate(words):
        start = max(0, at - DENIAL_REACHES - 1)
        start = max([start, *(i + 1 for i in range(start, at) if words[i] in ("and", "ja"))])
        before = [i for i in range(start, at) if clauses[i] == clauses[at]]
        if any(words[i] in NEGATIONS or words[i] in ("should", "if", "could", "be") for i in before):
            continue
        following = words[at + 1 : at + 2] if clauses[at + 1 : at + 2] == clauses[at : at + 1] else ()
        if word in FINE and BEING.intersection(words[i] for i in before[-3:]) and not NOT_FINE.intersection(following):
            found.update(before)
        if word in WORKING and not following and len(before) < DENIAL_REACHES:
            found.update(before)
        if word in CONTENT and following == ("with",):
            found.update(i for i in range(at + 2, min(len(words), at + 7)) if clauses[i] == clauses[at])
    return frozenset(found)


FIRST_PERSON = words("first_person")
"""Somebody tells of themselves: "I'm an HR manager", and not "my boss is"."""
THANKS = words("thanks")
COURTESIES = words("courtesies") | THANKS


WISHING = words("wishing")
BESIDE = words("beside")
HELP = re.compile("ohjau|coach|sparra|valmen|^tuke|^apu|^supervis|^help$|^support$|^this$|^tata$")
SELF = words("self")


def wishes(said: Said) -> frozenset[int]:
    """Return the places that tell for whom help is wished: "haen ohjausta tiimilleni", "ryhmätyönohjausta"."""
    words = said.words
    start = next((at for at, word in enumerate(words) if word in WISHING), len(words))
    found: set[int] = set()
    for at in range(start + 1, len(words)):
        before = at - 1
        while words[before] in BESIDE or words[before].isdecimal():
            before -= 1
        for_them = re.search("lle(ni|mme)?$", words[at]) or "for" in words[before + 1 : at]
        helped = before == start or HELP.search(words[before]) or words[before] in WISHING
        if words[at] not in SELF and ("ohjau" in words[at] or (for_them and helped)):
            found.add(at)
    return frozenset(found)


def unanswering(said: Said, taken: frozenset[int], *, several: bool) -> frozenset[int]:
    """Return the places of words in counter-questions ("what is a pair?"), which answer nothing."""
    found: set[int] = set()
    for sentence in set(said.sentences):
        places = [at for at, each in enumerate(said.sentences) if each == sentence]
        start = next((at for at in places if said.words[at] not in _GREETINGS), places[0])
        first = said.words[start]
        if first not in QUESTION_WORDS or start in taken or said.words[start : start + 2] in REQUESTS:
            continue
        asked = tuple(said.words[at] for at in places if at >= start)
        brief = first in ("mika", "mita") and len(asked) < SHORTEST_TOPIC
        if not (several and first in TOPICS) or brief or MEANING.intersection(asked) or _is_asked_what(asked):
            found.update(places)
    return frozenset(found)


_WHAT_IS = frozenset(phrases("what_is"))
_OURS = words("ours")


def _is_asked_what(words: tuple[str, ...]) -> bool:
    """Say whether a short question asks what something is ("what is case work"), not what is the matter with us."""
    brief = words[:1] == ("whats",) or words[:2] in _WHAT_IS
    return brief and len(words) < 6 and not _OURS.intersection(words)


_GREETINGS = words("greetings")
