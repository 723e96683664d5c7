"""What nobody expects: each gets a sensible answer and the current question (or silence), and no answer is lost."""

from __future__ import annotations

import asyncio
import base64

import pytest

from bot.local_telegram.rules import TEXT_LENGTH
from bot.local_telegram.shapes import Json
from tests.e2e.house import House
from tests.e2e.phone import Phone, said

BOTH = pytest.mark.parametrize("language", ["fi", "en"])
POLL = {
    "id": "1",
    "question": "?",
    "options": [],
    "total_voter_count": 0,
    "is_closed": False,
    "is_anonymous": True,
    "type": "regular",
    "allows_multiple_answers": False,
    "allows_revoting": True,
    "members_only": False,
}
FORGED = [
    "c:who:nobody",
    "c:review:send",
    "k:all:1",
    "x:erase",
    "t:challenge:hack:1",
    "hello",
    "c:who",
    "\x00",
    "a" * 64,
]


async def in_the_middle(home: House, language: str = "fi") -> Phone:
    """Somebody who is asked where to meet, with three answers given."""
    anna = await home.anna(language)
    await anna.answers("who.employee", "challenge.coping", until="place")
    await anna.is_at("place.ask")
    return anna


async def goes_on(home: House, anna: Phone) -> str:
    """Nothing is lost: the rest of the way leads to a card with the earlier answers; that card."""
    await anna.answers(until="sent")
    card = (await home.desk.reads("card.new", number="1")).text
    for key in ("who.employee", "told.challenge.coping", "company.own"):
        assert said(key, "fi") in card
    return card


@BOTH
@pytest.mark.parametrize(
    "content",
    [
        {"sticker": True},
        {"photo": True},
        {"voice": True},
        {"video": True},
        {"document": True},
        {"poll": POLL},
        {"dice": {"emoji": "🎲", "value": 6}},
        {"animation": {"file_id": "x", "file_unique_id": "y", "width": 1, "height": 1, "duration": 1}},
    ],
    ids=lambda content: next(iter(content)),
)
async def test_what_cannot_be_read_is_asked_to_be_written(home: House, content: Json, language: str) -> None:
    anna = await in_the_middle(home, language)
    await anna.sends(**content)
    await anna.is_at("notice.write_it")
    screen = await anna.is_at("place.ask")
    assert screen.message_id == anna.screen.message_id, "the question stands below what was sent"
    await goes_on(home, anna)


@BOTH
async def test_text_where_a_button_is_expected_is_understood_or_asked_again(home: House, language: str) -> None:
    anna = await in_the_middle(home, language)
    await anna.says("blaa blaa")
    await anna.is_at("notice.not_understood")
    await anna.is_at("place.ask")
    await anna.says(anna.words("place.remote").lower() + "!")
    await anna.is_at("pace.ask")
    await anna.picks("button.misread")
    await goes_on(home, anna)


@BOTH
async def test_too_long_text_is_told_its_length_and_limit(home: House, language: str) -> None:
    anna = await home.anna(language)
    await anna.reaches_review()
    await anna.picks("button.add", "button.organisation")
    await anna.says("x" * 121)
    await anna.is_at("notice.too_long", n=121, limit=120)
    await anna.is_at("organisation.ask")
    await anna.says("x" * 120)
    await anna.is_at("review.ask")


