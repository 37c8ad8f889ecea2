"""How many deliveries are claimed at once."""

#: A batch is as many deliveries as may be sent within `_BATCH_S` seconds, and at most `MOST_AT_ONCE`. A larger batch
#: costs the database less per message, but a crash can send all deliveries in progress twice.
_BATCH_S = 2 / 3
MOST_AT_ONCE = 200


def batch_size(per_second: int) -> int:
    """How many deliveries to claim at once.

    Args:
        per_second: most messages in any second; 0 for no limit.
    """
    return max(1, min(MOST_AT_ONCE, round(per_second * _BATCH_S))) if per_second else MOST_AT_ONCE
