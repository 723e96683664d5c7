"""From a conversation to the lead it becomes."""

from __future__ import annotations

from bot.prospect.state import Conversation
from bot.requests.request import Lead
from flows.engine import SKIP
from flows.recommend import recommend


def draft(conversation: Conversation) -> Lead:
    """Return the lead as it would be sent now."""
    given = conversation.answers.get("name")
    name = conversation.person.first_name
    if given is not None and not given.open:
        name = "" if SKIP in given.chosen else given.words
    return Lead(
        number=0,
        chat_id=conversation.chat_id,
        language=conversation.language,
        format=recommend(conversation.answers).format.key,
        status="new",
        agreed_at=None,
        answers=conversation.answers,
        name=name,
        username=conversation.person.username,
        source=conversation.source,
        said=conversation.told.said,
        asked=conversation.told.asked,
    )
