"""Background work of a server: deadlines, telling the biller, publishing config/ as it changes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from litestar.concurrency import sync_to_thread

from api.logs import log
from api.runtime import Runtime
from engine.definitions.read import read_folder
from engine.model.problem import DefinitionError
from engine.operations import billing, invoicing, payments, reconciling, releases, settling

_DEADLINES_EVERY_SECONDS = 600
_BILLER_EVERY_SECONDS = 20
_RECONCILED_EVERY_SECONDS = 300


@asynccontextmanager
async def watch(runtime: Runtime) -> AsyncIterator[None]:
    """Run the background work while the server does."""
    tasks = [asyncio.create_task(one(runtime)) for one in (_deadlines, _biller, _reconciliation)]
    if runtime.settings.is_development:
        tasks.append(asyncio.create_task(_config(runtime)))
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        for task in tasks:
            with suppress(asyncio.CancelledError):
                await task


async def _deadlines(runtime: Runtime) -> None:
    while True:
        await asyncio.sleep(_DEADLINES_EVERY_SECONDS)
        try:
            moved = await sync_to_thread(payments.run_deadlines, runtime.ports, runtime.clock())
            await sync_to_thread(invoicing.expire_overdue, runtime.ports, runtime.clock())
        except Exception:  # noqa: BLE001  # they are tried again
            log().exception("deadlines failed")
        else:
            log().info("deadlines", moved=len(moved))


async def _biller(runtime: Runtime) -> None:
    while True:
        await asyncio.sleep(_BILLER_EVERY_SECONDS)
        try:
            await sync_to_thread(billing.tell_biller, runtime.ports, runtime.clock())
            await sync_to_thread(settling.answer_paid, runtime.ports, runtime.clock())
        except Exception:  # noqa: BLE001  # it is tried again
            log().exception("telling the biller failed")


async def _reconciliation(runtime: Runtime) -> None:
    while True:
        await asyncio.sleep(_RECONCILED_EVERY_SECONDS)
        try:
            await sync_to_thread(reconciling.reconcile_due, runtime.ports, runtime.clock())
        except Exception:  # noqa: BLE001  # it is tried again
            log().exception("reconciling failed")


async def _config(runtime: Runtime) -> None:
    from watchfiles import awatch

    async for _ in awatch(runtime.settings.config):
        try:
            await sync_to_thread(publish_folder, runtime, runtime.settings.config)
        except Exception:  # noqa: BLE001  # whatever fails, the watch goes on
            log().exception("publishing failed")


def publish_folder(runtime: Runtime, folder: Path) -> bool:
    """Publish what `folder` holds now; a broken one is logged and changes nothing."""
    try:
        published = releases.publish(
            runtime.ports, read_folder(folder), "development", "", None, runtime.clock()
        )
    except DefinitionError as error:
        log().error("config is broken; the release in force stays", problems=str(error))
        return False
    if published.is_new:
        log().info("published", release=published.release.hash)
    return published.is_new
