"""What kind of file a roster is, by its first bytes: its name says little."""

from twg.language.tables.cells import Table
from twg.language.tables.refusals import LockedWorkbook, NotARoster, OldWorkbook
from twg.language.tables.text_files import read_text_file
from twg.language.tables.workbooks import read_workbook

#: Largest file that is read, in bytes.
MOST_FILE_BYTES = 10_000_000
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_NO_ROSTERS = (b"%PDF", b"{\\rtf", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")
_MARKUP = (b"<html", b"<!doctype", b"<table", b"<?xml", b"<meta")


def read_tables(data: bytes) -> list[Table]:
    """The tables of a workbook or text file that have content.

    Raises: NotARoster, OldWorkbook, LockedWorkbook, UnsafeWorkbook, TooManyRows.
    """
    if data.startswith(b"PK"):
        return read_workbook(data)
    if data.startswith(_OLD_OFFICE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise LockedWorkbook
        raise OldWorkbook
    beginning = data[:200].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if data.startswith(_NO_ROSTERS) or beginning.startswith(_MARKUP):
        raise NotARoster
    return read_text_file(data)
