"""Charts with figures of real documents, for the reference pictures: `python -m tests.indicators.pictured` draws."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from messages.rendering.charts import Bar, Chart, Glance, PathChart, Point, Row, Splits, Theme

FOLDER = Path(__file__).parent / "pictures"


def _path(locale: str) -> PathChart:
    """2008-4, whose target was raised on the way."""
    km = locale == "km"
    return PathChart(
        title="2008-4 ការសម្រាលដោយបុគ្គលិកជំនាញ នៅមូលដ្ឋានសុខាភិបាលសាធារណៈ"
        if km
        else "2008-4 Deliveries by skilled staff in the public sector",
        subtitle="ការវាយតម្លៃ៖ តាមផែនការ" if km else "Rating: On track",
        locale=locale,
        unit="%",
        path=(
            Point(date(2006, 12, 31), 38, "៣៨ %" if km else "38 %"),
            Point(date(2007, 12, 31), 45, "៤៥ %" if km else "45 %"),
            Point(date(2009, 12, 31), 65, "៦៥ %" if km else "65 %"),
        ),
        values=(
            Point(date(2007, 12, 31), 46, "៤៦ %" if km else "46 %"),
            Point(date(2008, 12, 31), 58, "៥៨ %" if km else "58 %"),
            Point(date(2009, 6, 30), 61.5, "៦១,៥ %" if km else "61.5 %", open=True),
        ),
        called_path="គន្លងទៅគោលដៅ" if km else "The way to the target",
        called_values="បានរាយការណ៍ និងទទួលយក" if km else "Reported and accepted",
        called_open="បានរាយការណ៍ រង់ចាំពិនិត្យ" if km else "Reported, awaits review",
    )


def _land(locale: str) -> PathChart:
    """demo-c, with eight figures, far over its target."""
    made = _path(locale)
    return replace(
        made,
        title="demo-c Land released a year",
        subtitle="Rating: Achieved",
        unit="m²",
        path=(
            Point(date(2014, 12, 31), 42648014, "42,648,014 m²"),
            Point(date(2015, 12, 31), 43500974, "43,500,974 m²"),
        ),
        values=(
            Point(date(2014, 12, 31), 104313842, "104,313,842 m²"),
            Point(date(2015, 12, 31), 146051269, "146,051,269 m²"),
        ),
    )


def _alone(locale: str) -> PathChart:
    """One value of an indicator without a target."""
    return replace(_path(locale), path=(), values=(Point(date(2026, 11, 30), 0, "0 %"),))


def _target(locale: str) -> PathChart:
    """A target without a baseline, and one value: no line goes anywhere."""
    return replace(
        _path(locale),
        path=(Point(date(2026, 12, 31), 65, "65 %"),),
        values=(Point(date(2026, 6, 30), 58, "58 %"),),
        called_path="Target",
    )


def _met(locale: str) -> PathChart:
    """Values that are those of the targets: each figure is written once."""
    return replace(
        _path(locale),
        path=(Point(date(2024, 12, 31), 38, "38 %"), Point(date(2026, 12, 31), 65, "65 %")),
        values=(Point(date(2024, 12, 31), 38, "38 %"), Point(date(2026, 12, 31), 65, "65 %")),
    )


def _falling(locale: str) -> PathChart:
    """2008-3a, where lower is better, with a value a month."""
    values = tuple(
        Point(date(2008, month, 15), 21 - month / 5, f"{21 - month / 5:.1f} %", open=month == 12)
        for month in range(1, 13)
    )
    return replace(
        _path(locale),
        title="2008-3a Incomplete schools",
        subtitle="Rating: Delayed",
        path=(Point(date(2008, 8, 31), 21, "21 %"), Point(date(2009, 8, 31), 18, "18 %")),
        values=values,
    )


def _glance(locale: str) -> Glance:
    km = locale == "km"
    called = (
        {
            "achieved": "សម្រេចបាន",
            "on_track": "តាមផែនការ",
            "delayed": "យឺតជាងផែនការ",
            "not_started": "មិនទាន់ចាប់ផ្ដើម",
            "no_data": "គ្មានទិន្នន័យ",
        }
        if km
        else {
            "achieved": "Achieved",
            "on_track": "On track",
            "delayed": "Delayed",
            "not_started": "Not started",
            "no_data": "No data",
        }
    )
    statement = (
        "ការសម្រាលដោយបុគ្គលិកជំនាញ នៅមូលដ្ឋានសុខាភិបាលសាធារណៈទូទាំងប្រទេសនិងតាមខេត្ត"
        if km
        else "Deliveries by skilled staff in the public sector, in all provinces and in the capital"
    )
    listed = [
        ("2008-4", statement, 0.74, "58 → 65 %", "on_track"),
        ("2008-3", "Primary promotion rate", 0.3, "80.2 → 84 %", "delayed"),
        ("2010-1", "NSDP mid-term review", 0.4, "ជំហាន ២ លើ ៥" if km else "2 of 5 steps", "on_track"),
        ("demo-c", "Land released a year", 1.0, "146,051,269 → 43,500,974 m²", "achieved"),
        ("2008-3b", "New teachers sent to under-staffed or remote schools", None, "– → 95 %", "no_data"),
        ("2008-3a", "Incomplete schools", 0.0, "21 → 18 %", "not_started"),
    ]
    rows = tuple(
        Row(f"{number} {name}", progress, figures, mark, called[mark])
        for number, name, progress, figures, mark in listed
    )
    numbers = {"achieved": 1, "on_track": 2, "delayed": 1, "not_started": 1, "no_data": 1}
    return Glance(
        title="សូចនាករតាមដានត្រួតពិនិត្យរួម (JMI) របស់ក្រុមការងារបច្ចេកទេសសុខាភិបាល"
        if km
        else "Joint monitoring indicators of the Health TWG",
        subtitle="ថ្ងៃសៅរ៍ ទី២៨ ខែវិច្ឆិកា ឆ្នាំ២០២៦" if km else "Saturday 28 November 2026",
        locale=locale,
        counts=tuple((mark, called[mark], number) for mark, number in numbers.items()),
        rows=rows,
    )


def _splits(locale: str) -> Splits:
    """Primary enrolment: total, girls, boys."""
    km = locale == "km"
    words = ("សរុប", "ភេទ", "ក្មេងស្រី", "ក្មេងប្រុស") if km else ("Total", "Sex", "girls", "boys")
    figures = ("៩១,៣ %", "៨៩,៧ %", "៩៣ %") if km else ("91.3 %", "89.7 %", "93 %")
    return Splits(
        title="2014-5 អត្រាចូលរៀនបឋមសិក្សា" if km else "2014-5 Net primary enrolment",
        subtitle="ឆ្នាំសិក្សា ២០០៦/០៧" if km else "SY 2006/07",
        locale=locale,
        groups=(
            ("", (Bar(words[0], 91.3, figures[0], whole=True),)),
            (words[1], (Bar(words[2], 89.7, figures[1]), Bar(words[3], 93, figures[2]))),
        ),
    )


def _steps(locale: str) -> Glance:
    """2010-1, with five dated steps."""
    km = locale == "km"
    reached, late, open_ = ("សម្រេចហើយ", "យឺត", "មិនទាន់សម្រេច") if km else ("Reached", "Late", "Not reached yet")
    on = "សម្រេចនៅថ្ងៃព្រហស្បតិ៍ ទី៣០ ខែកញ្ញា ឆ្នាំ២០១០" if km else "Reached on Thursday 30 September 2010"
    listed = [
        ("Concept note", "end Sept 2010", "achieved", on),
        ("Draft review circulated to all ministries and development partners", "end Dec 2010", "delayed", late),
        ("Consultation with all TWGs", "end March 2011", "not_started", open_),
        ("Final draft", "end June 2011", "not_started", open_),
        ("Review endorsed", "end Sept 2011", "not_started", open_),
    ]
    digits = "១២៣៤៥" if km else "12345"
    return Glance(
        title="2010-1 ការពិនិត្យពាក់កណ្ដាលអាណត្តិ NSDP" if km else "2010-1 NSDP mid-term review",
        subtitle="ការវាយតម្លៃ៖ យឺតជាងផែនការ" if km else "Rating: Delayed",
        locale=locale,
        counts=(("achieved", reached, 1), ("delayed", late, 1), ("not_started", open_, 3)),
        rows=tuple(
            Row(f"{digit}. {text}", float(mark == "achieved"), period, mark, called)
            for digit, (text, period, mark, called) in zip(digits, listed, strict=True)
        ),
    )


_MADE = {
    "path": _path,
    "land": _land,
    "alone": _alone,
    "target": _target,
    "met": _met,
    "falling": _falling,
    "glance": _glance,
    "steps": _steps,
    "splits": _splits,
}
#: In Khmer and on a dark background only where that differs.
_ONCE = ("land", "alone", "target", "met", "falling")


def charts() -> Iterator[tuple[str, Chart]]:
    """Every chart with the name of its picture."""
    for name, make in _MADE.items():
        for locale in ("en",) if name in _ONCE else ("en", "km"):
            for theme in (Theme.LIGHT,) if name in _ONCE else tuple(Theme):
                yield f"{name}-{locale}-{theme}", replace(make(locale), theme=theme)


def main() -> None:
    from messages.rendering.charts.painter import draw

    FOLDER.mkdir(exist_ok=True)
    for name, chart in charts():
        (FOLDER / f"{name}.png").write_bytes(draw(chart))


if __name__ == "__main__":
    main()
