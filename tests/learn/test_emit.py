"""Emit: graphs of a few operators, written out and run beside the functions they came from."""

import dis

import torch
from torch.fx.experimental.proxy_tensor import make_fx

from playground.learn.emit import MOST_KEPT, write

WEIGHT, BIAS = torch.linspace(-1, 1, 6).view(3, 2), torch.tensor([0.5, -0.5, 0.25])
X, Y = torch.linspace(-2, 2, 8).view(4, 2), torch.tensor([0, 2, 1, 0])
WHOLE = (slice(None),)


def written(function, tensors=(WEIGHT, BIAS), groups=WHOLE):
    """Return a function of (tensors, X, y) written out."""
    return write(make_fx(function)(list(tensors), X, Y), groups)


def run(function, tensors=(WEIGHT, BIAS), groups=WHOLE):
    """Return the outputs of each group of a function that was written out."""
    with torch.inference_mode():
        return [f(X, Y) for f in written(function, tensors, groups).bind(tensors)]


def called(function):
    """Return the names of the operators that a written function calls, in order."""
    instructions = dis.get_instructions(function.func)
    return [i.argval for i in instructions if i.opname in ("LOAD_GLOBAL", "LOAD_NAME")]


def affine(tensors, X, y):
    weight, bias = tensors
    return [torch.nn.functional.linear(X, weight, bias)]


def test_a_function_that_is_written_out_gives_the_same():
    ((found,),) = run(affine)
    assert torch.equal(found, affine((WEIGHT, BIAS), X, Y)[0])


def test_views_of_parameters_stay_right_while_these_move_in_place():
    weight = WEIGHT.clone()
    found = written(affine)
    assert "aten_addmm_out" in called(found.functions[0])
    assert "aten_t_default" not in called(found.functions[0])
    (function,) = found.bind((weight, BIAS))
    weight += 1
    with torch.inference_mode():
        assert torch.equal(function(X, Y)[0], affine((weight, BIAS), X, Y)[0])


def test_outputs_are_good_until_the_next_call():
    (function,) = written(affine).bind((WEIGHT, BIAS))
    with torch.inference_mode():
        first = function(X, Y)[0]
        kept = first.clone()
        second = function(X * 2, Y)[0]
    assert second.data_ptr() == first.data_ptr()
    assert not torch.equal(first, kept)


def test_a_group_computes_only_what_it_returns():
    def function(tensors, X, y):
        return [X.exp().sum(), X.tanh()]

    groups = (slice(None), slice(1, None), slice(0, 1))
    functions = written(function, (), groups).functions
    found = run(function, (), groups)
    assert [len(outputs) for outputs in found] == [2, 1, 1]
    assert torch.equal(found[1][0], X.tanh())
    assert torch.equal(found[2][0], X.exp().sum())
    names = [" ".join(called(function)) for function in functions]
    assert ["exp" in called for called in names] == [True, False, True]
    assert ["tanh" in called for called in names] == [True, True, False]


def test_what_changes_something_in_place_is_done_whoever_asks():
    def function(tensors, X, y):
        tensors[0].add_(1)
        return [X.sum()]

    counter = torch.zeros(2)
    (bound,) = written(function, (torch.zeros(2),)).bind((counter,))
    with torch.inference_mode():
        bound(X, Y)
        bound(X, Y)
    assert counter.tolist() == [2, 2]


def test_several_results_of_one_operator_are_taken_apart():
    def function(tensors, X, y):
        values, indices = X.max(dim=1)
        return [values, indices]

    ((values, indices),) = run(function, ())
    assert torch.equal(values, X.max(dim=1).values)
    assert torch.equal(indices, X.max(dim=1).indices)


def test_numbers_that_python_can_not_spell_are_constants():
    def function(tensors, X, y):
        return [torch.clamp(X, min=-float("inf"), max=0.5), X.masked_fill(X > 1, float("nan"))]

    ((clamped, filled),) = run(function, ())
    assert torch.equal(clamped, X.clamp(max=0.5))
    assert torch.equal(filled.isnan(), X > 1)


def test_gradients_are_written_out_without_detours():
    """A gradient is transposed once, the weights when bound; no alias, no view of what is there."""

    def function(tensors, X, y):
        weight, bias = (t.requires_grad_() for t in tensors)
        logits = torch.nn.functional.linear(X, weight, bias)
        loss = torch.nn.functional.cross_entropy(logits, y)
        return [loss, *torch.autograd.grad(loss, [weight, bias])]

    tensors = [WEIGHT.clone(), BIAS.clone()]
    found = written(function, tensors)
    expected = function([t.clone() for t in tensors], X, Y)
    with torch.inference_mode():
        (bound,) = found.bind([t.detach() for t in tensors])
        assert all(map(torch.equal, bound(X, Y), expected))
    names = called(found.functions[0])
    assert names.count("aten_t_default") == 1
    for detour in ("detach", "alias", "ones_like", "view"):
        assert not [name for name in names if detour in name]


def test_large_results_are_made_anew_and_small_ones_kept():
    n = MOST_KEPT // (4 * 3) // 2 + 100  # rows of which a result takes more than half the room

    def twice(tensors, X, y):
        weight, bias = tensors
        hidden = torch.nn.functional.linear(X.repeat(n // 4, 1), weight, bias).tanh()
        return [hidden, torch.nn.functional.linear(X, weight, bias)]

    found = written(twice)
    made = found.make(WEIGHT, BIAS)
    kept = [tensor for tensor in made if tensor.data_ptr() != WEIGHT.data_ptr()]
    assert sum(tensor.nbytes for tensor in kept) <= MOST_KEPT
    assert {tuple(tensor.shape) for tensor in kept} == {(n // 4 * 4, 3), (4, 3)}
    assert len(kept) == 2
    ((large, small),) = run(twice)
    expected = twice((WEIGHT, BIAS), X, Y)
    assert torch.equal(large, expected[0])
    assert torch.equal(small, expected[1])
