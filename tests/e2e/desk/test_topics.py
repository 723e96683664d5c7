"""A forum group: each request in its own topic; without topics, or the right to manage them, below its card."""

from __future__ import annotations

import pytest

from bot.hours import DAY
from bot.local_telegram.methods.topics import ICONS
from bot.local_telegram.shapes import Json
from bot.telegram.topics import delete_topic
from tests.e2e.desk.meeting import asked, label, on, proposed
from tests.e2e.desk.office import Office
from tests.e2e.phone import Phone


async def in_a_forum(office: Office, *, administrator: bool = True) -> Phone:
    """Move the desk to a group with topics; a colleague's phone there."""
    await office.shared_with("Liisa")
    chat = office.home.telegram.model.chats[office.desk.chat_id]
    chat.type, chat.forum = "supergroup", True
    if not administrator:
        chat.bot_status = "member"
    return office.desk


def topics(office: Office) -> dict[int, str]:
    """The topics of the desk's group: names by id."""
    return {topic.thread_id: topic.name for topic in office.desk.chat.topics.values()}


def thread(message: Json) -> int:
    """The topic that a message is in, 0 for none."""
    return int(message.get("message_thread_id", 0))


def name(office: Office, status: str, number: int = 1) -> str:
    """What the topic of an individual's request is called."""
    words = office.desk.words
    return words("topic.name", number=str(number), format=words("format.individual"), status=words(status))


async def test_each_request_has_its_own_topic_with_all_that_is_about_it(office: Office) -> None:
    await in_a_forum(office)
    anna = await office.request("Anna", number=1)
    await office.request("Bea", number=2)
    first, second = topics(office)
    assert thread((await office.card(1)).message) == first
    assert thread((await office.card(2)).message) == second
    await anna.says("We are seven.")
    assert thread((await office.desk.reads_words("We are seven.")).message) == first
    await office.acts("button.all", number=2)
    assert thread((await office.desk.reads("letter.all", number="2")).message) == second
    await office.acts("button.lead.remind", number=1)
    assert thread((await office.desk.reads("desk.remind", number="1")).message) == first
    sent = [
        call for method in ("sendMessage", "copyMessage") for call in office.home.calls(method, office.desk.chat_id)
    ]
    about = [int(call["parameters"].get("message_thread_id", 0)) for call in sent]
    # The first says that this chat is the supervisor's now. A reply alone would land there too, until its card is gone.
    assert 0 not in about[1:]


async def test_name_of_the_topic_follows_the_status(office: Office) -> None:
    await in_a_forum(office)
    await office.request()
    assert list(topics(office).values()) == [name(office, "status.new")]
    await office.desk.picks("button.lead.take")
    await office.home.quiet()
    assert list(topics(office).values()) == [name(office, "status.taken")]
    await office.acts("button.lead.handled")
    await office.home.quiet()
    assert list(topics(office).values()) == [name(office, "status.handled")]


def icon(office: Office) -> str:
    """The emoji that stands before the name of the one topic there is, "" for none."""
    (topic,) = office.desk.chat.topics.values()
    return ICONS.get(topic.icon, "")


async def test_icon_of_the_topic_follows_the_status(office: Office) -> None:
    await in_a_forum(office)
    await office.request()
    seen = [icon(office)]
    for button in ("button.lead.take", "not_fit", "button.lead.reopen", "button.lead.handled"):
        if button == "not_fit":
            await office.acts("button.lead.not_fit")
            await office.desk.picks("button.quick.quietly")
        else:
            await office.acts(button)
        await office.home.quiet()
        seen.append(icon(office))
    assert seen == ["❗️", "📝", "📁", "📝", "🏁"]
    assert len(office.home.calls("getForumTopicIconStickers")) == 1


@pytest.mark.parametrize("kind", ["400", "500"])
async def test_without_icons_the_name_is_right_and_nothing_fails(office: Office, kind: str) -> None:
    await in_a_forum(office)
    office.home.telegram.fails(kind, method="getForumTopicIconStickers", times=2)
    await office.request()
    await office.desk.picks("button.lead.take")
    await office.home.quiet()
    assert list(topics(office).values()) == [name(office, "status.taken")]
    assert icon(office) == ""
    await office.acts("button.lead.handled")
    await office.home.quiet()
    assert icon(office) == "🏁"


@pytest.mark.parametrize("method", ["createForumTopic", "editForumTopic"])
async def test_icon_that_telegram_does_not_take_is_left_out(office: Office, method: str) -> None:
    await in_a_forum(office)
    office.home.telegram.fails("400", method=method, times=1, description="Bad Request: DOCUMENT_INVALID")
    await office.request()
    await office.desk.picks("button.lead.take")
    await office.home.quiet()
    assert list(topics(office).values()) == [name(office, "status.taken")]
    assert icon(office) == ("" if method == "editForumTopic" else "📝")


async def test_only_explicit_replies_are_sent_on(office: Office) -> None:
    await in_a_forum(office)
    anna = await office.request()
    (topic,) = topics(office)
    await office.desk.says("Who takes this?", thread_id=topic)
    await office.home.quiet()
    assert "Who takes this?" not in anna.printed()
    card = await office.card()
    await office.desk.says("Good morning.", reply_to=card, thread_id=topic)
    await anna.reads_words("Good morning.")


