"""What becomes of typed words beside plain answers: nothing told is lost, and only what is on show can be meant."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from bot.events import Typed
from bot.prospect.counters import how_typed
from bot.prospect.features.first_words import USE
from bot.prospect.handlers.text_choice import labels
from bot.prospect.state import State
from bot.prospect.views import notices
from bot.prospect.views.crisis_help import TOLD
from bot.ui.callbacks import Choose, Do, Done, Show, Tick, WhatIf, encode
from bot.ui.i18n import Translator
from flows.engine import SKIP, UNSURE
from flows.intake import CHALLENGE, DONT_KNOW, WHO
from flows.text import OneOf
from tests.bot.at import (
    AT_BEGIN,
    AT_CHALLENGE,
    AT_COMPANY,
    AT_OFFER,
    AT_PLACE,
    AT_REVIEW,
    AT_TOGETHER,
    AT_TOWN,
    AT_WAY,
    BEGUN,
    Steps,
    asked,
    at,
    chosen,
    words_of,
)
from tests.bot.prospects import read


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fi", "en tiedä mistä aloittaisin, kaikki on sekaisin ja väki irtisanoutuu"),
        ("en", "i don't know where to start, people keep quitting all the time"),
        ("fi", "jaksaminen, palkkaus"),
        ("en", "stress, pay"),
        ("fi", "johtaminen"),
        ("fi", "😢"),
    ],
)
def test_what_is_told_is_kept_whatever_else_is_recognised(
    translators: Mapping[str, Translator], language: str, words: str
) -> None:
    who = at(translators, AT_CHALLENGE, language)
    who.writes(words)
    assert asked(who) == "challenge"
    assert words_of(who, "own_words") == words
    assert "words" in chosen(who, "challenge")


@pytest.mark.parametrize(("language", "words"), [("fi", "uupumus ja riidat"), ("en", "stress and conflicts")])
def test_list_of_which_every_part_is_recognised_needs_no_own_words(
    translators: Mapping[str, Translator], language: str, words: str
) -> None:
    who = at(translators, AT_CHALLENGE, language)
    who.writes(words)
    assert set(chosen(who, "challenge")) == {"coping", "cooperation"}
    assert words_of(who, "own_words") == ""


@pytest.mark.parametrize("words", ["?", "moi", "kiitos", "ei", "17", "..."])
def test_greeting_is_no_matter_to_be_kept(translators: Mapping[str, Translator], words: str) -> None:
    who = at(translators, AT_CHALLENGE)
    who.writes(words)
    assert (asked(who), chosen(who, "challenge"), words_of(who, "own_words")) == ("challenge", (), "")
    assert who.now.notice == notices.NOT_UNDERSTOOD


@pytest.mark.parametrize(
    ("language", "words", "key"), [("fi", "en tiedä", UNSURE), ("en", "no idea", UNSURE), ("fi", "ohita", SKIP)]
)
def test_going_on_without_an_answer_is_said(
    translators: Mapping[str, Translator], language: str, words: str, key: str
) -> None:
    for steps, question in ((AT_CHALLENGE, "challenge"), (AT_TOGETHER, "together"), (AT_TOWN, "town")):
        who = at(translators, steps, language)
        who.writes(words)
        assert chosen(who, question) == (key,)
        shown = read(who.screen.html)
        understood = notices.SKIPPED if key == SKIP else notices.TYPED_CHOSEN.filled(choices=DONT_KNOW.label)
        assert translators[language](understood) in shown
        assert ": ." not in shown


@pytest.mark.parametrize(
    ("language", "words", "place", "town"),
    [
        ("fi", "paikan päällä Oulussa", "on_site", "564"),
        ("fi", "työpaikalla kempeleessä", "on_site", "244"),
        ("en", "on site in Kempele", "on_site", "244"),
        ("en", "our office in Rovaniemi", "on_site", "698"),
        ("fi", "tulisitko meidän koululle?", "on_site", ""),
    ],
)
def test_municipality_told_with_the_place_is_not_asked_again(
    translators: Mapping[str, Translator], language: str, words: str, place: str, town: str
) -> None:
    who = at(translators, AT_PLACE, language)
    who.writes(words)
    assert chosen(who, "place") == (place,)
    assert chosen(who, "town") == ((town,) if town else ())


@pytest.mark.parametrize("words", ["etä tai oulu", "remote or oulu"])
def test_remote_or_a_municipality_is_asked_back(translators: Mapping[str, Translator], words: str) -> None:
    who = at(translators, AT_PLACE, "fi" if "tai" in words else "en")
    who.writes(words)
    assert (asked(who), chosen(who, "place")) == ("place", ())
    assert who.now.notice is not None
    assert who.now.notice.context == notices.WHICH.context


@pytest.mark.parametrize(
    ("words", "meant"),
    [("1", "group"), ("2", "community"), ("eka", "group"), ("the second one", "community"), ("9", "leadership")],
)
def test_place_after_a_question_back_is_one_of_those_asked_about(
    translators: Mapping[str, Translator], words: str, meant: str
) -> None:
    who = at(translators, BEGUN)
    who.writes("ryhmä tai koko työyhteisö")
    assert who.now.notice == notices.WHICH.filled(choices=OneOf(labels(WHO, ("group", "community"))))
    who.writes(words)
    assert chosen(who, "who") == (meant,)


@pytest.mark.parametrize(("words", "ticks"), [("2", {"new_role"}), ("molemmat", {"growth", "new_role"})])
def test_place_among_the_matters_asked_about_is_ticked(
    translators: Mapping[str, Translator], words: str, ticks: set[str]
) -> None:
    who = at(translators, AT_CHALLENGE)
    who.writes("johtajuus")
    assert who.now.notice == notices.KEPT_AND_ASKED.filled(choices=OneOf(labels(CHALLENGE, ("growth", "new_role"))))
    who.writes(words)
    assert set(chosen(who, "challenge")) == {"words", *ticks}
    assert words_of(who, "own_words") == "johtajuus"


@pytest.mark.parametrize(
    ("words", "town"), [("kajaanissa ehkä", "205"), ("maybe Oulu", "564"), ("not sure, probably Kajaani", "205")]
)
def test_perhaps_a_municipality_is_that_municipality(
    translators: Mapping[str, Translator], words: str, town: str
) -> None:
    who = at(translators, AT_TOWN, "en")
    who.writes(words)
    assert chosen(who, "town") == (town,)


def test_at_the_municipality_one_may_turn_to_remote(translators: Mapping[str, Translator]) -> None:
    who = at(translators, AT_TOWN)
    who.writes("sittenkin etänä")
    assert (chosen(who, "place"), asked(who)) == (("remote",), "pace")


def test_too_far_place_is_put_right_by_naming_another(translators: Mapping[str, Translator]) -> None:
    who = at(translators, (*AT_TOWN, "Helsinki"))
    assert asked(who) == "far"
    who.writes("tarkoitin oulua")
    assert (chosen(who, "town"), asked(who)) == (("564",), "pace")


@pytest.mark.parametrize("words", ["ei", "ei käy", "haluan livenä", "no", "i want in person", "only on site"])
def test_no_to_remote_meetings_is_an_answer(translators: Mapping[str, Translator], words: str) -> None:
    who = at(translators, (*AT_TOWN, "Helsinki"))
    who.writes(words)
    assert (chosen(who, "far"), asked(who)) == (("on_site",), "pace")


@pytest.mark.parametrize(
    ("words", "way", "kept", "message"),
    [
        ("soita iltapäivällä 0401234567", "phone", "+358401234567", "soita iltapäivällä"),
        ("soita 0401234567 iltapäivällä", "phone", "+358401234567", "soita iltapäivällä"),
        ("soita 0401234567, en ehdi kirjoittaa", "phone", "+358401234567", "soita, en ehdi kirjoittaa"),
        ("soittakaa mulle 0401234567", "phone", "+358401234567", ""),
        ("Maija Meikäläinen, maija@firma.fi", "email", "maija@firma.fi", "Maija Meikäläinen"),
        ("maija@firma.fi tai 0401234567", "email", "maija@firma.fi", "tai 0401234567"),
        ("maija(at)firma.fi", "email", "maija@firma.fi", ""),
        ("0401234567 131052-308T", "phone", "+358401234567", ""),
    ],
)
def test_what_is_said_beside_a_number_or_address_goes_along(
    translators: Mapping[str, Translator], words: str, way: str, kept: str, message: str
) -> None:
    who = at(translators, AT_WAY)
    who.writes(words)
    if "131052" in words and asked(who) != "review":
        return  # two numbers are asked about; what matters is that the code goes nowhere
    assert chosen(who, "way") == (way,)
    assert words_of(who, way) == kept
    assert words_of(who, "message") == message


@pytest.mark.parametrize(
    ("first", "words", "way"),
    [
        ("phone", "maija@firma.fi", "email"),
        ("phone", "sittenkin sähköposti", "email"),
        ("email", "0401234567", "phone"),
        ("email", "soittakaa mieluummin", "phone"),
    ],
)
def test_another_way_of_being_answered_is_taken_where_one_was_asked_for(
    translators: Mapping[str, Translator], first: str, words: str, way: str
) -> None:
    who = at(translators, (*AT_WAY, Choose("way", first)))
    who.writes(words)
    assert chosen(who, "way") == (way,)
    # ... and the message can be edited like any other that became an answer
    who.edits(who.messages - 1, "040 765 4321")
    assert who.now.step is not None


@pytest.mark.parametrize("words", ["0401234567", "soita 0401234567", "maija@firma.fi"])
def test_number_at_the_suggestion_leaves_a_request_with_it(translators: Mapping[str, Translator], words: str) -> None:
    who = at(translators, AT_OFFER)
    who.writes(words)
    assert chosen(who, "offer") == ("contact",)
    assert chosen(who, "way") == ("email" if "@" in words else "phone",)
    assert asked(who) == "people"


def test_thanks_at_the_suggestion_are_not_told_that_they_are_not_kept(translators: Mapping[str, Translator]) -> None:
    for steps in (AT_OFFER, (*AT_OFFER, Choose("offer", "later"))):
        who = at(translators, steps)
        who.writes("Kiitos!")
        assert who.now.notice == notices.GO_ON
        who.writes("kissa istuu matolla")
        assert who.now.notice == notices.AT_OFFER
        assert who.now.told.said == ("kissa istuu matolla",)


def test_danger_told_at_the_suggestion_is_helped_and_not_kept(translators: Mapping[str, Translator]) -> None:
    who = at(translators, AT_OFFER)
    who.writes("en halua enää elää")
    assert (who.now.beside, who.now.told.said, who.now.notice) == (TOLD, (), notices.USE_BUTTONS)


@pytest.mark.parametrize("beside", ["ask", "ask_who"])
@pytest.mark.parametrize(
    ("words", "reply", "along"),
    [
        ("kauanko se kestää", "asked.own", False),
        ("voiko käydä iltaisin?", "asked.along", True),
        ("mitä tää maksaa?", "asked.price", True),
        ("kuka sä oot?", "asked.own", False),
    ],
)
def test_question_typed_where_questions_are_on_show_is_replied_to_there(
    translators: Mapping[str, Translator], beside: str, words: str, reply: str, *, along: bool
) -> None:
    for way in ((), AT_TOGETHER, AT_OFFER):
        who = at(translators, (*way, Show(beside)))
        who.writes(words)
        assert who.now.beside == "ask"
        assert who.now.notice is not None
        assert who.now.notice.context == reply
        assert (who.now.told.asked == (words,)) is along


def test_answer_typed_where_questions_are_on_show_is_taken(translators: Mapping[str, Translator]) -> None:
    who = at(translators, (*AT_PLACE, Show("ask")))
    who.writes("etänä")
    assert (who.now.beside, chosen(who, "place")) == ("", ("remote",))


@pytest.mark.parametrize("words", ["saako siitä todistuksen?", "voiko käydä iltaisin?"])
def test_short_question_before_the_start_goes_along(translators: Mapping[str, Translator], words: str) -> None:
    who = at(translators, ())
    who.writes(words)
    assert who.now.told.asked == (words,)


def test_no_of_a_correction_is_no_answer_to_the_question_on_show(translators: Mapping[str, Translator]) -> None:
    who = at(translators, (*AT_COMPANY, "yhdessä vertaisten kanssa"))
    assert asked(who) == "colleagues"
    who.writes("ei kun molempia")
    assert (chosen(who, "company"), chosen(who, "colleagues")) == (("turns",), ())


@pytest.mark.parametrize("words", ["lähetä", "hyväksyn ja lähetän", "ok", "joo", "kiitos"])
def test_request_is_sent_by_a_tap_and_the_word_for_it_is_no_message(
    translators: Mapping[str, Translator], words: str
) -> None:
    who = at(translators, AT_REVIEW)
    who.writes(words)
    assert (asked(who), words_of(who, "message")) == ("review", "")
    assert translators["fi"](notices.SENT_BY_TAP) in read(who.screen.html)
    who.writes("Voitteko soittaa iltapäivällä?")
    assert words_of(who, "message") == "Voitteko soittaa iltapäivällä?"


# --- only what is on show can be meant -----------------------------------------------------------------------

IN_TURN = WhatIf("alternately")


@pytest.mark.parametrize("words", ["joo", "valitse tämä", "2", "otan tämän"])
def test_other_suggestion_on_show_is_taken_by_its_words(translators: Mapping[str, Translator], words: str) -> None:
    who = at(translators, (*AT_OFFER, IN_TURN))
    who.writes(words)
    assert chosen(who, "together") == ("alternately",)
    assert asked(who) == "offer"


@pytest.mark.parametrize("words", ["takaisin", "1", "palaa omaan ehdotukseen", "ei"])
def test_other_suggestion_on_show_is_left_by_its_words(translators: Mapping[str, Translator], words: str) -> None:
    who = at(translators, (*AT_OFFER, IN_TURN))
    who.writes(words)
    assert (chosen(who, "together"), asked(who), who.now.beside) == (("together",), "offer", "")


def test_other_suggestion_stays_while_something_else_is_said(translators: Mapping[str, Translator]) -> None:
    who = at(translators, (*AT_OFFER, IN_TURN))
    for words in ("mitä tämä maksaa?", "kissa istuu matolla"):
        who.writes(words)
        assert who.now.beside == "if:alternately"
        assert chosen(who, "offer") == ()


@pytest.mark.parametrize("beside", ["privacy", "help", "urgent", "language"])
@pytest.mark.parametrize("words", ["takaisin", "1", "ok"])
def test_words_beside_the_flow_lead_back_to_it_and_choose_nothing(
    translators: Mapping[str, Translator], beside: str, words: str
) -> None:
    for steps in (AT_TOGETHER, AT_OFFER):
        who = at(translators, (*steps, Show(beside)))
        before = dict(who.now.answers)
        who.writes(words)
        assert dict(who.now.answers) == before
        assert who.now.beside == ""


def test_person_who_asks_to_be_called_at_the_urgent_help_leaves_contact_first(
    translators: Mapping[str, Translator],
) -> None:
    who = at(translators, (*AT_CHALLENGE, Show("urgent")))
    who.writes("soittakaa mulle")
    assert asked(who) == "way"


@pytest.mark.parametrize("words", ["ota yhteyttä", "1"])
def test_kept_suggestion_still_listens(translators: Mapping[str, Translator], words: str) -> None:
    who = at(translators, (*AT_OFFER, Choose("offer", "later")))
    assert who.now.state is State.KEPT
    who.writes("mitä maksaa?")
    assert who.now.notice is not None
    assert who.now.notice.context == "asked.price"
    who.writes(words)
    assert (chosen(who, "offer"), asked(who)) == (("contact",), "people")


@pytest.mark.parametrize(
    ("words", "language", "beside"),
    [
        ("english please", "en", ""),
        ("in english", "en", ""),
        ("suomeksi kiitos", "fi", ""),
        ("på svenska", "fi", "language"),
        ("poista tietoni", "fi", "erase"),
        ("lopeta", "fi", "stopped"),
    ],
)
def test_command_written_as_words_is_understood(
    translators: Mapping[str, Translator], words: str, language: str, beside: str
) -> None:
    for steps in (BEGUN, AT_CHALLENGE, AT_PLACE, AT_OFFER):
        who = at(translators, steps)
        before = dict(who.now.answers)
        who.writes(words)
        assert (who.now.language, who.now.beside) == (language, beside)
        assert dict(who.now.answers) == before


def test_not_knowing_what_it_is_about_needs_no_done_and_costs_no_ticks(translators: Mapping[str, Translator]) -> None:
    who = at(translators, AT_CHALLENGE)
    who.taps(Tick("challenge", "unsure", True))
    assert asked(who) == "together"
    who = at(translators, (*AT_CHALLENGE, Tick("challenge", "coping", True)))
    who.taps(Tick("challenge", "unsure", True))
    assert (asked(who), chosen(who, "challenge")) == ("challenge", ("unsure",))
    who.taps(Done("challenge"))
    assert asked(who) == "together"


@pytest.mark.parametrize(
    ("steps", "words", "name"),
    [
        (AT_PLACE, "etänä", "typed.place.taken"),
        (AT_PLACE, "etänä tai lähinä", "typed.place.asked"),
        (AT_PLACE, "qwertyuiop", "typed.place.missed"),
        (AT_CHALLENGE, "stressi", "typed.challenge.taken"),
        (AT_CHALLENGE, "qwertyuiop", "typed.challenge.missed"),
        (AT_TOWN, "Kajaani", "typed.town.taken"),
        (AT_TOWN, "Kajani", "typed.town.asked"),
    ],
)
def test_typed_words_are_counted_by_what_became_of_them(
    translators: Mapping[str, Translator], steps: Steps, words: str, name: str
) -> None:
    who = at(translators, steps)
    event = Typed(who.sender, who.place(who.writes(words)), words)
    assert how_typed(who.now, event) == name
    assert how_typed(who.now, replace(event, edited=True)) == ""
    assert how_typed(who.now, replace(event, place=who.place(1))) == ""


@pytest.mark.parametrize("steps", [(), BEGUN, AT_CHALLENGE, AT_PLACE, AT_TOWN, AT_OFFER])
@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("can we speak English", "fi"),
        ("Could you answer in English?", "fi"),
        ("actually english please", "fi"),
        ("do you have this in English?", "fi"),
        ("voidaanko puhua suomea", "en"),
        ("puhutteko suomea?", "en"),
        ("Can we do this in Finnish?", "en"),
    ],
)
def test_sentence_that_asks_for_the_other_language_switches_it(
    translators: Mapping[str, Translator], steps: tuple[str, ...], words: str, language: str
) -> None:
    who = at(translators, steps, language)
    before = dict(who.now.answers)
    who.writes(words)
    assert who.now.language != language
    assert dict(who.now.answers) == before


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("tiimissä puhutaan englantia", "fi"),
        ("haluaisin englannin opettajille työnohjausta", "fi"),
        ("Our working language is Finnish and that is hard", "en"),
        ("can we finish before Christmas?", "en"),
        ("could we meet in Finland?", "en"),
    ],
)
def test_sentence_that_only_names_a_language_does_not(
    translators: Mapping[str, Translator], words: str, language: str
) -> None:
    for steps in (BEGUN, AT_CHALLENGE, AT_PLACE):
        who = at(translators, steps, language)
        who.writes(words)
        assert who.now.language == language


@pytest.mark.parametrize(
    "words", ["no idea", "not sure yet, need to ask my boss first", "no, a group of us", "en halua elää", "en tiedä"]
)
def test_what_is_no_other_answer_changes_nothing_that_was_told(
    translators: Mapping[str, Translator], words: str
) -> None:
    who = at(translators, (*AT_CHALLENGE,))
    told = who.now.answers["who"]
    who.writes(words)
    assert who.now.answers["who"] == told


@pytest.mark.parametrize("words", ["my colleague died at work yesterday", "our manager was killed in an accident"])
def test_who_has_died_is_not_who_takes_part(translators: Mapping[str, Translator], words: str) -> None:
    who = at(translators, BEGUN, "en")
    who.writes(words)
    assert who.now.notice == notices.SORRY
    assert asked(who) == "who"
    assert "role" not in who.now.told.answers
    who.does(Choose("who", "community"))
    assert "crisis" in chosen(who, "challenge")


def test_not_knowing_is_no_choice_to_choose_among(translators: Mapping[str, Translator]) -> None:
    who = at(translators, ())
    who.writes("Moi, olen sairaanhoitaja ja väsynyt, haluan jutella kahden kesken. Mitä se maksaa?")
    who.does(USE)
    assert who.now.notice == notices.WHICH.filled(choices=OneOf(labels(WHO, ("employee", "pair"))))


@pytest.mark.parametrize(
    ("language", "words", "people"),
    [
        ("en", "Hello, I am in HR at a firm. We need supervision for six new team leads. They began in May.", "6"),
        (
            "fi",
            "Kirjoitan isosta talosta. Työnohjaus tulisi kuudelle esihenkilölle. Kaikki ovat aloittaneet keväällä.",
            "6",
        ),
        ("en", "Hello, I am in HR at a firm. We need supervision for several managers. They began 6 weeks ago.", ""),
    ],
)
def test_people_are_counted_in_the_sentence_that_tells_who(
    translators: Mapping[str, Translator], language: str, words: str, people: str
) -> None:
    who = at(translators, BEGUN, language)
    who.writes(words)
    assert chosen(who, "who") == ("managers",)
    assert words_of(who, "who") == people


def test_few_that_may_be_meant_are_all_that_is_offered(translators: Mapping[str, Translator]) -> None:
    who = at(translators, (*BEGUN, "aloitin just esihenkilönä ja tiimissä on sairauspoissaoloja"))
    assert who.now.notice == notices.WHICH.filled(choices=OneOf(labels(WHO, ("manager", "group"))))
    other = Show("flow")
    assert [each.data for row in who.screen.rows for each in row][:4] == [
        *(encode(Choose("who", key)) for key in ("self_manager", "manager", "group")),
        encode(other),
    ]
    who.taps(other)
    assert who.screen.rows[0][0].data == encode(Choose("who", "self"))
    assert asked(who) == "who"
    assert not who.now.notice


def test_question_at_the_suggestion_does_not_post_it_again(translators: Mapping[str, Translator]) -> None:
    who = at(translators, AT_OFFER)
    whole = len(read(who.screen.html))
    who.writes("voiko iltaisin tavata?")
    assert who.now.told.asked == ("voiko iltaisin tavata?",)
    assert len(read(who.screen.html)) < whole / 2


@pytest.mark.parametrize("leaves", [Do("remind"), Do("stop")])
@pytest.mark.parametrize("words", ["moi, jatketaan", "hi, I'm back"])
def test_person_who_comes_back_is_welcome_and_not_misunderstood(
    translators: Mapping[str, Translator], leaves: Do, words: str
) -> None:
    who = at(translators, (*AT_PLACE, leaves))
    who.writes(words)
    assert (asked(who), who.now.beside, who.now.notice) == ("place", "", notices.GO_ON)


@pytest.mark.parametrize("words", ["ensi syksynä", "elokuussa", "in January"])
def test_start_that_no_choice_names_is_kept_in_their_words(translators: Mapping[str, Translator], words: str) -> None:
    who = at(translators, AT_BEGIN)
    who.writes(words)
    assert (asked(who), who.now.notice, who.now.told.said) == ("begin", notices.KEPT_BESIDE, (words,))
