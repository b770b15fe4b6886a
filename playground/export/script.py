"""One file of plain PyTorch and scikit-learn that repeats a run to the last bit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from playground import url
from playground.catalog import (
    DATASETS,
    FEATURES,
    INITIALIZATIONS,
    LOSSES,
    OPTIMIZERS,
    PREPROCESSINGS,
    SCHEDULES,
    formula,
)
from playground.config import Config
from playground.course import Change, Course, Edit
from playground.export.changes import changes_dropout, words
from playground.export.defaults import needed
from playground.export.network import as_module
from playground.export.result import MATRICES, plot, result
from playground.export.source import definition
from playground.export.training import evaluation, training
from playground.layers import printed

OWN_FILE = "own.csv"
"""The file beside the script that holds a visitor's own data."""

ONE_THREAD = """# One thread: as fast on small networks, and the order of every sum is fixed.
torch.set_num_threads(1)"""


def script(config: Config, changes: Sequence[Change] = (), edits: Sequence[Edit] = ()) -> str:
    """Return the script's source; its last line of output is the JSON that ``train`` prints.

    ``changes`` are what was changed while the run went on that began with ``config``, ``edits`` the
    weights that were set by hand.
    """
    course = Course(config, tuple(changes), tuple(edits))
    sections = (
        ("", _head),
        ("Data", data),
        ("", split),
        ("Network", network),
        ("", optimizer),
        ("", evaluation),
        ("Training", training),
        (f"Result: {MATRICES}", result),
        ("", plot),
    )
    lines = (line for title, section in sections for line in _titled(title, section(course)))
    return "\n".join(lines) + "\n"


def _titled(title: str, lines: Iterable[str]) -> Iterator[str]:
    """Yield a section under its title, if it has one."""
    if title:
        yield f"\n# {title}"
    yield from lines


def _head(course: Course) -> Iterator[str]:
    """Yield the docstring, the imports, the options and the definitions that libraries lack."""
    config = course.began
    changed = "".join(f"\n    {line}" for line in words(course))
    if changed:
        changed = f"\nChanged while the run went on:{changed}\n"
    yield f'''"""Trains the network of a Classification Playground experiment on its own.

Experiment: ?{url.encode(config)}
{changed}"""

{imports(course, ["argparse"])}

parser = argparse.ArgumentParser()
parser.add_argument("--plot", action="store_true", help="show the result (needs matplotlib)")
parser.add_argument("--device", default="cpu", help="cuda or mps: same run but for the last bits")
options = parser.parse_args()
device = torch.device(options.device)

{ONE_THREAD}
'''
    for source in definitions(config):
        yield f"\n{source}\n"


def imports(
    course: Course, modules: Sequence[str] = (), drawing: Sequence[str] = (), metrics: str = ""
) -> str:
    """Return the lines that import what the training needs.

    ``modules`` of Python's own library, ``drawing`` lines and ``metrics`` of scikit-learn are
    needed besides.
    """
    names = sorted([*modules, "copy", "json", *["time"] * bool(course.present.max_seconds)])
    own = [f"import {name}" for name in names]
    if any("Callable[" in source for source in definitions(course.began)):
        own.append("from collections.abc import Callable")
    others = [*drawing, "import numpy as np", "import torch"]
    learning = sorted(_sklearn_imports(course.began, metrics))
    return "\n".join([*own, "", *others, *learning, "from torch import nn, optim"])


def _sklearn_imports(config: Config, metrics: str) -> Iterator[str]:
    """Yield the lines that import from scikit-learn."""
    library, _, name = DATASETS[config.dataset].make.rpartition(".")
    if library.startswith("sklearn"):
        yield f"from {library} import {name}"
    matrix = "multilabel_confusion_matrix" if config.is_multilabel else "confusion_matrix"
    named = ", ".join(filter(None, (metrics, "accuracy_score", matrix)))
    yield f"from sklearn.metrics import {named}"
    yield "from sklearn.model_selection import train_test_split"
    if scaler := PREPROCESSINGS[config.preprocessing].sklearn:
        yield f"from sklearn.preprocessing import {scaler}"


def definitions(config: Config) -> Iterator[str]:
    """Yield the sources of the functions and classes that the playground adds."""
    library, _, name = DATASETS[config.dataset].make.rpartition(".")
    if library.startswith("playground"):
        yield definition("catalog/generators", name)
    for function, _ in _spoilers(config):
        yield definition("catalog/generators", function)
    if _needs_strata(config):
        yield definition("catalog/generators", "strata")
    calls = [*(layer.call for layer in printed(config)), LOSSES[config.loss].criterion]
    for name in sorted({call.name for call in calls if "." not in call.name}):
        yield definition("learn/modules", name).replace("Tensor", "torch.Tensor")


