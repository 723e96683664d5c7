"""Every screen on every way through the conversation, in every language, by tapping the buttons that are there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from copy import copy
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from bot.ops.catalogues import extract
from bot.prospect.handlers.text_before import misread
from bot.prospect.state import Conversation, State
from bot.prospect.views import notices
from bot.prospect.views.screens import SENT, keyboard, screen
from bot.ui.callbacks import Back, Brief, Choose, Do, Done, Open, Show, Speak, Tick, decode
from bot.ui.i18n import LOCALES, Translator, catalogue_path
from bot.ui.po_files import read_catalogue
from bot.ui.render import length
from bot.ui.screens import Keyboard, Screen
from flows.engine import UNSURE, Kind, Stage, chosen
from flows.formats import FORMATS
from flows.intake import INTAKE
from tests.bot.prospects import CHOSEN, Prospect, buttons, check, has_data, lived_through, prospect, read

ROOT = Path(__file__).resolve().parents[2]
TYPED: dict[str, tuple[str, ...]] = {
    "own_words": ("Much has changed {here} & <there>",),
    "town": ("Oulu", "Kuopio", "Helsinki", "Tukholma", "Lappi", "qwrtpsdf"),
    "phone": ("040 123 4567", "112"),
    "email": ("anna@example.org", "anna@gmial.com", "anna"),
}
"""What is typed where something has to be, what is refused included."""


@dataclass
class Seen:
    """What a walk through the conversation came across, each screen once."""

    screens: dict[tuple[str, Screen], Conversation] = field(default_factory=dict)
    keyboards: set[tuple[str, Screen]] = field(default_factory=set)
    questions: set[str] = field(default_factory=set)
    tapped_twice: set[tuple[str, tuple[str, ...]]] = field(default_factory=set)
    ends: set[State] = field(default_factory=set)


def after(who: Prospect, *taps: Choose | Tick | Done | Open | Do | Show | Back | str) -> Prospect:
    """Return another prospect, who has tapped (or, for text, typed) this; `who` stays where they are."""
    other = copy(who)
    for each in taps:
        if isinstance(each, str):
            other.writes(each)
        else:
            assert has_data(other.screen, each), (each, [button.data for button in buttons(other.screen)])
            other.taps(each)
    return other


def tapped(who: Prospect, *taps: Choose | Tick | Done) -> Prospect:
    """Return another prospect, who has tapped this, whether or not the screen shows it (other tests see to that)."""
    other = copy(who)
    for each in taps:
        other.taps(each)
    return other


def onwards(who: Prospect) -> Iterator[Prospect]:
    """Yield where the buttons and typed answers of the screen on show lead, forwards."""
    step = who.now.step
    if step is None:
        return
    question = step.question
    # What decides nothing is walked for one matter, or a new question would multiply the walk.
    decides = (
        question.decides or question.stage is not Stage.NEED or chosen(who.now.answers, "challenge") == ("growth",)
    )
    for choice in step.choices if decides or question.key in TYPED else step.choices[:1]:
        if question.kind is Kind.SEVERAL:
            yield tapped(who, Tick(question.key, choice.key, on=True), Done(question.key))
        else:
            yield tapped(who, Choose(question.key, choice.key))
    if question.key == "challenge":  # two that bring up a question of their own
        yield tapped(who, *(Tick("challenge", key, on=True) for key in ("coping", "crisis")), Done("challenge"))
    if question.key not in TYPED:
        return
    for words in TYPED[question.key]:
        if not step.answer.chosen and not who.now.notice:
            yield after(who, words)
    for button in buttons(who.screen):  # "is one of these the place?", "yes, it is right"
        data = decode(button.data)
        if isinstance(data, Choose) and question.choice(data.choice) is None:
            yield tapped(who, data)
        if isinstance(data, Done):
            yield tapped(who, data)


def worth_going_on(who: Prospect) -> bool:
    """Say whether to go beyond the suggestion: the contact questions depend on who takes part alone."""
    step = who.now.step
    if step is None or step.question.key != "offer":
        return True
    deciding = (each for each in INTAKE.asked(who.now.answers) if each.decides and each.key != "who")
    return all(who.now.answers[each.key].chosen == (each.offered(who.now.answers)[0].key,) for each in deciding)


def look(who: Prospect, seen: Seen) -> None:
    """Note what is on show, in every language, and tap everything on it twice."""
    now = who.now
    for language, speak in who.view.speak.items():
        shown_now = screen(replace(now, language=language), who.view)
        seen.screens.setdefault((language, shown_now), now)
        extra = keyboard(now, speak)
        if extra is not None:
            seen.keyboards.add((language, extra))
    step = now.step
    key = step.question.key if step else now.state.value
    seen.questions.add(key)
    shown = tuple(button.data for button in buttons(shown_now) if button.data)
    if (key, shown) in seen.tapped_twice:
        return
    seen.tapped_twice.add((key, shown))
    for data in shown:
        once = copy(who)
        once.taps(data)
        answers, sent = (once.now.answers if once.conversation else None), once.sent
        twice = copy(once)
        twice.taps(data, now.screen)
        assert (twice.now.answers if twice.conversation else None) == answers, data
        assert twice.sent == sent, data


@pytest.fixture(name="seen", scope="module")
def _seen(translators: Mapping[str, Translator]) -> Seen:
    """Walk every way forwards once."""
    seen = Seen()
    first = prospect(translators)
    first.commands("start")
    waiting = [first]
    while waiting:
        who = waiting.pop()
        look(who, seen)
        step = who.now.step
        if step is None:
            seen.ends.add(who.now.state)
        if worth_going_on(who):
            waiting.extend(onwards(who))
    return seen


def test_walk_reaches_every_question_every_format_and_both_ends(
    seen: Seen, translators: Mapping[str, Translator]
) -> None:
    on_request = {question.key for question in INTAKE.questions if question.on_request}
    bold = {words for _, shown in seen.screens for words in re.findall(r"<b>(.*?)</b>", shown.html)}

    assert seen.questions >= {question.key for question in INTAKE.questions} - on_request
    assert bold >= {translators["en"](each.name) for each in FORMATS.values()}
    assert seen.ends == {State.KEPT, State.SENT}


def test_every_screen_is_one_that_telegram_takes_and_a_person_can_read(seen: Seen) -> None:
    for (_, shown), conversation in seen.screens.items():
        check(shown, own_words="own_words" in conversation.answers)


def test_every_question_but_the_first_has_a_way_back(seen: Seen) -> None:
    for (_, shown), conversation in seen.screens.items():
        step = conversation.step
        if step and conversation.state is State.ASKING and step.question.key != "welcome":
            back = Do("misread") if misread(conversation) else Back(step.question.key)
            assert has_data(shown, back), step.question.key


def test_every_screen_that_asks_shows_the_choices_on_offer(seen: Seen) -> None:
    for (_, shown), conversation in seen.screens.items():
        step = conversation.step
        if step is None or conversation.state is not State.ASKING:
            continue
        for choice in step.choices:
            on = choice.key in step.answer.chosen
            key = step.question.key
            if choice.key == UNSURE and step.question.kind is Kind.SEVERAL and step.answer.chosen and not on:
                continue  # something is ticked, so it is known
            several = step.question.kind is Kind.SEVERAL
            assert has_data(shown, Tick(key, choice.key, not on) if several else Choose(key, choice.key))


def marks(who: Prospect) -> list[object]:
    return [decode(button.data) for button in buttons(who.screen) if button.text.startswith(CHOSEN)]


def test_chosen_answers_are_marked_when_a_question_is_opened_again(translators: Mapping[str, Translator]) -> None:
    who = begun(translators, Choose("who", "pair"), Tick("challenge", "coping", on=True))
    marked = marks(who)
    back = after(who, Back("challenge"))

    assert marked == [Tick("challenge", "coping", on=False)]
    assert marks(back) == [Choose("who", "pair")]


def test_reply_keyboards_fit_and_belong_to_places_and_numbers(seen: Seen) -> None:
    asks = set()
    for _, shown in seen.keyboards:
        assert read(shown.html)
        assert isinstance(shown.keyboard, Keyboard)
        assert 1 <= length(shown.keyboard.placeholder) <= 64
        asks |= {key.asks for row in shown.keyboard.rows for key in row}

    assert asks == {"contact", "location"}


def english(language: str) -> re.Pattern[str]:
    """Return what finds an English sentence of ours that has no business in another language."""
    catalogue = read_catalogue(catalogue_path(LOCALES, language))
    literals = []
    for message in extract(ROOT):
        forms = (message.id,) if isinstance(message.id, str) else tuple(message.id)
        translated = catalogue.get(forms[0], message.context)
        same = translated is not None and translated.string == message.id
        for form in forms:
            literal = max(re.split(r"\{\w+\}", form), key=len).strip()
            if not same and len(re.findall(r"[^\W\d_]", literal)) >= 4:
                literals.append(re.escape(literal))
    return re.compile(rf"(?<!\w)(?:{'|'.join(sorted(literals, key=len, reverse=True))})(?!\w)")


def test_no_english_sentence_shows_up_in_finnish(seen: Seen) -> None:
    pattern = english("fi")
    found: set[str] = set()
    for language, shown in (*seen.screens, *seen.keyboards):
        if language == "fi":
            words = "\n".join([read(shown.html), *(button.text for button in buttons(shown))])
            found |= set(pattern.findall(words))

    assert not found, sorted(found)


# --- beside the questions ---------------------------------------------------------------------------------


def begun(translators: Mapping[str, Translator], *taps: Choose | Tick | Done | Open | Show | Back | str) -> Prospect:
    who = prospect(translators)
    who.commands("start")
    return after(who, Choose("welcome", "begin"), *taps)


def at_review(translators: Mapping[str, Translator], way: str = "telegram", *typed: str) -> Prospect:
    who = begun(translators)
    who.answers("role.participant", until="way")
    return after(who, Choose("way", way), *typed)


BESIDE = ("privacy", "help", "urgent", "language", "again", "stopped", "erase", "care:own_words")


@pytest.mark.parametrize("language", ["en", "fi"])
@pytest.mark.parametrize("beside", BESIDE)
def test_screen_beside_the_questions_can_be_read_and_left(
    translators: Mapping[str, Translator], beside: str, language: str
) -> None:
    who = begun(translators)
    who.conversation = replace(who.now, beside=beside, language=language)
    check(who.screen)

    for button in buttons(who.screen):
        left = copy(who)
        left.taps(button.data)
        if left.conversation is not None:
            check(left.screen)
    assert any(decode(button.data) in (Show("flow"), Do("go_on"), Do("restart")) for button in buttons(who.screen))


def test_help_is_one_tap_away_where_the_challenge_is_asked(translators: Mapping[str, Translator]) -> None:
    who = begun(translators, Choose("who", "employee"), Show("urgent"))
    text = read(who.screen.html)

    assert "112" in text
    assert "116 117" in text
    assert after(who, Show("flow")).now.step == who.now.step


def test_typed_danger_brings_up_help_and_what_was_written_can_be_deleted(translators: Mapping[str, Translator]) -> None:
    who = begun(translators, Choose("who", "employee"), Tick("challenge", "words", on=True), Done("challenge"))
    told = after(who, "I think of suicide")

    assert "112" in read(told.screen.html)
    assert told.now.answers["own_words"].words == "I think of suicide"
    assert "own_words" not in after(told, Do("unwrite")).now.answers
    assert after(told, Do("go_on")).now.answers == told.now.answers


@pytest.mark.parametrize("at", ["who", "challenge"])
def test_typed_danger_brings_up_help_wherever_it_is_typed(translators: Mapping[str, Translator], at: str) -> None:
    who = begun(translators, *([Choose("who", "employee")] if at == "challenge" else []))

    assert "112" in read(after(who, "en halua elää").screen.html)


def test_notice_shows_above_a_screen_beside_the_questions(translators: Mapping[str, Translator]) -> None:
    who = begun(translators)
    who.commands("help")
    who.sends("sticker")

    assert translators["en"](notices.WRITE_IT) in read(who.screen.html)


# --- answers that must not be lost ------------------------------------------------------------------------


def test_own_words_typed_among_the_choices_are_kept(translators: Mapping[str, Translator]) -> None:
    who = begun(translators, Choose("who", "employee"), "qwertyx uiopzz", "asdfgh jklpoi")

    assert who.now.answers["own_words"].words == "qwertyx uiopzz\nasdfgh jklpoi"
    done = after(who, Done("challenge"))
    assert done.now.step is not None
    assert done.now.step.question.key == "company"


def test_longest_own_words_fit_the_screen_that_asks_them_again(translators: Mapping[str, Translator]) -> None:
    who = begun(translators, Choose("who", "employee"), "<" * 4096, Done("challenge"), Back("company"))

    assert who.now.step is not None
    assert who.now.step.question.key == "own_words"
    check(who.screen, own_words=True)
    assert len(after(who, Done("own_words")).now.answers["own_words"].words) == 4096


def test_more_own_words_than_fit_are_refused_and_the_first_kept(translators: Mapping[str, Translator]) -> None:
    who = begun(translators, Choose("who", "employee"), "x" * 4000, "y" * 4000, "z" * 200)

    assert who.now.answers["own_words"].words == "x" * 4000 + "\n" + "y" * 4000
    assert translators["en"](notices.TOO_LONG.filled(n=8202, limit=8192)) in read(who.screen.html)


@pytest.mark.parametrize(("way", "typed"), [("phone", "040 123 4567"), ("email", "anna@example.org")])
def test_contact_opened_again_can_be_kept(translators: Mapping[str, Translator], way: str, typed: str) -> None:
    who = at_review(translators, way, typed)
    back = after(who, Back("review"))

    assert typed.split("@")[0].replace(" ", "")[1:] in read(back.screen.html).replace(" ", "")
    assert after(back, Done(way)).now.answers == who.now.answers


def test_address_that_was_meant_is_taken_only_when_it_was_offered(translators: Mapping[str, Translator]) -> None:
    who = at_review(translators, "email", "anna@gmial.com")

    assert "anna@gmail.com" in read(who.screen.html)
    assert after(who, Done("email")).now.answers["email"].words == "anna@gmail.com"
    assert after(who, Choose("email", "as_typed")).now.answers["email"].words == "anna@gmial.com"


@pytest.mark.parametrize(
    ("key", "taps", "again"),
    [
        ("who", [Choose("who", "community")], True),
        ("who", [Choose("who", "employee")], False),
        ("challenge", [Tick("challenge", "crisis", on=True), Done("challenge"), Choose("sudden", "event")], True),
        ("challenge", [Tick("challenge", "crisis", on=True), Done("challenge"), Choose("sudden", "slow")], True),
        ("pace", [Choose("pace", "few")], False),
    ],
)
def test_suggestion_is_shown_again_when_a_changed_answer_changes_it(
    translators: Mapping[str, Translator], key: str, taps: list[Choose | Tick | Done], again: bool
) -> None:
    who = after(at_review(translators), Show("add"), Open("change"), Choose("change", key), *taps)

    assert who.now.step is not None
    assert (who.now.step.question.key == "offer") is again


@pytest.mark.parametrize("words", ["Lappi", "Oulu", "qwrtpsdf"])
def test_kept_suggestion_leads_on_after_an_edited_answer(translators: Mapping[str, Translator], words: str) -> None:
    who = begun(translators)
    who.answers("place.on_site", until="town")
    message = who.writes("Kajaani")
    who.answers(until="offer")
    who = after(who, Choose("offer", "later"))
    who.edits(message, words)
    if who.now.step is not None:
        who = after(who, Choose("town", "unsure"))
    assert who.now.state is State.KEPT
    who = after(who, Choose("offer", "contact"))

    assert who.now.step is not None
    assert who.now.step.question.key == "role"


def test_request_is_sent_once_however_often_it_is_agreed_to(translators: Mapping[str, Translator]) -> None:
    who = at_review(translators)
    shown = who.now.screen
    for _ in range(3):
        who.taps(Choose("review", "send"), shown)

    assert who.sent == 1
    assert translators["en"](SENT.filled(number="1")) in read(who.screen.html)


def test_old_change_button_does_nothing_at_the_first_question(translators: Mapping[str, Translator]) -> None:
    who = prospect(translators)
    who.commands("start")
    who.taps(Open("change"), 999)

    assert not who.now.answers


@pytest.mark.parametrize("key", [question.key for question in INTAKE.questions if question.on_request])
def test_question_on_request_can_be_opened_read_and_left(translators: Mapping[str, Translator], key: str) -> None:
    who = at_review(translators)
    opened = after(who, Show("add"), Open(key))
    for language in translators:
        check(screen(replace(opened.now, language=language), opened.view))

    assert opened.now.step is not None
    assert opened.now.step.question.key == key
    assert after(opened, Back(key)).now.answers == who.now.answers


def test_review_shows_the_card_in_either_language(translators: Mapping[str, Translator]) -> None:
    who = at_review(translators)
    hers = after(who, Show("card"))

    assert who.screen.html != hers.screen.html
    check(hers.screen)
    assert after(hers, Show("flow")).screen.html == who.screen.html


def test_language_switch_keeps_question_and_answers(translators: Mapping[str, Translator]) -> None:
    who = begun(translators, Choose("who", "employee"))
    other = copy(who)
    other.taps(Speak("fi"))

    assert other.now.answers == who.now.answers
    assert other.now.language == "fi"
    assert lived_through(other.now) == other.now


def test_brief_for_a_sent_request_comes_without_saying_again_how_it_stands(
    translators: Mapping[str, Translator],
) -> None:
    who = at_review(translators)
    who.taps(Choose("review", "send"))
    who.taps(Brief(answers=False, language="fi"))
    assert read(who.screen.html).strip() == translators["en"](notices.BRIEF_BELOW)
