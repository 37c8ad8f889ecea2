"""Files with minutes, as secretariats write them in Word."""

import zipfile
from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

from docx import Document

#: Agenda · action point · responsible · status or deadline; the second row is merged with the one above at its agenda.
ENGLISH = (
    ("Agenda item", "Action points", "Responsible", "Deadline / Status"),
    ("Progress on JMI 2008-4", "Send the figures by district", "UNFPA / JICA", "15 January 2027"),
    ("", "1. Comment on the plan\n2. Print the report", "Sokha", "end Feb 2027"),
    ("Health budget 2027", "Confirm the ceiling", "MEF", ""),
    ("Health budget 2027", "Book the hall", "Dara", "Done"),
)
KHMER = (
    ("ល.រ", "របៀបវារៈ", "ចំណុចសកម្មភាព", "អ្នកទទួលខុសត្រូវ", "កាលកំណត់"),
    ("១", "Progress on JMI 2008-4", "ផ្ញើតួលេខតាមស្រុក", "UNFPA និង JICA", "១៥ មករា ២០២៧"),
    ("២", "Health budget 2027", "បញ្ជាក់ពិដាន", "MEF", ""),
)


def minutes_of(
    table: Sequence[Sequence[str]] = ENGLISH,
    *,
    before: Iterable[str] = ("Minutes of the second plenary", "1. Progress on JMI 2008-4", "58% are staffed."),
    after: Iterable[str] = ("The meeting closed at 11:30.",),
    merged: Iterable[tuple[tuple[int, int], tuple[int, int]]] | None = None,
) -> bytes:
    """A Word file with paragraphs around a table.

    Args:
        merged: first and last cell of what is merged, by row and column; it says what the first says. None where
            an empty cell of the first column is merged with the one above.
    """
    document = Document()
    for text in before:
        document.add_paragraph(text)
    if table:
        rows = document.add_table(rows=len(table), cols=len(table[0]))
        for number, texts in enumerate(table):
            for cell, text in zip(rows.rows[number].cells, texts, strict=True):
                cell.text = text
            if merged is None and number and not texts[0]:
                rows.cell(number - 1, 0).merge(rows.cell(number, 0))
        for first, last in merged or ():
            text = table[first[0]][first[1]]
            rows.cell(*first).merge(rows.cell(*last)).text = text
    for text in after:
        document.add_paragraph(text)
    return saved(document)


def aligned(*rows: Sequence[str], widths: Sequence[int] = (26, 24, 18, 16)) -> str:
    """Rows whose cells stand below each other, as on a page whose lines of a table are lost."""
    return "\n".join("".join(map(str.ljust, row, widths)).rstrip() for row in rows)


#: A page with a table: its second row goes on in the line below, and "asap" begins with a small letter.
PAGE = "\n".join(
    (
        "Minutes of the second plenary",
        "1. Progress on JMI 2008-4",
        "58% are staffed.",
        aligned(
            ENGLISH[0],
            ("Progress on JMI 2008-4", "Send the figures", "UNFPA / JICA", "15 January 2027"),
            ("Health budget 2027", "Confirm the ceiling", "MEF", "asap"),
            ("", "with the ministry", "", ""),
        ),
        "The costs of the reform of the hospitals",
        aligned(("", "Print the report", "all DPs", "Q1")),
        "The meeting closed at 11:30 and all went home.",
    )
)


def saved(document: Any) -> bytes:
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def with_macros(data: bytes) -> bytes:
    """The same file with a program in it."""
    buffer = BytesIO(data)
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("word/vbaProject.bin", b"macro")
    return buffer.getvalue()


def of_pages(count: int) -> bytes:
    """A Word file with a page break behind each page."""
    document = Document()
    for number in range(count):
        document.add_paragraph(f"Page {number} says something about the budget. " * 60)
        document.add_page_break()
    return saved(document)
