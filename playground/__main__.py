"""Command line: ``python -m playground train|script|notebook|sweep|bench|thumbnails``."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from playground import url
from playground.config import Config
from playground.export.notebook import notebook
from playground.export.script import script
from playground.learn.switch import is_reference
from playground.sweeps.command import BAD_INPUT, add_arguments, sweep
from playground.table import TableError, read_own_csv


def main(arguments: list[str] | None = None) -> None:
    """Parse the command line and carry out its command."""
    parser = argparse.ArgumentParser(prog="python -m playground", description=__doc__)
    commands = parser.add_subparsers(required=True)
    printing = (("train", train), ("script", print_script), ("notebook", print_notebook))
    for name, function in printing:
        command = commands.add_parser(name, help=function.__doc__)
        command.add_argument("query", nargs="?", default="", help="what follows ? in the address")
        command.set_defaults(run=lambda parsed, function=function: function(_config(parsed.query)))
    own_help = "the own.csv of an experiment with data of your own"
    commands.choices["train"].add_argument("--own", metavar="FILE.csv", type=Path, help=own_help)
    commands.choices["train"].set_defaults(run=_train)
    add_arguments(sweeping := commands.add_parser("sweep", help=sweep.__doc__))
    sweeping.set_defaults(run=_sweep)
    for name, action in (("bench", bench), ("thumbnails", thumbnails)):
        command = commands.add_parser(name, help=action.__doc__)
        command.set_defaults(run=lambda parsed, action=action: action())
    parsed = parser.parse_args(arguments)
    try:
        is_reference()
    except ValueError as error:
        parser.error(str(error))
    parsed.run(parsed)


def _train(parsed: argparse.Namespace) -> None:
    """Train as the command line says; end with a sentence where the data don't fit."""
    config = _config(parsed.query)
    try:
        own = _own(config, parsed.own)
    except (TableError, OSError) as error:
        sys.exit(f"--own: {error}")
    train(config, own)


def _sweep(parsed: argparse.Namespace) -> None:
    """Sweep as the command line says; end with a sentence where the data don't fit."""
    config = _config(parsed.query)
    try:
        own = _own(config, parsed.own)
    except (TableError, OSError) as error:
        print(f"--own: {error}", file=sys.stderr)
        sys.exit(BAD_INPUT)
    sweep(parsed, config, own)


def _own(config: Config, path: Path | None) -> tuple[Any, Any, Any] | None:
    """Return what is in the file ``path``; TableError when it is not what ``config`` names."""
    if config.dataset != "own":
        return None
    if path is None:
        raise TableError("This experiment has data of its own. Name its own.csv here.")
    points, key = read_own_csv(path.read_text(encoding="utf-8", errors="replace")), config.data
    n_samples, n_features = points.X.shape
    if not key.startswith(f"c{len(points.classes)}n{n_samples}f{n_features}-"):
        raise TableError(f"{path} has other rows, columns or classes than the experiment's data.")
    return points.X, points.y, points.features


def train(config: Config, own: tuple[Any, Any, Any] | None = None) -> None:
    """Train without a browser; the last line printed is a JSON object of the result."""
    from playground.learn import preload
    from playground.learn.result import trained

    preload()
    print(json.dumps(trained(config, own)[1]))


def print_script(config: Config) -> None:
    """Print a standalone PyTorch script that repeats the run to the last bit."""
    print(script(config), end="")


def print_notebook(config: Config) -> None:
    """Print a Jupyter notebook that repeats the run to the last bit, with its plots."""
    print(notebook(config))


def bench() -> None:
    """Print the engine's speed beside the textbook loop's, taken in one run."""
    from playground.bench import table

    for line in table():
        print(line, flush=True)


def thumbnails() -> None:
    """Draw the datasets' pictures again, as after one was added to the registry."""
    from playground.thumbnails import draw

    draw()


def _config(query: str) -> Config:
    """Return the Config that ``query`` spells, saying on stderr what had to be replaced."""
    config, replaced = url.decode(query)
    for line in filter(None, (url.explain(replaced), url.explain_unknown(url.names(query)))):
        print(line, file=sys.stderr)
    return config


if __name__ == "__main__":
    main()
