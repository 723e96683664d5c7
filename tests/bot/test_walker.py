"""Random people: right taps, old buttons, double taps, typed answers and nonsense, everything that can arrive.

What must hold after every single event is in `Walk.step`. A seed names a person, so a failure can be walked again.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from bot.prospect.draft import draft
from bot.prospect.handlers.taps import BESIDE
from bot.prospect.state import Conversation, State
from bot.prospect.views.screens import MISREAD, keyboard
from bot.requests.card import card
from bot.ui.callbacks import Choose, Do, Speak, decode, encode
from bot.ui.i18n import Translator
from bot.ui.screens import BACK
from flows.engine import SKIP, Answer, Answers, Kind, Stage
from flows.intake import INTAKE
from flows.what_if import CHANGES
from tests.bot.prospects import Prospect, buttons, check, prospect, read

PEOPLE = 40
EVENTS = 70

TYPED_LINES = [
    line.split("\t")[1]
    for language in ("en", "fi")
    for line in (Path(__file__).parents[1] / "data" / f"typed.{language}.tsv").read_text(encoding="utf-8").splitlines()
    if line.count("\t") == 2 and not line.startswith("#")
]
PLACES = ("Oulu", "oulusta", "Helsinki", "Stockholm", "Rovaniemi", "Lappi", "Uleåborg", "kuusamo?", "Nowhereville")
CONTACTS = ("040 123 4567", "+46 70 123 45 67", "112", "12", "anna@example.org", "anna@gmial.com", "a@b", "ä@ö.fi")
NONSENSE = (
    "",
    " ",
    "\u200b\u200d\ufeff",
    "\u202eabc\u2066",
    "\x00\x07",
    "<b>bold</b> & <script>alert(1)</script>",
    "</blockquote></b>",
    "{name} {0} %s %(n)s",
    "&lt;b&gt; &amp;",
    "🙂" * 40,
    "x" * 4096,
    "<" * 4096,
    "ä ö å Ž 漢字 עברית العربية",
    "line\nline\r\nline\u2028line",
    "en halua elää",
    "131052-308T",
    "/etc",
    "12345678901234567890",
    "٣",
    "-1",
    "0",
    "7",
    "skip",
    "ohita",
)
COMMANDS = ("start", "help", "language", "privacy", "mydata", "cancel", "delete", "apua", "peru", "nonsense", "kieli")
FORGED = (
    *("", "c", "c:who:nobody", "t:challenge:work_ability:1", "t:who:employee:1", "d:who", "d:pace", "o:who", "o:name"),
    *("o:message", "b:welcome", "c:review:send", "c:offer:contact", "c:change:who", "c:town:999", "c:email:as_typed"),
    *("l:xx", "s:card", "s:nothing", "x:erase", "x:unwrite", "x:go_on", "x:stop", "x:send", "x:code_in", "x:code_out"),
    *("k:all:1", "w:alone:0", "w:alone:1", "w:nothing:1", "f:1:fi", "🙂", "c:who:" + "e" * 60),
)

TYPED_THERE_TOO = {
    "offer": ("way", "phone", "email"),
    "way": ("phone", "email"),
    "phone": ("way", "email"),
    "email": ("way", "phone"),
    "place": ("town",),
    "town": ("place",),
    "far": ("town",),
    "review": ("way", "phone", "email"),
}
"""Other answers that words typed at a question may give as well: an address where a number was asked for."""

OWN_DOING = {Do("restart"), Do("new"), Do("erase"), Do("unwrite"), Do("leave"), Do("anew"), Do("withdraw")}
"""Taps with which a person gives answers away."""


@dataclass
class Walk:
    """One person, what they have seen, and what became of them."""

    who: Prospect
    dice: random.Random
    english: Mapping[str, Translator]
    shown: list[tuple[int, str]] = field(default_factory=list)
    written: list[int] = field(default_factory=list)
    last_tap: tuple[int, str] | None = None
    deeds: Counter[str] = field(default_factory=Counter)

    def step(self) -> None:
        """Do something, and see to it that everything that must hold still does."""
        before, sent = self.who.conversation, self.who.sent
        self.who.context = replace(self.who.context, now=self.who.context.now + self.dice.random() * 100)
        name, tapped = self._deed()
        self.deeds[name] += 1
        after = self.who.conversation
        self._sends_once(before, sent, tapped)
        if before is not None and not (tapped and decode(tapped) in OWN_DOING):
            assert after is not None, name
            self._nothing_lost(before, after, name, tapped)
        if after is not None:
            self._can_be_read(after)

    def _deed(self) -> tuple[str, str]:
        deeds: dict[str, tuple[int, Callable[[], str | None]]] = {
            "right tap": (50, self._right_tap),
            "old button": (8, self._old_button),
            "double tap": (8, self._double_tap),
            "forged": (3, lambda: self._tap(self.dice.choice(FORGED))),
            "typed": (10, lambda: self._write(self.dice.choice(TYPED_LINES))),
            "fitting": (10, self._fitting),
            "nonsense": (5, lambda: self._write(self.dice.choice(NONSENSE))),
            "edit": (4, self._edit),
            "contact": (2, self._contact),
            "location": (2, self._location),
            "sticker": (2, lambda: self.who.sends(self.dice.choice(("sticker", "voice", "photo", "pinned_message")))),
            "language": (2, lambda: self._tap(encode(Speak(self.dice.choice(("fi", "en")))))),
            "command": (
                3,
                lambda: self.who.commands(self.dice.choice(COMMANDS), self.dice.choice(("", "fi_web", "<"))),
            ),
        }
        name = self.dice.choices(list(deeds), [weight for weight, _ in deeds.values()])[0]
        return name, deeds[name][1]() or ""

    # --- deeds --------------------------------------------------------------------------------------------

    def _tap(self, data: str, message_id: int = 0) -> str:
        shown = self.who.conversation.screen if self.who.conversation else 0
        self.last_tap = (message_id or shown, data)
        self.who.taps(data, message_id)
        return data

    def _right_tap(self) -> str:
        if self.who.conversation is None:
            self.who.commands("start")
            return ""
        every = [button.data for button in buttons(self.who.screen) if button.data]
        forward = [data for data in every if isinstance(decode(data), Choose)]
        return self._tap(self.dice.choice(forward if forward and self.dice.random() < 0.7 else every))

    def _old_button(self) -> str:
        if not self.shown:
            return ""
        message_id, data = self.dice.choice(self.shown[-200:])
        return self._tap(data, message_id)

    def _double_tap(self) -> str:
        if self.last_tap is None or self.who.conversation is None:
            return ""
        message_id, data = self.last_tap
        self._tap(data, message_id)
        once = self.who.conversation
        self._tap(data, message_id)
        twice = self.who.conversation
        assert (once and once.answers) == (twice and twice.answers), data
        return data

    def _write(self, text: str) -> None:
        self.written.append(self.who.writes(text))

    def _fitting(self) -> None:
        """Type what the question on show wants, or one of its labels."""
        step = self.who.conversation.step if self.who.conversation else None
        kind = step.question.kind if step else Kind.STOP
        if step and kind in (Kind.ONE, Kind.SEVERAL):
            speak = self.who.view.speak[self.dice.choice(("fi", "en"))]
            return self._write(speak(self.dice.choice(step.choices).label))
        return self._write(self.dice.choice(PLACES if kind is Kind.TOWN else CONTACTS))

    def _edit(self) -> None:
        if self.written:
            self.who.edits(self.dice.choice(self.written[-3:]), self.dice.choice((*NONSENSE, *PLACES, *TYPED_LINES)))

    def _contact(self) -> None:
        self.who.shares_contact(self.dice.choice(("358401234567", "+88801234567", "1")), own=self.dice.random() < 0.7)

    def _location(self) -> None:
        self.who.shares_location(*self.dice.choice(((65.01, 25.47), (60.17, 24.94), (65.85, 24.18), (0.0, 0.0))))

    # --- what must hold -----------------------------------------------------------------------------------

    def _nothing_lost(self, before: Conversation, after: Conversation, name: str, tapped: str = "") -> None:
        if before.sent and not after.sent:
            return  # "Leave it as it was": what was sent is back, whole
        current = before.step.question.key if before.step else ""
        beside = before.beside.partition(":")[2]
        touched = {
            current,
            before.typed.asked,
            *before.typed.gave,
            *before.typed.before,
            beside,
            *made_by(tapped),
            *made_by(f"w:{beside}:1"),
        } - {""}
        touched |= {other for key in touched for other in TYPED_THERE_TOO.get(key, ())}
        if before.step and (before.step.question.stage is Stage.NEED or not tapped):
            touched |= {"way", "phone", "email"}  # a number instead of an answer
        changed = {each for each in {*before.answers, *after.answers} if content(before, each) != content(after, each)}
        for key in changed:
            question = INTAKE.question(key)
            assert question is not None
            was, now = content(before, key), content(after, key)
            if key in touched or was is None or question.kind is Kind.STOP:
                continue
            if key in ("own_words", "message") and now is not None and now.words.startswith(was.words):
                continue  # something was added
            assert not still_applies(key, was, now, after.answers), (name, key, was, now)
        if name in ("sticker", "language"):
            assert not changed, (name, changed)

    def _sends_once(self, before: Conversation | None, sent: int, tapped: str) -> None:
        agreed = self.who.sent - sent
        assert agreed in (0, 1)
        if agreed:
            assert tapped == "c:review:send"
            assert before is not None
            assert before.state is not State.SENT
            assert before.step is not None
            assert before.step.question.key == "review"
            assert self.who.now.state is State.SENT

    def _can_be_read(self, now: Conversation) -> None:
        shown = self.who.screen
        check(shown, own_words=True)
        self.shown += [(now.screen, button.data) for button in buttons(shown) if button.data]
        speak = self.who.view.speak[now.language]
        for button in buttons(shown):
            if button.data.startswith("b:"):
                assert button.text in (speak(BACK), speak(MISREAD))
        extra = keyboard(now, speak)
        if extra is not None:
            read(extra.html)
        for hers in self.who.view.speak.values():
            check(card(draft(now), hers, self.who.view.speak), own_words=True)


def content(conversation: Conversation, key: str) -> Answer | None:
    """What is held under a key, opened again or not; None when nothing is."""
    answer = conversation.answers.get(key)
    return replace(answer, open=False) if answer and (answer.chosen or answer.words) else None


def made_by(tapped: str) -> set[str]:
    """Return the question whose answer a tap on "this would change if" changes (its data: "w:<change>:1")."""
    parts = tapped.split(":")
    return {each.question for each in CHANGES if parts[0] == "w" and each.key in parts[1:2]}


def still_applies(key: str, was: Answer, now: Answer | None, answers: Answers) -> bool:
    """Say whether an answer that is gone, or a part of it, could have been kept."""
    question = INTAKE.question(key)
    closed = {each: replace(answer, open=False) for each, answer in answers.items()}
    if question is None or not question.when(closed):
        return False
    if was.words and (now is None or now.words != was.words):
        return True
    offered = {choice.key for choice in question.offered(closed)} | {SKIP}
    lost = set(was.chosen) - set(now.chosen if now else ())
    return bool(lost & offered) or (question.kind is Kind.TOWN and bool(lost))


def test_random_people_lose_nothing_and_are_never_stuck(translators: Mapping[str, Translator]) -> None:
    deeds: Counter[str] = Counter()
    states: Counter[str] = Counter()
    requests = 0
    for seed in range(PEOPLE):
        dice = random.Random(seed)
        walk = Walk(
            prospect(translators, dice.choice(("fi", "en", "sv")), desk=dice.choice(("fi", "en"))), dice, translators
        )
        try:
            for _ in range(EVENTS):
                walk.step()
                states[walk.who.conversation.state if walk.who.conversation else "nobody"] += 1
            finish(walk)
        except Exception as error:
            error.add_note(f"person {seed}, after {walk.deeds.total()} events")
            raise
        deeds += walk.deeds
        requests += walk.who.sent

    assert min(deeds.values()) > PEOPLE // 2, deeds
    assert len(deeds) == 13
    assert set(states) >= {State.ASKING, State.KEPT, State.SENT, "nobody"}
    assert requests >= PEOPLE


def finish(walk: Walk) -> None:
    """Whatever happened, right taps and fitting answers alone lead to a request that is sent."""
    sent = walk.who.sent
    if walk.who.conversation is not None and walk.who.now.sent:
        walk.who.taps("x:leave")
    if walk.who.conversation is None or walk.who.now.state is State.SENT:
        walk.who.commands("start")
        if walk.who.conversation is not None and walk.who.now.state is State.SENT:
            walk.who.taps(Do("new"))
    walk.who.taps("s:flow")
    for _ in range(60):
        if walk.who.sent > sent:
            return
        tap_on(walk)
        walk._can_be_read(walk.who.now)
    raise AssertionError(f"stuck at {walk.who.now.step}, {walk.who.now.beside}, {walk.who.now.state}")


FITTING = {"own_words": "Work", "town": "Oulu", "phone": "040 123 4567", "email": "anna@example.org"}
FORWARDS = ("c:review:send", "c:offer:contact", "c:place:remote")


def tap_on(walk: Walk) -> None:
    """Answer the question on show with a button that is there, or with words where there is none."""
    data = [button.data for button in buttons(walk.who.screen)]
    step = walk.who.now.step
    key = step.question.key if step else ""
    wanted = [each for each in FORWARDS if each in data]
    if "x:anew" in data:
        walk.who.taps(f"d:{key}")
    elif not wanted and key in FITTING:
        walk.who.writes(FITTING[key])
    elif key == "change":
        assert "b:change" in data
        walk.who.taps("b:change")
    elif step is not None and step.question.kind is Kind.SEVERAL:
        if not step.answer.chosen:
            walk.who.taps("t:challenge:growth:1")
        walk.who.taps("d:challenge")
    else:
        walk.who.taps((wanted or [each for each in data if each.startswith(f"c:{key}:")])[0])


def test_walker_finds_a_lost_answer(translators: Mapping[str, Translator]) -> None:
    walk = Walk(prospect(translators), random.Random(1), translators)
    walk.who.commands("start")
    for data in ("c:welcome:begin", "c:who:employee", "t:challenge:coping:1", "d:challenge", "c:company:own"):
        walk.who.taps(data)
    before = walk.who.now
    forgetful = replace(before, answers={key: each for key, each in before.answers.items() if key != "challenge"})

    with pytest.raises(AssertionError):
        walk._nothing_lost(before, forgetful, "right tap")


def test_screens_beside_the_questions_are_all_walked(translators: Mapping[str, Translator]) -> None:
    who = prospect(translators)
    who.commands("start")
    for what in BESIDE:
        who.taps(f"s:{what}")
        check(who.screen)
        who.taps("s:flow")
        assert who.now.beside == ""