async def test_deleted_topic_is_made_again_with_the_card_in_it(office: Office) -> None:
    await in_a_forum(office)
    anna = await office.request()
    (topic,) = topics(office)
    await delete_topic(office.home.app.api, office.desk.chat_id, topic)
    await anna.says("We are seven.")
    letter = await office.desk.reads_words("We are seven.")
    (again,) = topics(office)
    assert again != topic
    assert thread(letter.message) == thread((await office.card()).message) == again


async def test_changed_request_whose_topic_was_deleted_comes_in_a_new_one(office: Office) -> None:
    await in_a_forum(office)
    await office.request()
    card = await office.card()
    (topic,) = topics(office)
    office.home.telegram.deeds.tap(
        office.desk.chat_id,
        office.desk.user_id,
        card.message_id,
        str((card.button(office.desk.words("button.lead.take")) or {})["callback_data"]),
    )
    await delete_topic(office.home.app.api, office.desk.chat_id, topic)
    await office.home.quiet()
    assert (await office.lead()).status == "taken"
    await office.desk.says("/lead 1")
    await office.home.quiet()
    assert list(topics(office).values()) == [name(office, "status.taken")]


async def test_correction_by_the_writer_is_told_in_the_topic(office: Office) -> None:
    await in_a_forum(office)
    anna = await office.request()
    (topic,) = topics(office)
    await anna.picks("button.correct", "place.name", "place.any", "button.correct.send")
    assert thread((await office.desk.reads("desk.corrected", number="1")).message) == topic
    said = office.home.calls("sendMessage", office.desk.chat_id)[-1]["parameters"]
    assert int(said.get("message_thread_id", 0)) == topic


@pytest.mark.parametrize(
    ("command", "method"),
    [
        ("/leads", "sendMessage"),
        ("/lead", "sendMessage"),
        ("/find Bea", "sendMessage"),
        ("/stats", "sendPhoto"),
        ("/export csv", "sendDocument"),
        ("/print 1", "sendDocument"),
    ],
)
async def test_command_is_answered_in_the_topic_where_it_was_given_and_general_is_never_named(
    office: Office, command: str, method: str
) -> None:
    await in_a_forum(office)
    await office.request()
    (topic,) = topics(office)
    for place in (topic, 0):
        await office.desk.says(command, thread_id=place)
        await office.home.quiet()
        parameters = office.home.calls(method, office.desk.chat_id)[-1]["parameters"]
        assert int(parameters.get("message_thread_id", 0)) == place
        assert "message_thread_id" in parameters or not place
        assert thread(office.desk.screen.message) == place
    tried = {str(call["parameters"].get("message_thread_id", topic)) for call in office.home.calls(method)}
    assert tried == {str(topic)}


async def test_answer_to_a_command_in_a_topic_that_is_gone_comes_outside_of_it(office: Office) -> None:
    await in_a_forum(office)
    await office.request()
    (topic,) = topics(office)
    office.home.telegram.fails(
        "400", method="sendMessage", times=1, description="Bad Request: message thread not found"
    )
    await office.desk.says("/lead", thread_id=topic)
    use = await office.desk.reads("desk.which")
    assert "message_thread_id" not in office.home.calls("sendMessage", office.desk.chat_id)[-1]["parameters"]
    assert use.message["reply_to_message"]


async def test_reason_why_a_reply_did_not_arrive_stands_in_its_topic(office: Office) -> None:
    await in_a_forum(office)
    anna = await office.request()
    (topic,) = topics(office)
    await anna.blocks()
    await office.desk.says("Good morning.", reply_to=await office.card(), thread_id=topic)
    await office.home.quiet()
    assert int(office.home.calls("sendMessage", office.desk.chat_id)[-1]["parameters"]["message_thread_id"]) == topic
    assert office.desk.words("desk.undelivered.other") in office.desk.screen.text


async def test_erased_request_takes_its_topic_along(office: Office) -> None:
    await in_a_forum(office)
    anna = await office.request()
    await anna.says("We are seven.")
    await anna.says("/delete")
    await anna.picks("button.erase")
    await office.desk.reads("card.erased", number="1")
    assert topics(office) == {}
    assert "Anna" not in office.desk.printed()
    assert "seven" not in office.desk.printed()


async def test_card_of_a_private_chat_that_moved_to_a_forum_is_emptied_when_erased(office: Office) -> None:
    anna = await office.request("Anna")
    private = office.desk
    assert "Anna" in private.printed()
    await office.shared_with("Liisa", forum=True)
    assert len(topics(office)) == 1
    await anna.says("/delete")
    await anna.picks("button.erase")
    await office.desk.reads("card.erased", number="1")
    assert "Anna" not in private.printed() + office.desk.printed()


