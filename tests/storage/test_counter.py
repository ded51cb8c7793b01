"""Counters: sums that add up, and values that are replaced."""

from storage.counter import Counters
from storage.store import Store


async def test_sums_add_up_and_values_are_replaced(store: Store) -> None:
    for number in (2, 3):
        async with store.transaction() as query:
            counters = Counters(query)
            counters.add({"sends": number, "edits": 1})
            counters.put({"lag_greatest": number})
            counters.add({})
    async with store.snapshot() as query:
        assert await Counters(query).all() == {"sends": 5, "edits": 2, "lag_greatest": 3}
