"""How the bot presents itself in Telegram: its description and its commands, per language."""

from __future__ import annotations

import logging
from collections.abc import Mapping

from bot.desk.commands import menu as desk_menu
from bot.errors import DeliveryError
from bot.i18n import FALLBACK, Translator
from bot.prospect.commands import MENU
from bot.telegram_client import Api
from flows.text import N_

log = logging.getLogger(__name__)

DESCRIPTION = N_(
    "face.description",
    "A few questions, about two minutes, and a suggestion: which form of work supervision (työnohjaus) could suit you "
    "or your workplace, and why. If you wish, your contact request goes to the supervisor.",
)
SHORT = N_("face.short", "Find a fitting form of work supervision (työnohjaus) in about two minutes.")


async def show_face(api: Api, speak: Mapping[str, Translator], supervisor_chat: int, language: str) -> None:
    """Set commands and descriptions where they differ; a failure is only noted, the bot works without.

    The supervisor's commands are shown in the supervisor's chat alone, in the supervisor's `language`.
    """
    try:
        for language, translator in speak.items():
            code = "" if language == FALLBACK else language
            await api.set_commands(menu(language, translator), code)
            await api.set_description(translator(DESCRIPTION), translator(SHORT), code)
        if supervisor_chat:
            await api.set_commands(
                [(name, speak[language](what)) for name, what in desk_menu(language)], chat_id=supervisor_chat
            )
    except DeliveryError as error:
        log.warning("the menu could not be set", extra={"reason": str(error)})


def menu(language: str, translator: Translator) -> list[tuple[str, str]]:
    """Return the commands of Telegram's menu: in Finnish under their Finnish names."""
    return [
        (names[-1] if language == "fi" else names[0], translator(description)) for names, description in MENU.values()
    ]
