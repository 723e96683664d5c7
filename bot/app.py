"""The composition root: everything is built here, and every update takes the same way through it."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
import math
import signal
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from typing import TYPE_CHECKING, Any, TextIO

from bot.config import Settings
from bot.desk.delivery.sending import DeskSending
from bot.desk.dispatch import DeskRoom
from bot.desk.pairing import link, move_desk, new_code
from bot.desk.service import Desk
from bot.errors import BotError, SettingsError, TokenRefused, TryLater, passes
from bot.links import USERNAME
from bot.nlu.vocabulary import is_fresh, vocabulary
from bot.ops.bot_profile import show_face
from bot.ops.erasures import apply_list
from bot.ops.housekeeping import Retention, keep_house, pick_up
from bot.ops.mail import MailPing, forget_told
from bot.outbox.deliver import SCREEN, Deliveries
from bot.outbox.dispatcher import Outbox
from bot.outbox.kinds import named
from bot.prospect.privacy import Notice
from bot.prospect.service import ProspectRoom
from bot.prospect.views.screens import View
from bot.requests.request import settle
from bot.requests.supervisor_chat import desk_language, supervisor_chat
from bot.router import MOVED, Router, moved
from bot.storage import KeySource, Store, Tx
from bot.telegram import Api
from bot.telegram.ingest import Ingest, insisting, unless
from bot.telegram.limits import Limits
from bot.ui.i18n import Translator, load_translators
from flows.dataclass import dataclass
from flows.places import load

if TYPE_CHECKING:
    from bot.ops.health import Health

log = logging.getLogger(__name__)

FIRST_WAIT, LONGEST_WAIT = 1.0, 30.0
"""Seconds before the bot tries to run again after what passes by itself."""

RAN_WELL = 60.0
"""Seconds of running after which a failure is a new one."""

REFUSED_SECONDS = 300.0
"""How long a token that has worked may be refused before a person has to look."""

EXAMINED_AFTER = 60.0
"""Seconds after the start at which a large database is read."""

STOP_SECONDS = 3.0
"""How long messages under way may take once the bot is told to stop."""

DAYS_A_MONTH = 365.25 / 12

NAMED = "supervisor_chat_named"
"""The setting that keeps which chat the environment named at the last start."""


class StoppedEarly(Exception):
    """The bot was told to stop before Telegram could be reached."""


def notice_of(settings: Settings) -> Notice:
    """Return what the settings put into the privacy notice; days are told as the months they fit into."""
    months = math.ceil(settings.lead_days / DAYS_A_MONTH)
    return Notice(settings.controller_name, settings.controller_contact, settings.draft_days, months)


@dataclass(frozen=True, slots=True)
class App:
    """The bot, built and opened. `web`: what it serves; closing it answers the requests in hand and takes no more."""

    settings: Settings
    speak: Mapping[str, Translator]
    store: Store
    api: Api
    outbox: Outbox
    ingest: Ingest
    web: AsyncExitStack
    health: Health | None
    clock: Callable[[], float] = time.time


@asynccontextmanager
async def build(
    settings: Settings,
    *,
    clock: Callable[[], float] = time.time,
    limits: Limits | None = None,
    checkpoint: Callable[[str], None] | None = None,
    strict: bool = False,
    poll_seconds: float = 50.0,
    stop: asyncio.Event | None = None,
) -> AsyncIterator[App]:
    """Build everything and open it: the database, what is served, and the connection to Telegram.

    Health checks are answered before Telegram is reached; an update that Telegram delivers then is not taken.

    `strict` raises on a sentence without its values (tests). Raises BotError when the database, its key or the token
    is refused; StoppedEarly when `stop` is set while Telegram cannot be reached.
    """
    if not is_fresh():
        from bot.nlu.learning import freshen  # what spreads words out is seldom needed

        freshen()
    vocabulary()  # read now, not while somebody waits
    speak = load_translators(timezone=settings.timezone, strict=strict)
    notice = notice_of(settings)
    keys = KeySource(file=settings.data_key_file, data_key=settings.data_key)
    async with await Store.open(settings.database_path, keys=keys, clock=clock, zone=settings.timezone) as store:
        if store.key_made:
            log.warning(
                "a new data key was made; keep a copy of it apart from the backups of the database",
                extra={"file": str(store.key_made)},
            )
        api = Api(settings.token, settings.api_url)
        prospect = ProspectRoom(speak, load(), settings.timezone, notice)
        desk = DeskRoom(speak, settings.supervisor_language, Desk(settings.working_hours, settings.lead_days))
        router = Router(prospect, desk)
        sending = DeskSending(speak, desk.language, desk.desk, store, api)
        deliveries = Deliveries(store, api, View(speak, settings.supervisor_language, notice), sending)
        outbox = Outbox(
            store,
            deliveries.deliver,
            clock=clock,
            limits=limits,
            patient_kinds=named("patient"),
            moved=moved,
            read=deliveries.read,
            at_once=SCREEN,
            checkpoint=checkpoint,
        )
        ingest = Ingest(
            outbox.commit,
            router.decide,
            router.apologise,
            api,
            clock=clock,
            checkpoint=checkpoint,
            poll_seconds=poll_seconds,
            unanswered=router.unanswered,
        )
        await apply_list(store)
        while await store.transaction(settle):
            pass  # so many at a time
        await store.transaction(lambda tx: _begin(tx, settings))
        async with AsyncExitStack() as web:
            web.push_async_callback(api.close)
            serving = await web.enter_async_context(AsyncExitStack())
            health = _health(settings, store, api, ingest, lambda: bool(router.username), clock)
            await serving.enter_async_context(_web(settings, health, ingest, lambda: bool(router.username)))
            try:
                username = await insisting(stop or asyncio.Event(), api.open, "Telegram cannot be reached")
            except TokenRefused as error:
                if not await store.transaction(lambda tx: tx.settings.get(USERNAME)):
                    raise SettingsError(str(error)) from None  # it has never worked: there is nothing to wait for
                raise
            if username is None:
                raise StoppedEarly
            router.username = username
            await store.transaction(lambda tx: tx.settings.put(USERNAME, router.username))
            yield App(settings, speak, store, api, outbox, ingest, serving, health, clock)


def _health(
    settings: Settings, store: Store, api: Api, ingest: Ingest, reached: Callable[[], bool], clock: Callable[[], float]
) -> Health | None:
    """Return what looks after the bot's health; None where nobody watches, and no server is loaded."""
    if not (settings.uses_webhook or settings.health_port or settings.alert_url):
        return None
    from bot.ops.health import Health

    async def ask() -> object:
        if not reached():
            raise TryLater("Telegram was not reached yet", 1.0)
        return await api.bot_name()

    return Health(store, lambda: ingest.last_contact, ask if settings.uses_webhook else None, clock=clock)


