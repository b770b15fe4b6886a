"""The engine as a test wants it: turned on or off, on a torch that lacks names, in use early."""

import importlib
import os
import pkgutil
from collections import OrderedDict
from contextlib import contextmanager
from unittest.mock import patch

from playground.learn import engine, forward, torch_private, trace
from playground.learn.switch import SWITCH

ON, OFF = "", "reference"


@contextmanager
def switched(value):
    """Set the switch as the environment of a new process would."""
    with patch.dict(os.environ, {SWITCH: value}), _loaded_anew():
        yield


@contextmanager
def lacking(*names):
    """Let torch lack private names, the engine turned on."""

    def resolve(name):
        if name in names:
            raise AttributeError(name)
        return found(name)

    found = pkgutil.resolve_name
    with patch.object(pkgutil, "resolve_name", resolve), switched(ON):
        yield


@contextmanager
def _loaded_anew():
    """Let torch's private names be looked up again, and as before afterwards."""
    before = dict(vars(torch_private))
    try:
        importlib.reload(torch_private)
        yield
    finally:
        vars(torch_private).update(before)


@contextmanager
def early(after=2):
    """Write out what has been computed so many times, and know nothing of earlier tests."""
    with (
        patch.object(engine, "REFERENCE_STEPS", after),
        patch.object(forward, "MODULE_PASSES", after),
        patch.object(trace, "_cache", OrderedDict()),
    ):
        yield
