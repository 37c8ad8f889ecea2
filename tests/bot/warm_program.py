"""`twgbot` with its modules imported already. It forks for each run: a new process would import them for a second.

Run as a program, with the number of a socket as its argument. Each message there asks for a run: JSON with `words`,
`cwd` and `environment`, and three files that become standard input, output and error. The answer is the exit code.
"""

import gc
import importlib
import json
import os
import pkgutil
import socket
import sys
import traceback

#: What the commands import when they run.
PACKAGES = ("bot", "handlers", "scheduler", "messages", "twg", "storage", "sandbox", "alembic", "rich.console")
LONGEST_REQUEST = 100_000


def import_all() -> None:
    """Import the packages and their modules, apart from what runs when it is imported."""
    for name in PACKAGES:
        package = importlib.import_module(name)
        if name in ("alembic", "rich.console"):
            continue
        for module in pkgutil.walk_packages(package.__path__, f"{name}."):
            if ".versions" not in module.name and not module.name.endswith((".env", ".__main__")):
                importlib.import_module(module.name)


def serve(channel: socket.socket) -> None:
    """Fork for each request until the channel is closed; returns in the children only, which are ready for `main`."""
    while True:
        request, files, _flags, _address = socket.recv_fds(channel, LONGEST_REQUEST, 3)
        if not request:
            sys.exit()
        child = os.fork()
        if child == 0:
            channel.close()
            become(json.loads(request), files)
            return
        for file in files:
            os.close(file)
        _child, status = os.waitpid(child, 0)
        channel.send(str(os.waitstatus_to_exitcode(status)).encode())


def become(request: dict[str, object], files: list[int]) -> None:
    """Take over words, folder, environment and standard files of a request."""
    for standard, file in enumerate(files):
        os.dup2(file, standard)
        os.close(file)
    os.environ.clear()
    os.environ.update(request["environment"])
    os.chdir(str(request["cwd"]))
    sys.argv = ["twgbot", *request["words"]]


def run() -> int:
    """Run `twgbot` as a new process would. Returns the exit code."""
    from bot.cli import main

    try:
        main()
    except SystemExit as end:
        if isinstance(end.code, str):
            sys.stderr.write(f"{end.code}\n")
            return 1
        return end.code or 0
    except BaseException:
        traceback.print_exc()
        return 1
    return 0


if __name__ == "__main__":
    import_all()
    gc.freeze()  # so that a child does not copy the memory of what it only reads
    serve(socket.socket(fileno=int(sys.argv[1])))
    code = run()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)  # freeing all modules one by one would take longer than most runs
