"""How the bot presents itself in Telegram: its name, its descriptions and its commands, per language."""

from __future__ import annotations

import logging
from collections.abc import Mapping

from bot.desk.handlers.commands import menu as desk_menu
from bot.errors import DeliveryError
from bot.prospect.handlers.commands import MENU
from bot.telegram import Api
from bot.ui.i18n import FALLBACK, Translator
from flows.text import N_

log = logging.getLogger(__name__)

DESCRIPTION = N_(
    "face.description",
    "A few questions, about two minutes, and a suggestion: which type of work supervision (työnohjaus) could "
    "suit you or your workplace, and why. If you wish, I pass your request on to the supervisor.",
)
NAME = N_("face.name", "Työnohjaus assistant")
SHORT = N_("face.short", "Find a type of work supervision (työnohjaus) that suits you, in about two minutes.")


async def show_face(api: Api, speak: Mapping[str, Translator], supervisor_chat: int, language: str) -> None:
    """Set name, descriptions and commands where they differ; a failure is only noted, the bot works without.

    The supervisor's commands are shown in the supervisor's chat alone, in the supervisor's `language`.
    """
    try:
        for spoken, translator in speak.items():
            code = "" if spoken == FALLBACK else spoken
            await api.set_commands(menu(spoken, translator), code)
            await api.set_description(translator(DESCRIPTION), translator(SHORT), code)
        if supervisor_chat:
            await api.set_commands(
                [(name, speak[language](what)) for name, what in desk_menu(language)], chat_id=supervisor_chat
            )
        # Last, since Telegram allows few changes of a name a day and refuses more for hours.
        for spoken, translator in speak.items():
            await api.set_name(translator(NAME), "" if spoken == FALLBACK else spoken)
    except DeliveryError as error:
        log.warning("the bot's face could not be set", extra={"reason": str(error)})


def menu(language: str, translator: Translator) -> list[tuple[str, str]]:
    """Return the commands of Telegram's menu: in Finnish under their Finnish names."""
    return [
        (names[-1] if language == "fi" else names[0], translator(description)) for names, description in MENU.values()
    ]
