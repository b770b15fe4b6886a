"""What the engine does without torch's private names, and that they are used in one place only."""

import pkgutil
import re
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import patch

import pytest
import torch

import playground
from playground.learn import torch_private, trace
from tests.learn.runs import same_weights, small, trained
from tests.learn.switched import OFF, ON, early, lacking, switched

PRIVATE = re.compile(
    r"\b(torch|nn|optim|fx|aten|Tensor)[.:](\w+[.:])*_(?!_)\w"  # torch._C, torch.optim._functional
    r"|\bfrom torch\b.* import (.*, )?_\w"
    r"|\btorch\b.*\bexperimental\b"
    r"|\._(schema|op|ops|C)\b"
)
HOME = Path(torch_private.__file__)
FILES = [path for path in Path(playground.__file__).parent.rglob("*.py") if path != HOME]


def test_only_one_module_uses_private_names_of_torch():
    assert PRIVATE.search(HOME.read_text())
    lines = [(path.name, line) for path in FILES for line in path.read_text().splitlines()]
    assert [(name, line) for name, line in lines if PRIVATE.search(line)] == []


@pytest.mark.parametrize(
    "line",
    [
        "torch._foreach_norm(tensors, 2)",
        "with torch._C._InferenceMode(True):",
        "from torch._C import _InferenceMode",
        "from torch.nn.parallel import replicate, _functions",
        "from torch.fx.experimental.proxy_tensor import make_fx",
        "from torch.fx.experimental import proxy_tensor",
        "optim._functional.adam()",
        "aten.mul.Tensor._schema",
        "function = overload._op",
    ],
)
def test_a_private_name_is_seen(line):
    assert PRIVATE.search(line)


def looked_up(switch):
    """Return the private names that are looked up in torch."""
    watched = patch.object(pkgutil, "resolve_name", wraps=pkgutil.resolve_name)
    with watched as resolve, switched(switch):
        return [call.args[0] for call in resolve.call_args_list]


NAMES = looked_up(ON)
TRACING = "torch.fx.experimental.proxy_tensor:make_fx"


@pytest.mark.parametrize("name", NAMES)
def test_torch_still_has_the_private_name(name):
    """Without it the engine works, but slower."""
    assert pkgutil.resolve_name(name) is not None


@pytest.mark.parametrize("name", sorted(torch_private.DIRECT))
def test_torch_still_binds_the_operator_directly(name):
    assert callable(getattr(torch, name))


def test_an_overload_still_wraps_what_is_called():
    operator = torch.ops.aten.tanh_backward.default
    assert torch_private.cheapest(operator) is operator._op


def test_no_private_name_is_looked_up_with_the_engine_off():
    assert looked_up(OFF) == []
    with patch.object(trace, "write") as write, early(), switched(OFF):
        trained(small())
    write.assert_not_called()


@pytest.fixture(scope="module", params=["sgd", "adam", "adamw"])
def plain(request):
    """Return a run without the engine."""
    with switched(OFF):
        return trained(small(optimizer=request.param, momentum=0.9, dropout=0.2))


@pytest.mark.parametrize("names", [*([name] for name in NAMES), NAMES], ids=str)
def test_without_a_private_name_its_fallback_comes_to_the_same_bits(plain, names):
    with early(), lacking(*names):
        run = trained(plain.config)
        assert run.is_reference == (TRACING in names)
    assert same_weights(run, plain)
    assert run.history.rows == plain.history.rows


def test_without_direct_bindings_a_step_is_written_out_in_public_operators(plain):
    public = patch.object(torch_private, "cheapest", lambda overload: overload)
    with early(), switched(ON), public:
        run = trained(plain.config)
        assert not run.is_reference
    assert same_weights(run, plain)


def test_an_operator_that_wraps_nothing_is_called_itself():
    operator = SimpleNamespace(overloadpacket=SimpleNamespace(__name__="new"))
    assert torch_private.cheapest.__wrapped__(operator) is operator


@pytest.mark.parametrize("error", [AttributeError, AssertionError, NameError, RuntimeError])
def test_plain_autograd_goes_on_where_writing_fails(plain, error):
    with early(), switched(ON), patch.object(trace, "write", side_effect=error):
        run = trained(plain.config)
        assert run.is_reference
    assert same_weights(run, plain)
