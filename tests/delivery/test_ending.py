"""The assistant ends when it is told to, whatever happens at that moment."""

import asyncio

from tests.support.stage import Stage


async def test_delivery_ends_though_something_comes_due_at_that_moment(stage: Stage) -> None:
    while not (found := [task for task in asyncio.all_tasks() if task.get_name() == "delivery"]):  # noqa: ASYNC110 - leading has just begun
        await asyncio.sleep(0)
    [delivery] = found
    stage.assistant.leader.due.set()
    await asyncio.sleep(0)  # the bell has rung, and who waits for it has not run yet
    delivery.cancel()
    await asyncio.wait([delivery], timeout=10)
    assert delivery.cancelled()
