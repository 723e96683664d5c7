"""Every word reaches the right request, whole: replies, quotes, origins, markup, albums, reactions, and what cannot."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from bot.desk.delivery.relay import DELIVERED, EDIT_NOTICED
from bot.local_telegram.shapes import Json
from bot.requests.letters import ALBUM_SECONDS
from tests.e2e.desk.office import Office
from tests.e2e.phone import Phone

MAIJA: Mapping[str, Any] = {"type": "hidden_user", "sender_user_name": "Maija"}


def marks(phone: Phone, message: Json) -> list[str]:
    """The bot's reactions to a message."""
    found = phone.chat.reactions.get(message["message_id"], {})
    return [each["emoji"] for reactions in found.values() for each in reactions]


def sends_album(phone: Phone, *contents: Mapping[str, Any]) -> None:
    """Send files as one album, as a phone does: all at once."""
    album = phone.telegram.model.new_album()
    for content in contents:
        phone.telegram.deeds.send(phone.chat_id, phone.user_id, {**content, "media_group_id": album})


async def begins_anew(anna: Phone) -> None:
    await anna.picks("button.new")
    await anna.quiet()


async def answers_first_after_beginning_anew(office: Office, where: str) -> Phone:
    """A prospect with an answered request 1 whose newer conversation stands somewhere."""
    anna = await office.request()
    await office.replies("Thursday at 10?")
    await begins_anew(anna)
    if where == "sent":
        await anna.answers(until="sent")
    elif where == "kept":
        await anna.answers(until="offer")
        await anna.picks("offer.later")
    elif where == "middle":
        await anna.answers(until="way")
    elif where == "words":
        await anna.answers("way.telegram", until="review")
    return anna


@pytest.mark.parametrize("where", ["begun", "middle", "words", "kept", "sent"])
async def test_reply_belongs_to_the_request_it_answers_wherever_the_newer_conversation_stands(
    office: Office, where: str
) -> None:
    anna = await answers_first_after_beginning_anew(office, where)
    before = await anna.living_now()
    written = await anna.says("Torstai sopii", reply_to=await anna.reads_words("Thursday at 10?"))
    heading = office.desk.words("letter.from_prospect", number="1", name="Anna")
    assert heading in (await office.desk.reads_words("Torstai sopii")).text
    assert marks(anna, written) == [DELIVERED]
    assert (await anna.living_now()) == before
    assert (await office.lead()).handling.waits_since


async def test_reply_to_a_closed_request_is_not_passed_on_and_said_so(office: Office) -> None:
    anna = await office.request()
    await office.replies("Thursday at 10?")
    await office.desk.picks("button.lead.handled")
    await office.home.quiet()
    await office.home.passes(600)
    await begins_anew(anna)
    await anna.says("Torstai sopii", reply_to=await anna.reads_words("Thursday at 10?"))
    await anna.reads("notice.closed", number="1")
    assert "Torstai sopii" not in office.desk.printed()


async def test_help_and_identity_codes_are_seen_in_a_reply_as_everywhere(office: Office) -> None:
    anna = await answers_first_after_beginning_anew(office, "middle")
    asked = await anna.reads_words("Thursday at 10?")
    await anna.says("My code is 131052-308T", reply_to=asked)
    await anna.reads("notice.not_passed_on")
    assert "308T" not in office.desk.printed()
    await anna.says("I want to kill myself", reply_to=asked)
    await anna.reads("care.talk")
    await office.desk.reads_words("I want to kill myself")


async def test_two_proposals_are_told_apart_by_reply_and_quote(office: Office) -> None:
    anna = await office.request()
    first = await office.replies("Thursday at 10 or Friday at 11")
    await office.replies("Or Monday")
    await anna.says("This!", reply_to=await anna.reads_words("Thursday at 10"), quote="Friday at 11")
    arrived = (await office.desk.reads_words("This!")).message
    assert arrived["reply_to_message"]["message_id"] == first["message_id"]
    assert arrived["quote"]["text"] == "Friday at 11"


async def test_quote_that_the_other_chat_does_not_hold_is_left_out_and_the_reply_stays(office: Office) -> None:
    anna = await office.request()
    first = await office.replies("Thursday at 10?")
    heading = anna.words("letter.from_supervisor", number="1")
    await anna.says("Who?", reply_to=await anna.reads_words("Thursday at 10?"), quote=heading)
    arrived = (await office.desk.reads_words("Who?")).message
    assert arrived["reply_to_message"]["message_id"] == first["message_id"]


