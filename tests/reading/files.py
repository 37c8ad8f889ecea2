"""Files of each kind, made in memory."""

import io
import zipfile
from collections.abc import Sequence

import docx
import openpyxl
from docx.enum.text import WD_BREAK
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject


def pdf(pages: Sequence[str], *, password: str = "", font: str = "Helvetica") -> bytes:
    """A PDF with these lines of Latin text."""
    writer = PdfWriter()
    names = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": f"/{font}"}
    type1 = DictionaryObject({NameObject(key): NameObject(value) for key, value in names.items()})
    for text in pages:
        page = writer.add_blank_page(595, 842)
        page[NameObject("/Resources")] = DictionaryObject(
            {NameObject("/Font"): DictionaryObject({NameObject("/F1"): type1})}
        )
        content = DecodedStreamObject()
        lines = "".join(f"({line}) Tj T* " for line in text.splitlines())
        content.set_data(f"BT /F1 10 Tf 12 TL 40 800 Td {lines}ET".encode("latin-1"))
        page[NameObject("/Contents")] = content
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def pdf_of_equal_pages(text: str, count: int) -> bytes:
    """A PDF of so many pages that share their content, written without a library, which would take minutes."""
    content = f"BT /F1 10 Tf 40 800 Td ({text}) Tj ET".encode()
    kids = b" ".join(b"%d 0 R" % number for number in range(5, 5 + count))
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count %d /Kids [%s] >>" % (count, kids),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
    ]
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
    parts += [page + b" /Resources << /Font << /F1 3 0 R >> >> >>"] * count
    made, places = bytearray(b"%PDF-1.4\n"), list[int]()
    for number, part in enumerate(parts, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
    return bytes(made + end % (len(parts) + 1, table, len(parts) + 1, len(made)))


def word(pages: Sequence[str], *, font: str = "") -> bytes:
    """A Word file with page breaks between these texts."""
    document = docx.Document()
    for number, text in enumerate(pages):
        run = document.add_paragraph().add_run(text)
        if font:
            run.font.name = font
        if number < len(pages) - 1:
            document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def workbook(sheets: dict[str, Sequence[Sequence[object]]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


_DRAWING = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
_SLIDES = 'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def slides(texts: Sequence[str]) -> bytes:
    """A presentation whose slides are kept in the opposite order, as files may keep them."""
    count = len(texts)
    parts = {
        f"ppt/slides/slide{count - number}.xml": (
            f"<p:sld {_SLIDES} {_DRAWING}><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p:sld>"
        )
        for number, text in enumerate(texts)
    }
    listed = "".join(f'<p:sldId id="{256 + n}" r:id="rId{n}"/>' for n in range(count))
    parts["ppt/presentation.xml"] = (
        f'<p:presentation {_SLIDES} xmlns:r="{_RELATIONS}"><p:sldIdLst>{listed}</p:sldIdLst></p:presentation>'
    )
    related = "".join(
        f'<Relationship Id="rId{n}" Type="{_RELATIONS}/slide" Target="slides/slide{count - n}.xml"/>'
        for n in range(count)
    )
    parts["ppt/_rels/presentation.xml.rels"] = f"<Relationships>{related}</Relationships>"
    return archive({name: text.encode() for name, text in parts.items()})


def archive(parts: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in parts.items():
            file.writestr(name, data)
    return made.getvalue()


_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def word_bomb(megabytes: int) -> bytes:
    """A Word file of a few kilobytes whose text has so many megabytes, in one run."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file, file.open("word/document.xml", "w") as part:
        part.write(f'<w:document xmlns:w="{_WORD}"><w:body><w:p><w:r><w:t>'.encode())
        for _number in range(megabytes):
            part.write(b"bomb " * 200_000)
        part.write(b"</w:t></w:r></w:p></w:body></w:document>")
    return made.getvalue()


def workbook_bomb(megabytes: int) -> bytes:
    """A workbook whose shared strings have so many megabytes."""
    whole = workbook({"Sheet": [["a"]]})
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as source, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        for name in source.namelist():
            if name != "xl/sharedStrings.xml":
                file.writestr(name, source.read(name))
        with file.open("xl/sharedStrings.xml", "w") as part:
            part.write(b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">')
            for number in range(megabytes * 1000):
                part.write(b"<si><t>" + str(number).encode() * 160 + b"</t></si>")
            part.write(b"</sst>")
    return made.getvalue()


def with_entities() -> bytes:
    """A Word file whose entities stand for a billion letters."""
    declared = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    text = f'<!DOCTYPE d [<!ENTITY e0 "ha">{declared}]><w:document xmlns:w="{_WORD}"><w:t>&e9;</w:t></w:document>'
    return archive({"word/document.xml": text.encode()})


#: Beginning of a file of Office before 2007, and of one of today with a password.
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
ENCRYPTED_OFFICE = OLD_OFFICE + "EncryptedPackage".encode("utf-16-le") + bytes(600)


_ODF = "urn:oasis:names:tc:opendocument:xmlns"


def opendocument(body: str, *, styles: str = "", manifest: str = "") -> bytes:
    """An OpenDocument file. Args: `body`: elements of the prefixes office, text, table, draw, style and fo."""
    names = "".join(
        f' xmlns:{prefix}="{_ODF}:{name}:1.0"'
        for prefix, name in (
            *((each, each) for each in ("office", "text", "table", "style")),
            ("draw", "drawing"),
            ("fo", "xsl-fo-compatible"),
        )
    )
    parts = {"content.xml": f"<office:document-content{names}>{body}</office:document-content>"}
    parts |= {"styles.xml": f"<office:document-styles{names}>{styles}</office:document-styles>"} if styles else {}
    parts |= {"META-INF/manifest.xml": manifest} if manifest else {}
    return archive({name: text.encode() for name, text in parts.items()})
