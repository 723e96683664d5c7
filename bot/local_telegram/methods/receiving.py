"""How the bot gets its updates: long poll or webhook, never both.

Source: https://core.telegram.org/bots/api#getting-updates.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable

from yarl import URL

from bot.local_telegram.calls import Call
from bot.local_telegram.rules import refusal
from bot.local_telegram.shapes import Json
from bot.local_telegram.webhook import LOOPBACK, Hook


def get_updates(call: Call) -> Awaitable[list[Json]]:
    """getUpdates: the one method that waits."""
    parameters = call.parameters
    limit = parameters.integer("limit", 100)
    return call.exchange.updates.poll(
        offset=parameters.integer("offset"),
        limit=limit if 1 <= limit <= 100 else 100,
        seconds=parameters.real("timeout"),
        allowed=_allowed(call),
    )


def set_webhook(call: Call) -> bool:
    """setWebhook: HTTPS, or plain HTTP on loopback; an empty url takes the webhook away."""
    parameters = call.parameters
    address = parameters.text("url").strip()
    if not address:
        return delete_webhook(call)
    try:
        url = URL(address)
    except ValueError:
        raise refusal("webhook_url_invalid", why="invalid webhook URL specified") from None
    if not url.host:
        raise refusal("webhook_url_invalid", why="invalid webhook URL specified")
    if url.scheme != "https" and not (url.scheme == "http" and url.host in LOOPBACK):
        raise refusal("webhook_url_invalid", why="An HTTPS URL must be provided for webhook")
    secret = parameters.text("secret_token")
    if len(secret) > 256:
        raise refusal("secret_too_long")
    if not re.fullmatch(r"[A-Za-z0-9_-]*", secret):
        raise refusal("secret_invalid")
    if (allowed := _allowed(call)) is not None:
        call.exchange.updates.allowed = allowed
    if parameters.truth("drop_pending_updates"):
        call.exchange.updates.drop_pending()
    connections = min(100, max(1, parameters.integer("max_connections", 40)))
    call.exchange.webhook.begin(Hook(address, secret, connections))
    return True


def delete_webhook(call: Call) -> bool:
    if call.parameters.truth("drop_pending_updates"):
        call.exchange.updates.drop_pending()
    call.exchange.webhook.end()
    return True


def get_webhook_info(call: Call) -> Json:
    return call.exchange.webhook.info()


def _allowed(call: Call) -> list[str] | None:
    """The kinds asked for; None keeps what was asked before."""
    given = call.parameters.parsed("allowed_updates")
    return [str(kind) for kind in given] if isinstance(given, list) else None