async def test_without_the_right_to_manage_topics_all_threads_below_the_card(office: Office) -> None:
    await in_a_forum(office, administrator=False)
    anna = await office.request()
    assert topics(office) == {}
    card = await office.card()
    await anna.says("We are seven.")
    letter = await office.desk.reads_words("We are seven.")
    assert letter.message["reply_to_message"]["message_id"] == card.message_id


async def test_in_a_group_without_topics_none_is_made(office: Office) -> None:
    await office.shared_with("Liisa")
    await office.request()
    await office.card()
    assert not office.home.calls("createForumTopic")


async def test_what_replies_to_nothing_in_a_topic_is_said_to_stay_there_once_a_day(office: Office) -> None:
    await in_a_forum(office)
    anna = await office.request("Anna", number=1)
    (topic,) = topics(office)
    for words in ("Hei Anna, sopisiko tiistai?", "Kuka soittaa?"):
        await office.desk.says(words, thread_id=topic)
    await office.home.quiet()
    hints = [screen for screen in office.desk.screens if office.desk.words("desk.stays_here") in screen.text]
    assert [thread(hint.message) for hint in hints] == [topic]
    assert "tiistai" not in anna.printed()


async def in_a_closed_topic(office: Office) -> tuple[Phone, int]:
    """A prospect whose request's topic was closed, in a group where the bot is no administrator any more."""
    await in_a_forum(office)
    anna = await office.request()
    chat = office.desk.chat
    (topic,) = chat.topics
    chat.bot_status, chat.topics[topic].closed = "member", True
    return anna, topic


async def test_what_cannot_be_said_in_a_closed_topic_is_said_in_general_below_the_card(office: Office) -> None:
    anna, topic = await in_a_closed_topic(office)
    before = await office.card()
    await anna.says("We are seven.")
    letter = await office.desk.reads_words("We are seven.")
    card = await office.card()
    assert (thread(before.message), thread(card.message), thread(letter.message)) == (topic, 0, 0)
    assert before.message_id < card.message_id < letter.message_id
    assert letter.message["reply_to_message"]["message_id"] == card.message_id
    assert not next(screen for screen in office.desk.screens if screen.message_id == before.message_id).buttons
    await office.desk.says("Thank you.", reply_to=before)
    await anna.reads_words("Thank you.")


async def test_card_that_is_asked_for_while_its_topic_is_closed_comes_in_general(office: Office) -> None:
    await in_a_closed_topic(office)
    before = await office.card()
    await office.desk.says("/liidi 1")
    card = await office.card()
    assert card.message_id > before.message_id
    assert thread(card.message) == 0
    assert not next(screen for screen in office.desk.screens if screen.message_id == before.message_id).buttons


async def test_card_keeps_its_buttons_until_the_new_one_has_arrived(office: Office) -> None:
    await office.request()
    before = await office.card()
    office.home.telegram.fails("400", method="sendMessage", chat_id=office.desk.chat_id)
    await office.desk.says("/liidi 1")
    await office.home.quiet()
    assert next(screen for screen in office.desk.screens if screen.message_id == before.message_id).buttons


async def test_whole_meeting_dialogue_stays_in_the_topic_of_its_request(office: Office) -> None:
    await office.is_monday()
    await in_a_forum(office)
    anna = await office.request("Anna", number=1)
    bea = await office.request("Bea", number=2)
    first, second = topics(office)
    await office.acts("button.lead.handled", number=1)  # nothing else waits that an overview would name
    begun = max(screen.message_id for screen in office.desk.screens)
    await proposed(office, "ti 14, to 10", number=2)
    await bea.picks("button.meeting.none")
    await bea.says("Torstai sopisi", reply_to=await bea.reads("meeting.wish"))
    await office.desk.reads_words("Torstai sopisi")
    await proposed(office, "to 10", number=2)
    await bea.taps_words(label(slot := on(office, 3, 10)))
    await office.desk.reads("desk.meeting.agreed", slot=slot)
    await office.replies("Nähdään torstaina.", number=2)
    await bea.reads_words("Nähdään torstaina.")
    new = on(office, 8, 9)
    typed = office.hours.local(new.starts_at).strftime("%-d.%-m. klo 9")
    await office.desk.says(typed, reply_to=await asked(office, 2, "button.lead.time.change"))
    await office.desk.picks("button.quick.agreed")
    await office.desk.reads("desk.meeting.changed", slot=new, before=slot)
    await office.acts("button.lead.handled", "outcome.later", number=2)
    await office.desk.reads("desk.time_off", slot=new)
    await office.desk.reads("later.ask", number="2")
    await office.home.passes(DAY + 60)  # the field for the times goes in time
    await office.is_at(office.hours.day_before(new.starts_at) + 1)
    await office.desk.reads("desk.meeting.soon", slot=new)
    await office.acts("button.lead.time.off", number=2)
    await office.desk.taps(
        office.desk.words("button.desk.time_off.yes"),
        on=await office.desk.reads("desk.time_off", slot=new),
    )
    await bea.reads("meeting.called_off", slot=new)
    await office.home.quiet()
    about = {thread(each.message) for each in office.desk.screens if each.message_id > begun}
    assert about == {second}
    assert thread((await office.card(1)).message) == first
    assert "Nähdään torstaina." not in anna.printed()
