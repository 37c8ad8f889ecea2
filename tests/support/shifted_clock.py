"""`twgbot run` as on a machine whose clock is set while it runs.

The shift from the true time, in seconds, is read from the file `SHIFT_FILE`. With `SHIFT_TELEGRAM` the Bot API server
is taken to be on the same machine; else it tells the true time.
"""

import os
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from time import monotonic

PROGRAM = "from tests.support.shifted_clock import main; main()"


class ShiftedTime(datetime):
    """Stands for `datetime` in the modules that read the machine's clock."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
        return datetime.now(tz) + timedelta(seconds=float(Path(os.environ["SHIFT_FILE"]).read_text()))


def shift(folder: Path, seconds: float) -> dict[str, str]:
    """Set the clock of a machine whose file is in this folder. Returns the environment of its programs."""
    aside = folder / "shift.new"
    aside.write_text(str(seconds))
    aside.replace(folder / "shift")
    return {"SHIFT_FILE": str(folder / "shift"), "PYTHONPATH": str(Path(__file__).parents[2])}


def main() -> None:
    import apscheduler.schedulers.base

    import bot.leader
    from bot.cli import app
    from bot.steady_clock import SteadyClock, TelegramTime, ToldTime

    apscheduler.schedulers.base.datetime = ShiftedTime
    bot.leader.datetime = ShiftedTime  # type: ignore[attr-defined]
    SteadyClock.__init__.__defaults__ = (lambda: ShiftedTime.now(UTC), monotonic)  # type: ignore[attr-defined]
    if "SHIFT_TELEGRAM" in os.environ:
        TelegramTime.told = lambda _self: ToldTime(ShiftedTime.now(UTC), shared=True)  # type: ignore[method-assign]
    app(["run"])