async def test_supervisors_reply_and_quote_point_to_the_prospects_own_message(office: Office) -> None:
    anna = await office.request()
    written = await anna.says("We are seven, in two towns.")
    there = await office.desk.reads_words("We are seven")
    await office.desk.says("Which ones?", reply_to=there, quote="two towns")
    arrived = (await anna.reads_words("Which ones?")).message
    assert arrived["reply_to_message"]["message_id"] == written["message_id"]
    assert arrived["quote"]["text"] == "two towns"


async def test_reply_to_an_own_message_that_was_passed_on_belongs_to_the_same_request(office: Office) -> None:
    anna, bea = await office.request(), await office.request("Bea", number=2)
    written = await office.replies("Thursday?", 1)
    await office.desk.says("At ten, I mean.", reply_to=written["message_id"])
    arrived = (await anna.reads_words("At ten, I mean.")).message
    assert "Thursday?" in arrived["reply_to_message"]["text"]
    assert "At ten" not in bea.printed()


async def test_one_message_arrives_as_one_with_its_head_in_one_line(office: Office) -> None:
    anna = await office.request()
    before = len(office.desk.screens)
    await anna.says("We are seven.")
    await anna.sends_photo("Our yard")
    await office.home.quiet()
    assert [screen.text for screen in office.desk.screens[before:]] == [
        f"{office.desk.words('letter.from_prospect', number='1', name='Anna')}\n{words}"
        for words in ("We are seven.", "Our yard")
    ]
    before = len(anna.screens)
    await office.replies("Thursday?")
    said = [screen.text for screen in anna.screens[before:] if not screen.buttons]
    assert said == [f"{anna.words('letter.from_supervisor', number='1')}\nThursday?"]


BARE: list[dict[str, Any]] = [
    {"sticker": True},
    {"location": {"latitude": 65.0, "longitude": 25.5}},
    {"dice": {"emoji": "🎲", "value": 3}},
]


@pytest.mark.parametrize("content", BARE, ids=lambda content: next(iter(content)))
async def test_what_carries_no_words_is_one_message_below_what_it_is_about(
    office: Office, content: dict[str, Any]
) -> None:
    anna = await office.request()
    card = await office.card()
    before = len(office.desk.screens)
    written = await anna.sends(**content)
    await office.home.quiet()
    (arrived,) = (screen.message for screen in office.desk.screens[before:])
    assert arrived["reply_to_message"]["message_id"] == card.message_id
    before = len(anna.screens)
    await office.desk.sends(sticker=True, reply_to_message_id=arrived["message_id"])
    await office.home.quiet()
    (back,) = (screen.message for screen in anna.screens[before:] if "sticker" in screen.message)
    assert back["reply_to_message"]["message_id"] == written["message_id"]
    assert anna.words("letter.from_supervisor", number="1") not in anna.printed()


async def test_head_of_a_bare_answer_to_the_card_comes_once_it_has_arrived(office: Office) -> None:
    anna = await office.request()
    await office.desk.sends(sticker=True, reply_to_message_id=(await office.card()).message_id)
    await office.home.quiet()
    head = await anna.reads("letter.from_supervisor", number="1")
    assert "sticker" in head.message["reply_to_message"]
    assert not head.text.endswith(":"), "nothing follows it"


async def test_long_text_that_leaves_no_room_for_a_head_arrives_whole(office: Office) -> None:
    anna = await office.request()
    await anna.says("a" * 4096)
    await office.desk.reads_words("a" * 4096)
    await office.desk.reads("letter.from_prospect", number="1", name="Anna")


async def test_markup_and_origin_cross_both_ways(office: Office) -> None:
    anna = await office.request()
    card = await office.card()
    for phone, other, reply in ((anna, office.desk, 0), (office.desk, anna, card.message_id)):
        link = {"type": "text_link", "offset": 4, "length": 4, "url": "https://example.fi/"}
        bold = {"type": "bold", "offset": 0, "length": 3}
        await phone.sends(text="See here <now>", entities=[bold, link], forward_origin=MAIJA, reply_to_message_id=reply)
        arrived = (await other.reads_words("See here <now>")).message
        kinds = {each["type"] for each in arrived["entities"]}
        assert {"bold", "text_link"} <= kinds
        assert "Maija" in arrived["text"].splitlines()[0]


async def test_forwarded_command_is_no_command(office: Office) -> None:
    anna = await office.request()
    await anna.sends(text="/delete everything", forward_origin=MAIJA)
    await office.desk.reads_words("/delete everything")
    assert anna.words("button.erase") not in anna.living.buttons


