"""Links as codes to scan."""

from io import BytesIO


def qr_code(link: str) -> bytes:
    """A PNG with the QR code of a link. Called in a thread."""
    import segno

    file = BytesIO()
    segno.make_qr(link, error="m").save(file, kind="png", scale=6, border=2)
    return file.getvalue()
