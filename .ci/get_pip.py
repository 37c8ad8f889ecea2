"""Put pip into a virtual environment made without it: Debian's python3 comes without ensurepip.

Run by the environment's own Python, with nothing but the standard library. The wheel is pinned by version and hash.
"""

import hashlib
import json
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path
from urllib.parse import urljoin

INDEX = "https://pypi.org/simple/pip/"
WHEEL = "pip-26.3-py3-none-any.whl"
SHA256 = "f3b60b20ffaadd4415ed7957212a38ac63fa4c5fa375bd0f4a797777940fad13"


def main() -> None:
    request = urllib.request.Request(INDEX, headers={"Accept": "application/vnd.pypi.simple.v1+json"})
    with urllib.request.urlopen(request) as answer:  # noqa: S310 - https, by a constant
        files = json.load(answer)["files"]
    address = urljoin(INDEX, next(file["url"] for file in files if file["filename"] == WHEEL))
    with urllib.request.urlopen(address) as answer:  # noqa: S310 - what the index names, checked by its hash
        data = answer.read()
    if hashlib.sha256(data).hexdigest() != SHA256:
        sys.exit(f"{WHEEL}: the hash is not the pinned one")
    with tempfile.TemporaryDirectory() as folder:
        wheel = Path(folder) / WHEEL
        wheel.write_bytes(data)
        command = [sys.executable, f"{wheel}/pip", "install", "--quiet", "--no-index", str(wheel)]
        subprocess.run(command, check=True)  # noqa: S603 - our own interpreter


if __name__ == "__main__":
    main()