async def test_album_stays_one_both_ways(office: Office) -> None:
    anna = await office.request()
    card = await office.card()
    pictures = ({"photo": True, "caption": "Our yard"}, {"photo": True}, {"photo": True})
    sends_album(anna, *pictures)
    await office.home.quiet()
    await office.home.passes(ALBUM_SECONDS + 0.1)
    sends_album(office.desk, *({**each, "reply_to_message_id": card.message_id} for each in pictures))
    await office.home.quiet()
    await office.home.passes(ALBUM_SECONDS + 0.1)
    heads = (
        office.desk.words("letter.from_prospect", number="1", name="Anna"),
        anna.words("letter.from_supervisor", number="1"),
    )
    for phone, head in zip((office.desk, anna), heads, strict=True):
        albums = [screen.message["media_group_id"] for screen in phone.screens if "media_group_id" in screen.message]
        assert len(albums) == 3
        assert len(set(albums)) == 1
        assert phone.printed().count(head) == 1
    assert (await office.lead()).status == "answered"


async def test_album_whose_caption_answers_the_question_is_answered_once(office: Office) -> None:
    anna = await office.home.anna("en")
    await anna.says("/start")
    await anna.answers(until="challenge")
    await anna.picks("challenge.words")
    sends_album(anna, {"photo": True, "caption": "We quarrel at every meeting"}, {"photo": True}, {"photo": True})
    await anna.is_at("notice.caption")


@pytest.mark.parametrize("asked", ["1 to supervisor", "to prospect"])
async def test_thumb_on_what_was_written_is_passed_on(office: Office, asked: str) -> None:
    anna = await office.request()
    if asked == "to prospect":
        written = await anna.says("We are seven.")
        await office.desk.reacts(await office.desk.reads_words("We are seven."), "👍")
        reader = anna
    else:
        written = await office.replies("Thursday at 10?")
        await begins_anew(anna)
        await anna.reacts(await anna.reads_words("Thursday at 10?"), "👍")
        reader = office.desk
    arrived = (await reader.reads_words("👍")).message
    assert arrived["reply_to_message"]["message_id"] == written["message_id"]


async def test_thumb_on_a_card_or_a_screen_is_nobodys_business(office: Office) -> None:
    anna = await office.request()
    await office.desk.reacts(await office.card(), "👍")
    await anna.reacts(anna.living, "👍")
    await office.home.quiet()
    assert "👍" not in anna.printed() + office.desk.printed()


async def test_poll_is_not_passed_on_and_its_sender_told_how_to_ask(office: Office) -> None:
    anna = await office.request()
    await anna.sends(poll=True)
    await anna.reads("letter.poll")
    await office.desk.sends(poll=True, reply_to_message_id=(await office.card()).message_id)
    await office.desk.reads("letter.poll")
    assert not [m for phone in (anna, office.desk) for m in phone.screens if "poll" in m.message]


async def test_picture_that_cannot_be_copied_leaves_its_words_and_both_know(office: Office) -> None:
    anna = await office.request()
    refused = "Bad Request: message can't be copied"
    office.home.telegram.fails("400", method="copyMessage", chat_id=office.desk.chat_id, description=refused)
    sent = await anna.sends_photo("Our yard")
    arrived = await office.desk.reads_words("Our yard")
    assert office.desk.words("letter.missing") in arrived.text
    told = await anna.reads("letter.not_whole")
    assert told.message["reply_to_message"]["message_id"] == sent["message_id"]
    assert marks(anna, sent) == []
    assert (await office.lead()).handling.waits_since
    await office.desk.says("What is there?", reply_to=arrived)
    await anna.reads_words("What is there?")


async def test_protected_message_is_told_like_any_other_refusal(office: Office) -> None:
    anna = await office.request()
    await anna.sends(voice=True, protected=True)
    await anna.reads("letter.not_whole")
    await office.desk.reads("letter.missing")
    office.home.telegram.journal.violations.clear()


async def test_voice_to_somebody_who_takes_none_leaves_nothing_there_and_says_why(office: Office) -> None:
    anna = await office.request()
    anna.refuses_voice()
    await office.desk.sends(voice=True, reply_to_message_id=(await office.card()).message_id)
    await office.desk.reads("desk.undelivered.voice")
    assert anna.words("letter.from_supervisor", number="1") not in anna.printed()


