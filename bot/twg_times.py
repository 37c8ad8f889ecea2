"""Opening hours and days of a TWG as the operator types them: `twgbot twg set HLT --hours 07:30-17:30`."""

from datetime import date, time

from bot.command_error import CommandError
from twg.settings.changing import DayChange, DayKind, TwgSettings


def read_hours(text: str) -> TwgSettings:
    """ "07:30-17:30", or an empty text for the hours of the installation. Raises: CommandError."""
    if not text:
        return TwgSettings(opens_at=None, closes_at=None)
    opens, _dash, closes = text.partition("-")
    try:
        first, last = time.fromisoformat(opens.strip()), time.fromisoformat(closes.strip())
    except ValueError:
        first = last = time()
    if first >= last:
        raise CommandError("the hours of a TWG are two times of a day, for example --hours 07:30-17:30")
    return TwgSettings(opens_at=first, closes_at=last)


def read_days(kind: DayKind, texts: list[str]) -> list[DayChange]:
    """ "2026-12-14", or "2026-12-14/2026-12-16" for several. Raises: CommandError."""
    return [_read_days(kind, text) for text in texts]


def _read_days(kind: DayKind, text: str) -> DayChange:
    first, _slash, last = text.partition("/")
    try:
        return DayChange(kind=kind, first=date.fromisoformat(first), last=date.fromisoformat(last) if last else None)
    except ValueError:
        raise CommandError(
            f"{text} is no day: write 2026-12-14, or 2026-12-14/2026-12-16 for the days from one to the other"
        ) from None
