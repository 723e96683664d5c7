"""What the supervisor writes as a reply to nothing: one tap says for whom it is, and nothing is typed twice."""

from __future__ import annotations

from tests.e2e.desk.office import Office


async def test_words_that_reply_to_nothing_are_sent_to_whom_the_supervisor_taps(office: Office) -> None:
    helmi = await office.request("Helmi", number=1)
    daniel = await office.request("Daniel", number=2)
    written = await office.desk.says("Shall we talk?")
    asked = await office.desk.reads("desk.whom", n=1)
    assert asked.message["reply_to_message"]["message_id"] == written["message_id"]
    names = [office.desk.words("button.whom", name=called(office, *each)) for each in (("Daniel", 2), ("Helmi", 1))]
    assert sorted(asked.buttons[:2]) == sorted(names)
    assert "Shall we talk?" not in helmi.printed() + daniel.printed()
    await office.desk.picks("button.whom", name=called(office, "Helmi", 1))
    await helmi.reads_words("Shall we talk?")
    assert "nro 1" in (await office.desk.reads("elsewhere.sent", number="1")).text
    assert "Shall we talk?" not in daniel.printed()
    await office.desk.taps(names[0], on=asked)
    await office.desk.sees_notice(office.desk.words("quick.stale"))
    await office.home.quiet()
    assert "Shall we talk?" not in daniel.printed()


async def test_words_that_are_not_to_be_sent_stay(office: Office) -> None:
    anna = await office.request()
    await office.desk.says("A note to myself.")
    await office.desk.picks("button.elsewhere.drop")
    await office.desk.reads("quick.dropped")
    assert "A note" not in anna.printed()


async def test_pictures_and_words_sent_together_are_asked_about_once_and_all_arrive(office: Office) -> None:
    anna = await office.request()
    await office.desk.says("Two pictures:")
    await office.desk.sends(photo=True, caption="the room")
    first = await office.desk.reads("desk.whom", n=2)
    await office.desk.picks("button.whom", name=called(office, "Anna", 1))
    await anna.reads_words("the room")
    assert anna.printed().index("Two pictures:") < anna.printed().index("the room")
    assert first.message_id == (await office.desk.reads("elsewhere.sent", number="1")).message_id


async def test_words_for_somebody_who_asked_for_an_email_are_asked_about_before_they_are_sent(office: Office) -> None:
    anna = await office.home.anna("en")
    await anna.reaches_way()
    await anna.answers("way.email", until="email")
    await anna.says("anna@example.fi")
    await anna.picks("review.send")
    await anna.is_at("sent.title", number="1")
    await office.desk.says("Shall we talk?")
    label = next(each for each in (await office.desk.reads("desk.whom", n=1)).buttons if "nro 1" in each)
    await office.desk.taps_words(label)
    await office.desk.reads("elsewhere.ask", n=1)
    assert "Shall we talk?" not in anna.printed()
    await office.desk.picks("button.elsewhere.send")
    await anna.reads_words("Shall we talk?")


async def test_question_for_whom_is_emptied_when_one_of_those_named_is_erased(office: Office) -> None:
    anna = await office.request()
    await office.desk.says("Shall we talk?")
    asked = await office.desk.reads("desk.whom", n=1)
    await anna.says("/delete")
    await anna.picks("button.erase")
    await office.home.quiet()
    assert asked.message_id not in [screen.message_id for screen in office.desk.screens]


async def test_without_an_open_request_nothing_is_asked(office: Office) -> None:
    await office.desk.says("Hello?")
    await office.desk.reads("desk.hint")


async def test_reply_field_in_a_group_opens_for_the_one_who_asked_for_it(office: Office) -> None:
    liisa = await office.shared_with("Liisa")
    anna = await office.request()
    await liisa.taps(liisa.words("button.lead.reply"), on=await office.card())
    field = await liisa.reads("desk.reply", name="Anna", number="1")
    assert field.text.startswith("Liisa")
    assert office.field["selective"]
    await liisa.says("Shall we talk?", reply_to=field)
    await anna.reads_words("Shall we talk?")


def called(office: Office, name: str, number: int) -> str:
    """What a button calls a request's writer."""
    return f"{name}, {office.desk.words('button.whom.number', number=str(number))}"