@asynccontextmanager
async def _web(
    settings: Settings, health: Health | None, ingest: Ingest, reached: Callable[[], bool]
) -> AsyncIterator[None]:
    """Serve health, and the webhook where there is one, until the block ends."""
    if health is None:
        yield
        return
    from bot.ops.health import health_served
    from bot.telegram.http_server import served
    from bot.telegram.webhook import webhook_app

    async with health_served(health, settings.webhook_host, settings.health_port):
        if not settings.uses_webhook:
            yield
            return
        path = "/" + settings.webhook_url.split("://", 1)[1].partition("/")[2]
        hook = webhook_app(
            ingest, settings.webhook_secret, path, healthz=health.healthz, readyz=health.readyz, ready=reached
        )
        async with served(hook, settings.webhook_host, settings.webhook_port):
            yield


def _begin(tx: Tx, settings: Settings) -> None:
    named = settings.supervisor_chat_id
    # Once applied, what was paired since is newer.
    if named and (named != tx.settings.get(NAMED) or not supervisor_chat(tx)):
        # The settings may still name a group that has become a supergroup since.
        move_desk(tx, int(tx.settings.get(MOVED, {}).get(str(named), named)))
    tx.settings.put(NAMED, named)
    if settings.mail is None:
        forget_told(tx)
    pick_up(tx)
    Desk(settings.working_hours, settings.lead_days).queue_digest(tx)


async def serve(app: App, stop: asyncio.Event, *, retention: Retention | None = None) -> None:
    """Run until `stop` is set: receive, send, keep house; then finish what is in hand."""
    sending = asyncio.create_task(app.outbox.run(), name="outbox")
    kept = retention or Retention(app.settings.draft_days, app.settings.lead_days)
    desk = Desk(app.settings.working_hours, app.settings.lead_days)
    house = asyncio.create_task(keep_house(app.store, kept, stop, desk), name="housekeeping")
    usual = app.settings.supervisor_language
    address, language = await app.store.transaction(lambda tx: (supervisor_chat(tx), desk_language(tx, usual)))
    watching = [asyncio.create_task(watch(app, stop), name=watch.__name__) for watch in (_watch, _mail)]
    face = asyncio.create_task(show_face(app.api, app.speak, address, language), name="menu")
    receive = _receive_by_webhook(app, stop) if app.settings.uses_webhook else app.ingest.run_polling(stop)
    receiving = asyncio.create_task(receive, name="receiving")
    told = asyncio.create_task(stop.wait(), name="stop")
    examined = asyncio.create_task(_examined(app.store, stop), name="examined")
    try:
        await asyncio.wait((sending, receiving, told, examined), return_when=asyncio.FIRST_COMPLETED)
    finally:
        stop.set()
        told.cancel()
        face.cancel()
        # At the same time, so that both are done within five seconds.
        rest = [face, house, receiving, examined, *watching]
        await asyncio.gather(*rest, app.outbox.stop(STOP_SECONDS), return_exceptions=True)
    await receiving
    await sending
    await examined