def data(course: Course) -> Iterator[str]:
    """Yield the making of the points."""
    config = course.began
    spec = DATASETS[config.dataset]
    if config.dataset == "own":
        yield f'table = np.loadtxt("{OWN_FILE}", delimiter=",", skiprows=1, ndmin=2)'
        yield "X, y = table[:, :-1], table[:, -1].astype(int)"
    else:
        name = spec.make.rpartition(".")[2]
        fields = {a: getattr(config, f) for a, f in spec.arguments.items() if f != "formula"}
        arguments = needed(name, [*fields.items(), *spec.constants.items()])
        graph = f"lambda x: {formula.numpy_source(config.formula)}"
        arguments += [f"{a}={graph}" for a, field in spec.arguments.items() if field == "formula"]
        yield f"X, y = {name}({', '.join(arguments)})"
    for function, call in _spoilers(config):
        yield call.format(function)
    if config.is_planar:
        yield "points, labels = X, y  # for the plot"
    if config.is_planar and config.features != ("x1", "x2"):
        columns = ", ".join(FEATURES[name].numpy for name in config.features)
        yield f"X = np.column_stack([{columns}])"


def _spoilers(config: Config) -> Iterator[tuple[str, str]]:
    """Yield the functions that make the data less tidy, and the lines that call them."""
    seed = config.seed
    if config.imbalance and config.uses("imbalance"):
        yield "thin_classes", f"X, y = {{}}(X, y, {config.imbalance!r})"
    if config.label_noise and config.uses("label_noise"):
        yield "flip_labels", f"y = {{}}(y, {config.label_noise!r}, {seed})"
    if config.feature_noise:
        yield "blur_features", f"X = {{}}(X, {config.feature_noise!r}, {seed})"
    if config.outliers:
        yield "scatter_outliers", f"X = {{}}(X, {config.outliers!r}, {seed})"


def split(course: Course) -> Iterator[str]:
    """Yield split, scaling and tensors."""
    config, parts = course.began, ["train", "test"]
    yield _taken_apart(config, "", "test", config.test_size)
    if config.validation_size:
        parts.append("validation")
        yield _taken_apart(config, "_train", "validation", config.validation_size)
    if scaler := PREPROCESSINGS[config.preprocessing].sklearn:
        yield f"scaler = {scaler}().fit(X_train)"
        yield from (f"X_{part} = scaler.transform(X_{part})" for part in parts)
    for name, dtype in (("X", "float32"), ("y", "int64")):
        for part in parts:
            tensor = f"torch.tensor({name}_{part}, dtype=torch.{dtype}, device=device)"
            yield f"{name}_{part} = {tensor}"
    yield ""


def _taken_apart(config: Config, of: str, part: str, share: float) -> str:
    """Return the call that takes ``part`` away from what is left of the points."""
    stratify = ""
    if config.stratify and config.uses("stratify"):
        y = f"strata(y{of}, {share!r})" if _needs_strata(config) else f"y{of}"
        stratify = f", stratify={y}"
    return f"""X_train, X_{part}, y_train, y_{part} = train_test_split(
    X{of}, y{of}, test_size={share!r}, random_state={config.seed}{stratify}
)"""


def _needs_strata(config: Config) -> bool:
    """Tell whether a class may be too small to stratify by; else the Config's rules prevent it."""
    is_known = config.dataset != "own" or not config.validation_size
    is_whole = not (config.imbalance or config.label_noise)
    return config.stratify and config.uses("stratify") and not (is_known and is_whole)


def network(course: Course) -> Iterator[str]:
    """Yield the network and its first weights."""
    config = course.began
    yield f"""torch.manual_seed({config.seed})


{as_module(config, changes_dropout(course))}"""
    if rule := INITIALIZATIONS[config.initialization].torch:
        arguments = "".join(f", {k}={v!r}" for k, v in rule.arguments.items())
        yield f"""for layer in model.modules():
    if isinstance(layer, nn.Linear):
        {rule.name}(layer.weight{arguments})"""
        if config.bias:
            yield "        nn.init.zeros_(layer.bias)"
    yield "model.to(device)  # after its weights are drawn: the same on every device"


def optimizer(course: Course) -> Iterator[str]:
    """Yield loss, optimizer and schedule."""
    config = course.began
    spec = OPTIMIZERS[config.optimizer]
    arguments = needed(spec.torch, config.optimizer_arguments.items())
    arguments += ["fused=True"] * spec.fused
    yield from _criterion(config)
    yield f"optimizer = {spec.torch}(model.parameters(), {', '.join(arguments)})"
    schedule = SCHEDULES[config.schedule]
    if schedule.torch:
        fields = {a: getattr(config, field) for a, field in schedule.arguments.items()}
        given = needed(schedule.torch, [*fields.items(), *schedule.constants.items()])
        yield f"scheduler = {schedule.torch}({', '.join(['optimizer', *given])})"


def _criterion(config: Config) -> Iterator[str]:
    """Yield the loss, with class weights counted before it."""
    spec = LOSSES[config.loss]
    arguments = [f"{k}={v!r}" for k, v in spec.criterion.arguments.items()]
    if spec.smooths and config.label_smoothing:
        arguments.append(f"label_smoothing={config.label_smoothing!r}")
    yield ""
    if config.class_weight == "balanced" and config.uses("class_weight"):
        yield f"counts = torch.bincount(y_train, minlength={config.n_classes}).clamp(min=1)"
        balanced = f"len(y_train) / ({config.n_classes} * counts)"
        arguments.append(
            f"{spec.weight}={'counts[0] / counts[1]' if config.n_outputs == 1 else balanced}"
        )
    yield f"criterion = {spec.criterion.name}({', '.join(arguments)})"
