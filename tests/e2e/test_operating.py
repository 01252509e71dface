"""What a running bot tells whoever runs it."""

from __future__ import annotations

import asyncio
import json
import re

import aiohttp
import pytest

from tests.e2e.street import PATIENCE, Street

pytestmark = [pytest.mark.model, pytest.mark.asyncio(loop_scope="session")]


async def test_a_bot_tells_on_its_port_that_it_is_well_and_what_it_has_done(
    street: Street, operating_port: int
) -> None:
    async def asked(path: str) -> str:
        async with session.get(f"http://127.0.0.1:{operating_port}{path}") as answer:
            assert answer.status == 200
            return await answer.text()

    async def measured() -> dict[str, float]:
        found = re.findall(r"^(\w+(?:{[^}]*})?) (\S+)$", await asked("/metrics"), re.MULTILINE)
        return {name: float(value) for name, value in found}

    async with aiohttp.ClientSession() as session:
        before = await measured()
        await street.imagine(street.town.mia, "a red circle")
        async with asyncio.timeout(PATIENCE):  # it is noted after it is there
            while (after := await measured())["egaku_delivery_seconds_count"] == before["egaku_delivery_seconds_count"]:
                await asyncio.sleep(0.02)

        def more(name: str) -> float:
            return after[name] - before[name]

        assert more('egaku_jobs_ended_total{end="done"}') == more("egaku_job_wait_seconds_count") == 1
        assert more("egaku_batch_rows_sum") >= more("egaku_step_seconds_count") == 2
        assert more('egaku_discord_answers_total{status="200"}') >= 1
        assert more("egaku_loop_lag_seconds_count") >= 1
        assert after["egaku_worker_process_resident_memory_bytes"] > 50e6
        assert json.loads(await asked("/healthz")) == {"loop": True, "worker": True}
        assert json.loads(await asked("/readyz")) == {"discord": True, "storage": True, "worker": True}