@pytest.mark.parametrize("language", ["fi", "en"])
async def test_longest_message_anywhere_is_answered(home: House, language: str) -> None:
    anna = await in_the_middle(home, language)
    await anna.says("å🙂 <b>" * (TEXT_LENGTH // 7))
    await anna.is_at("place.ask")
    await goes_on(home, anna)


async def test_invisible_text_is_asked_to_be_written_again(home: House) -> None:
    anna = await in_the_middle(home)
    await anna.says("\u200b\u2060\u200e")
    await anna.is_at("notice.empty")
    await goes_on(home, anna)


@BOTH
async def test_button_of_an_old_screen_says_so_and_changes_nothing(home: House, language: str) -> None:
    anna = await home.anna(language)
    await anna.answers(until="who")
    old = await anna.is_at("who.ask")
    await anna.answers("who.employee", until="challenge")
    await anna.says("?")  # the question is posted again below, the old screen stays above
    await anna.is_at("challenge.ask")
    await anna.taps(anna.words("who.group"), on=old)
    await anna.sees_notice(anna.words("notice.old_button"))
    await anna.is_at("challenge.ask")
    await anna.answers("challenge.coping", until="place")
    await goes_on(home, anna)


async def test_two_taps_at_once_answer_one_question_once(home: House) -> None:
    anna = await in_the_middle(home)
    screen = anna.living
    await asyncio.gather(
        anna.taps(anna.words("place.remote"), on=screen), anna.taps(anna.words("place.on_site"), on=screen)
    )
    await anna.is_at("pace.ask")
    await home.quiet()
    assert len(anna.notices) == len([call for call in home.calls("answerCallbackQuery") if call["status"] == 200])
    await anna.picks("button.back")
    await goes_on(home, anna)


async def test_ticking_twice_leaves_the_tick(home: House) -> None:
    anna = await home.anna("fi")
    await anna.answers("who.employee", until="challenge")
    screen = await anna.is_at("challenge.ask")
    await anna.taps(anna.words("challenge.coping"), on=screen)
    await anna.taps(anna.words("challenge.coping"), on=screen)
    await home.quiet()
    assert "✓ " + anna.words("challenge.coping") in anna.living.buttons
    await anna.picks("button.done")
    await anna.answers(until="place")
    await goes_on(home, anna)


async def test_done_without_a_choice_asks_for_one(home: House) -> None:
    anna = await home.anna("fi")
    await anna.answers("who.employee", until="challenge")
    await home.quiet()
    home.telegram.deeds.tap(
        anna.chat_id, anna.user_id, anna.living.message_id, "d:challenge"
    )  # nothing is ticked any more
    await anna.sees_notice(anna.words("notice.choose_first"))
    await anna.is_at("challenge.ask")


@BOTH
async def test_start_in_the_middle_offers_to_go_on_or_to_start_again(home: House, language: str) -> None:
    anna = await in_the_middle(home, language)
    await anna.says("/start")
    await anna.is_at("again.ask")
    await anna.picks("button.continue")
    await anna.is_at("place.ask")
    await goes_on(home, anna)


async def test_start_in_the_middle_and_again_forgets_the_answers(home: House) -> None:
    anna = await in_the_middle(home)
    await anna.says("/start")
    await anna.picks("button.again")
    await anna.sees_notice(anna.words("notice.restarted"))
    await anna.answers(until="who")
    screen = await anna.is_at("who.ask")
    assert not [label for label in screen.buttons if label.startswith("✓")]


@BOTH
async def test_unknown_command_points_to_help(home: House, language: str) -> None:
    anna = await in_the_middle(home, language)
    await anna.says("/foo bar")
    await anna.is_at("notice.unknown_command")
    await anna.is_at("place.ask")
    await goes_on(home, anna)


async def test_edited_answer_replaces_the_answer(home: House) -> None:
    anna = await home.anna("fi")
    await anna.answers("who.employee", "challenge.words", until="own_words")
    written = await anna.writes("Ensimmäinen muoto")
    await anna.is_at("company.ask")
    await anna.edits(written, "Toinen muoto")
    await anna.is_at("notice.edit_taken")
    await anna.answers(until="sent")
    card = (await home.desk.reads("card.new", number="1")).text
    assert "Toinen muoto" in card
    assert "Ensimmäinen" not in card


async def test_edit_of_a_message_that_told_several_things_changes_all_of_them(home: House) -> None:
    anna = await home.anna("fi")
    await anna.answers(until="who")
    written = await anna.says("meitä on kuuden hengen tiimi ja kaikki ihan poikki")
    await anna.is_at("challenge.ask")
    await anna.edits(written, "meitä on kahdeksan hengen tiimi, lähinnä kyse on riidoista keskenämme")
    screen = await anna.is_at("challenge.ask")
    assert "8 henkilöä" in screen.text
    await anna.picks("button.done")
    await anna.answers("role.participant", until="sent")
    card = (await home.desk.reads("card.new", number="1")).text
    assert "kahdeksan hengen" in card
    assert "kuuden hengen" not in card


async def test_message_that_was_not_understood_is_put_right_by_editing_it(home: House) -> None:
    anna = await in_the_middle(home)
    written = await anna.says("blaa blaa")
    await anna.edits(written, "etänä")
    await anna.is_at("pace.ask")


async def test_edited_other_message_changes_nothing(home: House) -> None:
    anna = await in_the_middle(home)
    first = await anna.says("blaa blaa")
    await anna.says("bloo bloo")
    await anna.edits(first, "etänä")
    await anna.is_at("place.ask")
    await anna.is_at("notice.edited")
    await goes_on(home, anna)


async def test_message_in_a_group_gets_silence_and_start_one_line(home: House) -> None:
    anna = await home.anna("fi")
    group = await home.telegram.group("Työporukka", [anna], administrator=True)
    await group.says("etänä")
    await group.sends(photo=True)
    await home.quiet()
    assert group.screens == []
    await group.says("/start")
    await home.quiet()
    assert [screen.text for screen in group.screens] == [anna.words("notice.private_only")]
    assert await home.app.store.transaction(lambda tx: tx.chats.load(group.chat_id)) is None


async def test_message_of_a_bot_gets_silence(home: House) -> None:
    anna = await in_the_middle(home)
    before = len(anna.messages)
    robot = {"id": 777, "is_bot": True, "first_name": "Robotti"}
    body = {
        "message_id": 500,
        "from": robot,
        "chat": {"id": anna.chat_id, "type": "private", "first_name": "Anna"},
        "date": home.telegram.model.now(),
        "text": "/delete",
    }
    home.telegram.updates.add("message", body, about=anna.chat_id)
    await home.quiet()
    assert len(anna.messages) == before
    await goes_on(home, anna)


async def test_malformed_update_is_kept_aside_and_the_chat_goes_on(home: House) -> None:
    anna = await in_the_middle(home)
    home.telegram.updates.add("message", {"message_id": "?", "chat": {"id": anna.chat_id}}, about=anna.chat_id)
    await anna.is_at("place.ask")
    await goes_on(home, anna)


@pytest.mark.parametrize("data", FORGED)
async def test_forged_button_does_nothing(home: House, data: str) -> None:
    anna = await in_the_middle(home)
    screen = anna.living
    await home.quiet()
    home.telegram.deeds.tap(anna.chat_id, anna.user_id, screen.message_id, data)
    await anna.is_at("place.ask")
    assert home.cards == []
    assert len(home.desk.messages) == 0
    await goes_on(home, anna)


async def test_tap_on_a_strangers_card_shows_nothing(home: House) -> None:
    anna = await home.anna("fi")
    await anna.leaves_request()
    eve = await home.anna("en", first_name="Eve", username="")
    await eve.says("/start")
    await home.quiet()
    home.telegram.deeds.tap(eve.chat_id, eve.user_id, eve.living.message_id, "k:all:1")
    await home.quiet()
    assert "Anna" not in eve.printed().replace("Eve", "")


MEAN = [
    "<b>lihava</b> & <a href='https://paha.example'>linkki</a>",
    "_*`[x](tg://user?id=1)`*_ </blockquote></b>",
    "&lt;script&gt; &amp; &#60;",
    "\u202egnirts\u202c \u200bpiilo\u200b\u2066x\u2069 \ufeff",
    "rivi\x0b\x07 \x1b[31mpunainen",
    "{name} {number} %s %(x)s",
    "x" * 80,
    "🙂" * 40,
]


@pytest.mark.parametrize("mean", MEAN, ids=range(len(MEAN)))
async def test_mean_words_stand_on_the_card_as_plain_words(home: House, mean: str) -> None:
    anna = await home.anna("fi", first_name=mean[:64])
    await anna.answers("who.employee", "challenge.words", until="own_words")
    await anna.says(mean)
    await anna.picks("button.done")
    await anna.answers(until="review")
    await anna.picks("button.add", "button.name")
    await anna.says(mean)
    await anna.picks("button.add", "button.organisation")
    await anna.says(mean)
    await anna.picks("button.add", "button.message")
    await anna.writes(mean)
    await anna.picks("review.send")
    message = (await home.desk.reads("card.new", number="1")).message
    text = message["text"].replace("\u2060", "")  # it keeps a name from becoming a link
    kept = "".join(c for c in mean if c.isprintable()).strip()
    assert text.count(kept) >= 3
    invisible = [c for c in text if not c.isprintable() and c not in "\n\u00a0"]
    assert invisible == []
    kinds = {entity["type"] for entity in message.get("entities", [])}
    assert kinds <= {"bold", "italic", "blockquote", "expandable_blockquote", "mention", "url", "email", "phone_number"}


async def test_telegram_name_that_misleads_is_shown_clean(home: House) -> None:
    anna = await home.anna("fi", first_name="A\u202ennA\u200b\n\nUusi yhteydenottopyyntö nro 99")
    await anna.leaves_request()
    text = (await home.desk.reads("card.new", number="1")).text
    assert "\u202e" not in text
    assert "\u200b" not in text
    assert not any(line == "Uusi yhteydenottopyyntö nro 99" for line in text.splitlines())


async def test_typed_name_and_organisation_of_several_lines_stay_on_one_line(home: House) -> None:
    anna = await home.anna("fi")
    await anna.reaches_review()
    await anna.picks("button.add", "button.name")
    await anna.says("Anna\n\nEhdotus: Kriisi")
    await anna.picks("button.add", "button.organisation")
    await anna.says("Yritys\nVastaus: puhelimitse, 0700 123")
    await anna.picks("review.send")
    lines = (await home.desk.reads("card.new", number="1")).text.splitlines()
    assert lines[1] == "Anna Ehdotus: Kriisi, Yritys Vastaus: puhelimitse, 0700 123"


async def test_words_below_a_file_are_taken_and_the_file_is_not_kept(home: House) -> None:
    anna = await home.anna("fi")
    await anna.answers("who.employee", "challenge.words", until="own_words")
    await anna.sends(document={"base64": base64.b64encode(b"x").decode()}, caption="salainen liite")
    await anna.is_at("notice.caption")
    await anna.is_at("own_words.ask")
