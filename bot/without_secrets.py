"""Taking the bot's token, and a proxy's password, out of texts that are logged or shown."""

import re

#: A token in the path of a Bot API address: /bot123:abc/getMe, /file/bot123:abc/photos/1.jpg.
_TOKEN = re.compile(r"(?P<bot_id>\d+)(?::|%3A)(?P<secret>[\w-]+)", re.IGNORECASE)
#: A token by its shape alone, anywhere in a text; also directly behind a port, when an address lacks "/bot".
_TOKEN_ANYWHERE = re.compile(r"\d{6,}(?::|%3A)[\w-]{30,}", re.IGNORECASE)

#: A proxy's user name and password as aiohttp's errors show them: http://user:password@proxy, password='password'.
_CREDENTIALS = re.compile(r"(?<=//)[^/@\s]+(?=@)|(?<=password=')[^']+")


def without_secrets(text: str, url: str) -> str:
    """The text without the token that the address has, or any other, and without a proxy's user name and password."""
    text = _CREDENTIALS.sub("<credentials>", text)
    # Look behind the host only, because its port may look like the beginning of a token.
    path = url.partition("://")[2].partition("/")[2]
    if token := _TOKEN.search(path):
        written = rf"{token['bot_id']}(?::|%3A){re.escape(token['secret'])}"
        text = re.sub(written, "<token>", text, flags=re.IGNORECASE)
    return _TOKEN_ANYWHERE.sub("<token>", text)
