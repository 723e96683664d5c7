"""Words that tell what is asked elsewhere: kept for that question and shown at its turn, and nothing is guessed."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from bot.nlu.organisations import organisation_in
from bot.nlu.understand import Match
from bot.ops.understanding import meant
from bot.prospect.views import notices
from bot.ui.callbacks import Back, Choose, Do, Done, Tick
from bot.ui.i18n import Translator
from flows.engine import UNSURE
from flows.intake import CHALLENGE, WHO
from flows.places import load
from tests.bot.at import (
    AT_CHALLENGE,
    AT_OFFER,
    AT_PLACE,
    AT_TOGETHER,
    AT_TOWN,
    BEGUN,
    GROUP,
    Steps,
    asked,
    at,
    chosen,
    steps,
    told,
    words_of,
)
from tests.bot.prospects import Prospect, buttons, has_data, read

AT_PACE = steps("pace", "who.group", "challenge.cooperation", "place.on_site", town="Kajaani")
KAJAANI, OULU = "205", "564"


def told_ahead(who: Prospect, key: str) -> tuple[str, ...]:
    """Return what is kept for a question that has not been asked yet."""
    answer = who.now.told.answers.get(key)
    return answer.chosen if answer else ()


@pytest.mark.parametrize(
    ("language", "where", "words", "key", "kept"),
    [
        ("fi", BEGUN, "asun kajaanissa, etänä", "place", "remote"),
        ("fi", AT_CHALLENGE, "asun kajaanissa, etänä", "town", KAJAANI),
        ("fi", AT_CHALLENGE, "jaksaminen, etänä", "place", "remote"),
        ("fi", BEGUN, "asun kajaanissa, etänä kai helpoin", "place", "remote"),
        ("en", AT_CHALLENGE, "We have six new team leads in Oulu, remotely would be best.", "place", "remote"),
        ("fi", AT_CHALLENGE, "Jaksaminen. Mieluiten etänä, kiitos!", "place", "remote"),
        ("fi", AT_TOGETHER, "yhdessä ja etänä", "place", "remote"),
        ("fi", AT_TOGETHER, "yhdessä, pari tapaamista", "pace", "few"),
        ("en", BEGUN, "our whole team, on site", "place", "on_site"),
        ("en", AT_CHALLENGE, "We are a small accounting firm in Oulu and the workload is too much", "town", OULU),
        ("en", AT_PLACE, "remotely, a couple of times", "pace", "few"),
        ("en", BEGUN, "a group, please call me", "way", "phone"),
        ("fi", AT_PLACE, "etänä, ensi kuussa", "begin", "months"),
        ("en", AT_CHALLENGE, "Within a few months", "begin", "months"),  # the button's own words
    ],
)
def test_what_another_question_reads_exactly_is_kept_for_it(
    translators: Mapping[str, Translator], language: str, where: Steps, words: str, key: str, kept: str
) -> None:
    who = at(translators, where, language)
    who.writes(words)
    assert kept in (*told_ahead(who, key), *chosen(who, key))


@pytest.mark.parametrize(
    ("language", "where", "words"),
    [
        ("en", AT_CHALLENGE, "I'd like a bit of this and that"),
        ("en", AT_CHALLENGE, "everything okay at work, just want learn more about myself"),
        ("en", AT_CHALLENGE, "I'd like some distance from work, it follows me home"),
        ("en", AT_CHALLENGE, "my worker is long time sick and comes back soon"),
        ("en", AT_TOGETHER, "now and then alone, mostly the group"),
        ("fi", AT_CHALLENGE, "kiire ja paineet"),
        ("fi", AT_CHALLENGE, "kolari jossa kuoli lapsi, koko vuoro oli paikalla"),
        ("fi", AT_CHALLENGE, "kolarissa meni auto"),
        ("fi", AT_CHALLENGE, "Pekka Salo ei puhu kenellekään"),
        ("en", AT_CHALLENGE, "I own a hair salon and nobody stays"),
        ("fi", AT_CHALLENGE, "muutimme Oulusta Kajaaniin, Kempeleessä ja Iissä on yksiköt"),
        ("fi", AT_CHALLENGE, "jaksaminen, ehkä etänä tai sitten paikan päällä"),
        ("fi", AT_CHALLENGE, "jaksaminen, ei etänä"),
        ("fi", AT_CHALLENGE, "jaksaminen, ehkä etänä"),
        ("fi", AT_CHALLENGE, "jaksaminen, välillä paikan päällä"),
        ("fi", BEGUN, "mahdollisimman pian"),  # how long, or when to begin?
        ("en", AT_CHALLENGE, "stress, remotely. Or no, on site"),
        ("en", BEGUN, "could be a few, could be everyone"),
        ("en", AT_CHALLENGE, "tired. Too many years"),
    ],
)
def test_what_may_only_be_meant_is_kept_for_no_question(
    translators: Mapping[str, Translator], language: str, where: Steps, words: str
) -> None:
    who = at(translators, where, language)
    who.writes(words)
    assert {*who.now.told.answers}.isdisjoint({"place", "town", "pace", "begin", "way"})
    assert {*who.now.answers}.isdisjoint({"place", "town", "pace", "begin", "way"})


@pytest.mark.parametrize(
    ("language", "words"), [("fi", "asun kajaanissa, etänä"), ("en", "I live in Kajaani, remotely")]
)
def test_words_that_tell_nothing_but_what_is_asked_later_are_no_matter_and_are_shown(
    translators: Mapping[str, Translator], language: str, words: str
) -> None:
    who = at(translators, AT_CHALLENGE, language)
    who.writes(words)
    assert (asked(who), chosen(who, "challenge"), words_of(who, "own_words")) == ("challenge", (), "")
    assert told(who) == notices.KEPT_FOR.context
    shown = read(who.screen.html)
    assert translators[language](notices.KEPT_FOR.filled(choices="")).split(":")[0] in shown
    assert "Kajaani" in shown
    who.taps(Tick("challenge", "coping", on=True))
    who.taps(Done("challenge"))
    who.taps(Choose("together", "together"))
    assert (chosen(who, "place"), asked(who), told(who)) == (("remote",), "pace", notices.AS_TOLD.context)


def test_answer_told_before_is_shown_when_its_turn_comes_and_can_be_changed(
    translators: Mapping[str, Translator],
) -> None:
    who = at(translators, AT_CHALLENGE)
    who.writes("jaksaminen, paikan päällä, olemme Kajaanissa")
    who.taps(Done("challenge"))
    who.taps(Done("own_words"))
    who.taps(Choose("together", "together"))
    assert (chosen(who, "place"), chosen(who, "town"), asked(who)) == (("on_site",), (KAJAANI,), "pace")
    label = translators["fi"](next(c.label for c in who.now.step.question.choices)) if who.now.step else ""
    assert label
    assert "Kajaani" in read(who.screen.html)
    assert has_data(who.screen, Back("pace"))
    assert translators["fi"].language == "fi"
    who.taps(Back("pace"))
    assert asked(who) == "town"
    who.taps(Back("town"))
    assert asked(who) == "place"
    who.taps(Choose("place", "remote"))
    assert (chosen(who, "place"), asked(who)) == (("remote",), "pace")


def test_place_told_where_it_was_not_known_takes_the_place_of_not_knowing(
    translators: Mapping[str, Translator],
) -> None:
    who = at(translators, (*AT_TOWN, Choose("town", UNSURE)))
    assert asked(who) == "pace"
    who.writes("somewhere in Oulu")
    assert (chosen(who, "town"), asked(who)) == ((OULU,), "pace")
    assert "Oulu" in read(who.screen.html)


def test_topics_read_in_a_part_of_the_story_told_first_stay_ticked(translators: Mapping[str, Translator]) -> None:
    who = at(translators, (), "en")
    who.writes(
        "I'm HR manager at Testi Oy. We have six new team leads in Oulu, remotely would be best. What does it cost?"
    )
    who.taps(Do("first_words"))
    labels = [each.text.removeprefix("✓ ") for each in buttons(who.screen) if each.text.startswith("✓ ")]
    said = read(who.screen.html).rsplit("I understood: ", 1)[1]
    assert all(label in said for label in labels if label != "My own words")
    assert ("New job or role" in said) == ("New job or role" in labels)


def test_answer_given_for_real_is_not_changed_by_words_at_another_question(
    translators: Mapping[str, Translator],
) -> None:
    who = at(translators, AT_PACE)
    who.writes("pitkään, etänä")
    assert (chosen(who, "place"), chosen(who, "pace")) == (("on_site",), ("longer",))


def test_labels_told_for_later_stand_beside_what_was_understood(translators: Mapping[str, Translator]) -> None:
    who = at(translators, BEGUN, "en")
    who.writes("our whole team, remotely")
    shown = read(who.screen.html)
    assert "Our whole team or workplace · Remotely" in shown


def test_change_it_asks_again_everything_the_message_gave(translators: Mapping[str, Translator]) -> None:
    who = at(translators, AT_PLACE, "en")
    who.writes("remotely, a couple of times")
    assert chosen(who, "pace") == ("few",)
    who.taps(Do("misread"))
    assert asked(who) == "place"
    who.taps(Choose("place", "any"))
    assert (asked(who), chosen(who, "pace")) == ("pace", ("few",))


def test_edit_takes_back_what_was_told_for_another_question(translators: Mapping[str, Translator]) -> None:
    who = at(translators, BEGUN, "en")
    mine = who.writes("our whole team, remotely")
    who.edits(mine, "our whole team")
    assert told_ahead(who, "place") == ()
    assert chosen(who, "who") == ("community",)


def test_nothing_told_at_the_suggestion_is_lost(translators: Mapping[str, Translator]) -> None:
    who = at(translators, AT_OFFER, "en")
    who.writes("as soon as possible")
    assert told_ahead(who, "begin") == ("soon",)
    who.answers("offer.contact", until="way")
    assert chosen(who, "begin") == ("soon",)
    assert told(who) == notices.AS_TOLD.context


ORGANISATIONS = [
    ("olen töissä Kainuun hyvinvointialueella", "Kainuun hyvinvointialue"),
    ("Pohjois-Pohjanmaan hyvinvointialueen esihenkilö", "Pohjois-Pohjanmaan hyvinvointialue"),
    ("oulun kaupungilla töissä", "Oulun kaupunki"),
    ("Kempeleen kunnan varhaiskasvatus", "Kempeleen kunta"),
    ("Haemme työnohjausta Tilitoimisto Virtanen Oy:n väelle", "Tilitoimisto Virtanen Oy"),
    ("I work for the City of Oulu", "City of Oulu"),
    ("we are a small accounting firm in Oulu", ""),
    ("meidän kunnan esihenkilöt", ""),
    ("oman alueen hyvinvointialueella", ""),
    ("kasvun kaupunki", ""),
    ("Kainuun hyvinvointialue ja Oulun kaupunki yhdessä", ""),
    ("olen HR:ssä hyvinvointialueella", ""),
]


@pytest.mark.parametrize(("words", "name"), ORGANISATIONS)
def test_organisation_is_read_by_its_official_name_only(words: str, name: str) -> None:
    assert organisation_in(words, load()) == name


@pytest.mark.parametrize("where", [BEGUN, AT_CHALLENGE])
def test_organisation_told_is_offered_back_as_one_tap(translators: Mapping[str, Translator], where: Steps) -> None:
    who = at(translators, where)
    who.writes("Olen HR-päällikkö Kainuun hyvinvointialueella, kyse on esihenkilöistä ja heidän jaksamisestaan")
    who.answers(*(("role.orderer",) if where == AT_CHALLENGE else ()), until="organisation")
    assert "Kainuun hyvinvointialue" in read(who.screen.html)
    who.taps(Done("organisation"))
    assert (words_of(who, "organisation"), asked(who)) == ("Kainuun hyvinvointialue", "review")


PLAIN_ANSWERS = [
    ("who", (), "ryhmä", "a group"),
    ("sudden", ("who.group", "challenge.crisis", "challenge.coping"), "joo yksi tapahtuma", "yes one event"),
    ("together", GROUP, "yhdessä", "together"),
    ("company", ("who.self",), "kahden kesken", "one to one"),
    ("colleagues", ("who.self", "company.peers"), "koko tiimi", "the whole team"),
    ("place", GROUP, "etänä", "remotely"),
    ("town", (*GROUP, "place.on_site"), "Oulu", "Oulu"),
    ("pace", GROUP, "muutama kerta", "a few times"),
    ("people", GROUP, "kuusi", "six"),
    ("role", GROUP, "olen esihenkilö", "I'm their manager"),
    ("begin", GROUP, "heti", "as soon as possible"),
    ("way", GROUP, "puhelimitse", "by phone"),
    ("phone", (*GROUP, "way.phone"), "040 1234567", "040 1234567"),
    ("email", (*GROUP, "way.email"), "maija@firma.fi", "maija@firma.fi"),
    ("organisation", (*GROUP, "role.manager"), "Oulun kaupunki", "City of Oulu"),
]
"""Every question that takes a short answer but that of the matter, where a question may be what it is about."""


@pytest.mark.parametrize("language", ["fi", "en"])
@pytest.mark.parametrize(("key", "before", "fi", "en"), PLAIN_ANSWERS)
def test_short_answer_with_a_question_in_it_is_taken_and_the_question_answered_and_kept(
    translators: Mapping[str, Translator], language: str, key: str, before: tuple[str, ...], fi: str, en: str
) -> None:
    words, asks = {"fi": (fi, ", mutta mitä se maksaa?"), "en": (en, " and how much is it?")}[language]
    alone, both = (at(translators, steps(key, *before), language) for _ in range(2))
    alone.writes(words)
    both.writes(words + asks)
    assert both.now.answers == alone.now.answers
    assert both.now.reply is not None
    assert both.now.reply.context == "asked.price"
    assert translators[language](both.now.reply) in read(both.screen.html)
    assert both.now.told.asked == ({"fi": "mitä se maksaa?", "en": "how much is it?"}[language],)


@pytest.mark.parametrize(
    ("key", "before"), [("phone", ("way.phone",)), ("email", ("way.email",)), ("organisation", ("role.manager",))]
)
def test_question_alone_where_words_are_typed_is_answered(
    translators: Mapping[str, Translator], key: str, before: tuple[str, ...]
) -> None:
    who = at(translators, steps(key, *GROUP, *before))
    who.writes("mitä tämä maksaa?")
    assert (asked(who), told(who), who.now.told.asked) == (key, "asked.price", ("mitä tämä maksaa?",))


# --- what may only be meant is asked, not ticked -----------------------------------------------------------------

LONG = {
    "fi": "Olemme muistisairaiden ryhmäkodin väki ja omaiset soittavat iltaisin meille vuoroon monta kertaa, joten "
    "hoitajat tahtoisivat oppia vastaamaan heille",
    "en": "We run the memory clinic and relatives ring us several times every evening about medicine, so the nurses "
    "wonder what goes on in the mood of the ward and how to answer them",
}


@pytest.mark.parametrize(
    ("words", "plain", "perhaps"),
    [
        ("stress", ("coping",), ()),
        ("stress and conflicts", ("coping", "cooperation"), ()),
        ("we argue all the time and everybody is exhausted", ("coping", "cooperation"), ()),
        ("Siivouspalvelun esihenkilö tulee mukaan, ja muutama kerta varmaan riittää", (), ("single_matter",)),
        ("Haluttaisiin käydä tilanteita läpi koko talon voimin oikeiden esimerkkien kautta", ("cases",), ("coping",)),
    ],
)
def test_topic_told_by_a_slip_or_a_turn_of_phrase_beside_other_things_is_asked(
    words: str, plain: tuple[str, ...], perhaps: tuple[str, ...]
) -> None:
    found = meant(CHALLENGE, words)
    ticked = found.keys if isinstance(found, Match) else ()
    asked_about = found.perhaps if isinstance(found, Match) else getattr(found, "keys", ())
    assert set(plain) == set(ticked)
    assert {*perhaps} <= {*asked_about}


@pytest.mark.parametrize("language", ["fi", "en"])
def test_one_word_of_a_long_message_ticks_nothing_and_is_asked_about(
    translators: Mapping[str, Translator], language: str
) -> None:
    who = at(translators, AT_CHALLENGE, language)
    who.writes(LONG[language])
    assert chosen(who, "challenge") == ("words",)
    assert words_of(who, "own_words") == LONG[language]
    assert told(who) == notices.KEPT_AND_ASKED.context
    who.writes({"fi": "joo", "en": "yes"}[language])
    assert len(chosen(who, "challenge")) > 1


def test_death_told_in_a_long_message_is_still_a_crisis() -> None:
    words = (
        "Olemme kuuden hengen tiimi kotihoidosta ja viime viikolla työkaverimme kuoli kesken vuoron, olemme sekaisin"
    )
    found = meant(CHALLENGE, words)
    assert isinstance(found, Match)
    assert "crisis" in found.keys


def test_story_told_first_whose_topic_may_only_be_meant_is_kept(translators: Mapping[str, Translator]) -> None:
    who = at(translators, BEGUN)
    who.writes(LONG["fi"])
    assert words_of(who, "own_words") == LONG["fi"]
    assert chosen(who, "challenge") == ("words",)


STORY_THAT_ASKS = {
    "fi": "Olemme kuuden hoitajan ryhmä ja kaikki ovat uupuneita. Paljonko tämä maksaa?",
    "en": "We are a group of six nurses, exhausted by work. How much does it cost?",
}


@pytest.mark.parametrize("language", ["fi", "en"])
@pytest.mark.parametrize("used", [True, False])
def test_question_of_a_story_told_first_goes_along_only_when_the_story_may_be_used(
    translators: Mapping[str, Translator], language: str, *, used: bool
) -> None:
    who = at(translators, (), language)
    who.writes(STORY_THAT_ASKS[language])
    assert who.now.told.asked == ()
    who.taps(Do("first_words") if used else Choose("welcome", "begin"))
    asks = {"fi": "Paljonko tämä maksaa?", "en": "How much does it cost?"}[language]
    assert who.now.told.asked == ((asks,) if used else ())


@pytest.mark.parametrize(
    ("language", "where", "words", "key", "answer", "asks"),
    [
        ("en", AT_PACE, "regularly, and do you have references?", "pace", "longer", "do you have references?"),
        (
            "fi",
            AT_PLACE,
            "etänä, onkohan teillä kokemusta kouluista?",
            "place",
            "remote",
            "onkohan teillä kokemusta kouluista?",
        ),
        (
            "en",
            AT_TOGETHER,
            "together. Have you worked with nurses before?",
            "together",
            "together",
            "Have you worked with nurses before?",
        ),
    ],
)
def test_question_that_begins_with_no_question_word_is_kept_beside_an_answer_too(
    translators: Mapping[str, Translator], language: str, where: Steps, words: str, key: str, answer: str, asks: str
) -> None:
    who = at(translators, where, language)
    who.writes(words)
    assert chosen(who, key) == (answer,)
    assert who.now.told.asked == (asks,)
    assert who.now.reply is not None


@pytest.mark.parametrize(
    ("where", "words", "key", "answer"),
    [
        (AT_PLACE, "etänä, sopiiko?", "place", "remote"),
        (AT_PLACE, "paikan päällä meillä koululla?", "place", "on_site"),
    ],
)
def test_answer_put_as_a_question_asks_nothing(
    translators: Mapping[str, Translator], where: Steps, words: str, key: str, answer: str
) -> None:
    who = at(translators, where)
    who.writes(words)
    assert chosen(who, key) == (answer,)
    assert who.now.told.asked == ()


@pytest.mark.parametrize("words", ["yksi on ollut pitkään pois", "pitkään", "en tiedä kauanko, pitkään kai"])
def test_known_word_is_no_other_word_with_an_ending(words: str) -> None:
    assert "managers" not in getattr(meant(WHO, words), "keys", ())


def test_place_put_right_at_the_matter_is_said(translators: Mapping[str, Translator]) -> None:
    who = at(translators, AT_CHALLENGE, "en")
    who.writes("workload, remotely")
    who.writes("no, on site")
    assert told_ahead(who, "place") == ("on_site",)
    assert "On site" in read(who.screen.html)


@pytest.mark.parametrize("where", [AT_OFFER, (*AT_OFFER, Choose("offer", "later"))])
def test_number_left_at_the_suggestion_is_said_to_be_taken(translators: Mapping[str, Translator], where: Steps) -> None:
    who = at(translators, where, "en")
    who.writes("call me 0401234567")
    assert words_of(who, "phone") == "+358401234567"
    assert "By phone" in read(who.screen.html)