async def _examined(store: Store, stop: asyncio.Event) -> None:
    """Read a large database as a whole when nobody waits for the start; damage ends the run as it would there."""
    if not store.read_whole:
        await unless(stop, asyncio.sleep(EXAMINED_AFTER))
    if not (store.read_whole or stop.is_set()):
        await store.examine()
    await stop.wait()


async def _watch(app: App, stop: asyncio.Event) -> None:
    """Watch over the bot for the operator, where one wants to be told."""
    if app.settings.alert_url and app.health is not None:
        from bot.ops.alert import Alert

        await Alert(app.store, app.health, app.settings.alert_url).watch(stop)


async def _mail(app: App, stop: asyncio.Event) -> None:
    """Tell the supervisor by e-mail of new requests, where that is wanted."""
    if mail := app.settings.mail:
        await MailPing(app.store, mail, app.speak, app.settings.supervisor_language).watch(stop)


async def _receive_by_webhook(app: App, stop: asyncio.Event) -> None:
    from bot.telegram.webhook import announce

    await announce(app.api, app.settings.webhook_url, app.settings.webhook_secret, stop)
    await stop.wait()
    await app.web.aclose()


def print_pairing(username: str, code: str, paper: TextIO) -> None:
    """Print the links that make a chat the supervisor's, with a QR code for the phone. Never through the log."""
    import segno

    alone, group = link(username, code), link(username, code, group=True)
    paper.write(
        f"\nOpen this on the supervisor's phone (once, within an hour):\n  {alone}\nor for a group:\n  {group}\n\n"
    )
    segno.make(alone).terminal(out=paper, compact=True)
    paper.flush()


async def run(
    settings: Settings, *, limits: Limits | None = None, checkpoint: Callable[[str], None] | None = None
) -> None:
    """Run the bot for real, until SIGTERM or SIGINT. `limits` and `checkpoint` are for crash tests."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
    for warning in settings.warnings:
        log.warning(warning)

    async def once() -> None:
        async with build(settings, limits=limits, checkpoint=checkpoint, stop=stop) as app:
            log.info("the bot is running", extra={"webhook": settings.uses_webhook})
            gc.freeze()  # what the start has made stays: a full collection would go through it for 20 ms
            code = await app.store.transaction(lambda tx: "" if supervisor_chat(tx) else new_code(tx))
            if code and not sys.stderr.isatty():  # into a journal or a container's log it does not go
                log.warning("no chat is the supervisor's yet: run `python -m bot pair` in a terminal")
            elif code:
                print_pairing(await app.store.transaction(lambda tx: tx.settings.get(USERNAME)), code, sys.stderr)
            await serve(app, stop)

    with contextlib.suppress(StoppedEarly):
        await insist(once, stop)
    log.info("the bot has stopped")


async def insist(
    once: Callable[[], Awaitable[None]],
    stop: asyncio.Event,
    *,
    clock: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], Coroutine[Any, Any, None]] = asyncio.sleep,
) -> None:
    """Run the bot until told to stop, and again after what passes by itself; what a person must put right is raised.

    A refused token passes when Telegram is confused for a while, so it is raised after minutes of nothing else.
    """
    wait, failing_since = FIRST_WAIT, 0.0
    while not stop.is_set():
        began = clock()
        try:
            await once()
        except (BotError, OSError) as error:
            if clock() - began > RAN_WELL:
                wait, failing_since = FIRST_WAIT, 0.0
            failing_since = failing_since or clock()
            refused = isinstance(error, TokenRefused) and clock() - failing_since >= REFUSED_SECONDS
            if refused or not passes(error):
                raise
            log.warning("the bot cannot run at present", extra={"reason": str(error), "again_in": wait})
        else:
            return
        await unless(stop, sleep(wait))
        wait = min(LONGEST_WAIT, wait * 2)
