"""The process that workers are forked from: it imports the heavy modules once, for all of them.

A plain ``multiprocessing`` forkserver would run the server's ``__main__`` (the Streamlit command)
again in every worker, and can't find this package when the server was started elsewhere.
"""

from __future__ import annotations

import contextlib
import gc
import logging
import os
import shutil
import signal
import socket
import sys
from pathlib import Path


def main() -> None:
    """Fork a worker for each socket that comes over the control socket; end when that closes.

    Arguments of the command line: descriptor of the control socket, directory of the checkpoints.
    """
    control, directory = socket.socket(fileno=int(sys.argv[1])), Path(sys.argv[2])
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the system reaps the workers
    _write("/proc/self/comm", "fork-server")
    prepare()
    gc.collect()
    gc.freeze()  # keeps the collector from touching, and so copying, what the workers share
    while True:
        message, descriptors, _, _ = socket.recv_fds(control, 1, 1)
        if not message:
            break
        _fork(control, descriptors[0], directory, niceness=message[0])
    shutil.rmtree(directory, ignore_errors=True)


def prepare() -> None:
    """Import all that training needs, and use it once: PyTorch imports some of itself only then."""
    from playground.catalog import VIEWS
    from playground.learn import preload
    from playground.serve import worker  # noqa: F401
    from playground.serve.worker.run import Run

    preload()
    views = {name: view.read({}) for name, view in VIEWS.items()}
    for optimizer in ("adam", "sgd"):
        run = Run.fresh(f"optimizer={optimizer}&n_samples=20&epochs=1", lambda: 0.0)
        run.play()
        run.train()
        run.frame({"views": views, "due": [], "generation": -1})
        Run.restore(run.checkpoint(), lambda: 0.0)


def work(end: socket.socket, directory: Path, niceness: int) -> None:
    """Be a worker until the server hangs up, ``niceness`` steps behind others.

    Of a server that is gone without a word the checkpoints are cleared away.
    """
    from playground.serve.channel import Channel
    from playground.serve.worker.worker import Worker

    logging.basicConfig(format="%(asctime)s %(name)s: %(message)s")
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if niceness and hasattr(os, "nice"):  # not on Windows
        os.nice(niceness)
    worker = Worker(Channel(end), directory)
    worker.serve()
    if not worker.is_dismissed:
        shutil.rmtree(directory, ignore_errors=True)


def spawned(end: socket.socket, directory: Path, niceness: int) -> None:
    """Be a worker in a process of its own that was not forked."""
    prepare()
    work(end, directory, niceness)


def _fork(control: socket.socket, descriptor: int, directory: Path, niceness: int) -> None:
    """Fork one worker; when that fails, the server sees its socket close and tries again."""
    with contextlib.suppress(OSError):
        if os.fork() == 0:
            _child(control, descriptor, directory, niceness)
    os.close(descriptor)


def _child(control: socket.socket, descriptor: int, directory: Path, niceness: int) -> None:
    """Work, and leave without what the parent would do at its end."""
    code = 1
    try:
        control.close()
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        _write("/proc/self/comm", "worker")
        # When memory runs out, let the system end a worker, which comes back, not the server.
        _write("/proc/self/oom_score_adj", "500")
        work(socket.socket(fileno=descriptor), directory, niceness)
        code = 0
    except BaseException:
        logging.exception("A worker failed")
    finally:
        sys.stderr.flush()
        os._exit(code)


def _write(path: str, text: str) -> None:
    """Tell the system something about this process, if it lets us."""
    with contextlib.suppress(OSError):
        Path(path).write_text(text)


if __name__ == "__main__":
    main()
