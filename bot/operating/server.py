"""A port for whoever runs the bot: ``/metrics`` for Prometheus, ``/healthz`` and ``/readyz`` for a supervisor."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST

from bot.errors import Refused
from bot.operating import lag
from bot.operating.health import Answer, Health
from bot.operating.metrics import Metrics
from storage import Overview
from storage.errors import StorageError

if TYPE_CHECKING:
    from bot.settings import Operating

_GRACE = 1.0
"""Seconds that a stop waits for answers under way."""


@contextlib.asynccontextmanager
async def serving(settings: Operating, metrics: Metrics, health: Health, overview: Overview) -> AsyncIterator[None]:
    """Answer on the settings' port, where they name one. Raises Refused where it cannot be had."""
    if not settings.port:
        yield
        return
    runner = web.AppRunner(_Pages(metrics, health, overview).application(), access_log=None, shutdown_timeout=_GRACE)
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, settings.host, settings.port).start()
        except OSError as error:
            raise Refused("error.operating_port", host=settings.host, port=settings.port) from error
        async with lag.measured(metrics.lag.observe):
            yield
    finally:
        await runner.cleanup()


@dataclasses.dataclass(frozen=True, slots=True)
class _Pages:
    metrics: Metrics
    health: Health
    overview: Overview

    def application(self) -> web.Application:
        application = web.Application()
        application.router.add_get("/metrics", self._metrics)
        application.router.add_get("/healthz", self._healthz)
        application.router.add_get("/readyz", self._readyz)
        return application

    async def _metrics(self, _: web.Request) -> web.Response:
        try:
            self.metrics.under_way(await self.overview.load())
        except StorageError:
            self.metrics.under_way(None)
        return web.Response(
            body=await asyncio.to_thread(self.metrics.text), headers={"Content-Type": CONTENT_TYPE_LATEST}
        )

    async def _healthz(self, _: web.Request) -> web.Response:
        return _told(self.health.lives())

    async def _readyz(self, _: web.Request) -> web.Response:
        return _told(await self.health.serves())


def _told(answer: Answer) -> web.Response:
    return web.json_response(answer, status=200 if all(answer.values()) else 503)
