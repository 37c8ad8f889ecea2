"""`twgbot` with its modules imported already. It forks for each run: a new process would import them for a second.

Run as a program, with the number of a socket as its argument. Each message there asks for a run: JSON with `words`,
`cwd` and `environment`, and three files that become standard input, output and error. The answer is the exit code.
With a fourth file the answer is the id of the process, at once; the exit code is written to that file at its end.
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
        request, files, _flags, _address = socket.recv_fds(channel, LONGEST_REQUEST, 4)
        if not request:
            sys.exit()
        standard, ended = files[:3], files[3:]
        if ended and os.fork():  # a process in between waits for the end, and this one goes on
            close(files)
            continue
        child = os.fork()
        if child == 0:
            channel.close()
            close(ended)
            become(json.loads(request), standard)
            return
        close(standard)
        if ended:
            channel.send(str(child).encode())
        _child, status = os.waitpid(child, 0)
        code = str(os.waitstatus_to_exitcode(status)).encode()
        if ended:
            os.write(ended[0], code)
            os._exit(0)
        channel.send(code)


def close(files: list[int]) -> None:
    for file in files:
        os.close(file)


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