@pytest.mark.parametrize("by_prospect", [False, True])
async def test_replaced_file_is_replaced_on_the_other_side(office: Office, by_prospect: bool) -> None:
    anna = await office.request()
    phone, other = (anna, office.desk) if by_prospect else (office.desk, anna)
    reply = 0 if by_prospect else (await office.card()).message_id
    sent = await phone.sends(document={"file_name": "wrong.pdf"}, caption="Here", reply_to_message_id=reply)
    await office.home.quiet()
    await phone.edits(sent, document={"file_name": "right.pdf"}, caption="Here it is")
    await other.reads_words("Here it is")
    names = [screen.message["document"]["file_name"] for screen in other.screens if "document" in screen.message]
    assert names == ["right.pdf"]


async def test_edit_keeps_head_and_links(office: Office) -> None:
    anna = await office.request()
    card = await office.card()
    link = {"type": "text_link", "offset": 0, "length": 3, "url": "https://example.fi/"}
    sent = await office.desk.sends(text="Way to us", entities=[link], reply_to_message_id=card.message_id)
    await anna.reads_words("Way to us")
    await office.desk.edits(sent, "Way to us all", entities=[link])
    arrived = await anna.reads_words("Way to us all")
    assert arrived.text.splitlines()[0] == anna.words("letter.from_supervisor", number="1")
    assert [each["url"] for each in arrived.message["entities"] if each["type"] == "text_link"] == [link["url"]]


async def test_edit_of_the_prospects_that_cannot_follow_is_said(office: Office) -> None:
    anna = await office.request()
    written = await anna.says("We are seven.")
    await office.desk.reads_words("We are seven.")
    gone = "Bad Request: message to edit not found"
    office.home.telegram.fails("400", method="editMessageText", chat_id=office.desk.chat_id, description=gone)
    await anna.edits(written, "We are eight.")
    told = await anna.reads("desk.edit_lost")
    assert told.message["reply_to_message"]["message_id"] == written["message_id"]


async def test_file_that_can_run_is_announced_before_it_comes(office: Office) -> None:
    anna = await office.request()
    await anna.sends(document={"file_name": "lasku.pdf.EXE"})
    await office.home.quiet()
    warned, file = office.desk.screens[-2:]
    assert "EXE" in warned.text
    assert "document" not in warned.message
    assert "document" in file.message
    await anna.sends_document("Invoice")
    await office.home.quiet()
    assert office.desk.printed().count("EXE") == 1


async def test_name_becomes_no_command_mention_or_link_at_the_desk(office: Office) -> None:
    name = "/vie @admin evil.com"
    anna = await office.request(name)
    await anna.says("We are seven.")
    await office.desk.reads_words("We are seven.")
    found = {each["type"] for screen in office.desk.screens for each in screen.message.get("entities", ())}
    assert not found & {"bot_command", "mention", "url"}


async def test_changed_username_comes_onto_the_card(office: Office) -> None:
    anna = await office.request()
    office.home.telegram.model.people[anna.user_id].username = "annukka"
    await anna.says("We are seven.")
    assert "@annukka" in (await office.card()).text


async def test_reply_sent_to_the_wrong_person_is_taken_back(office: Office) -> None:
    anna = await office.request()
    written = await office.replies("This is for Bea")
    await anna.reads_words("This is for Bea")
    await office.desk.says("/peru", reply_to=written["message_id"])
    await office.desk.reads("desk.taken_back", number="1")
    assert "This is for Bea" not in anna.printed()
    await office.desk.says("/peru")
    await office.desk.reads("desk.use.undo")


async def test_second_half_of_a_long_reply_follows_the_first(office: Office) -> None:
    liisa = await office.shared_with("Liisa")
    anna = await office.request()
    card = await office.card()
    for text, reply in (("a" * 4096, card.message_id), ("and the rest", 0)):
        said = {"text": text, "reply_to_message_id": reply}
        office.home.telegram.deeds.send(office.desk.chat_id, office.desk.user_id, said)
    await anna.reads_words("and the rest")
    await liisa.says("among colleagues")
    await office.home.quiet()
    assert "among colleagues" not in anna.printed()


async def test_edit_made_a_while_later_is_pointed_out_below_the_copy_and_a_quick_one_is_not(office: Office) -> None:
    anna = await office.request()
    written = await anna.says("Thursday at two.")
    await office.home.quiet()
    await anna.edits(written, "Thursday at 2.")
    await office.desk.reads_words("Thursday at 2.")
    assert office.desk.words("letter.edited") not in office.desk.printed()
    await office.home.passes(EDIT_NOTICED)
    for hour in ("3", "4"):
        await anna.edits(written, f"Thursday at {hour}.")
        copy = await office.desk.reads_words(f"Thursday at {hour}.")
    said = await office.desk.reads("letter.edited")
    assert said.message["reply_to_message"]["message_id"] == copy.message_id
    assert office.desk.printed().count(said.text) == 1
