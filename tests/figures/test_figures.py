"""Figures from numbers written by hand: none, one, many, not a number, one class, ten classes."""

import json
import math

import plotly.graph_objects as go
import pytest

from playground.catalog import DATASETS, own
from playground.figures import boundary, confusion_matrix, loss_curve, softmax_outputs
from playground.figures.confusion import row_shares
from playground.figures.outputs import decimal
from playground.figures.palette import CLASS_COLOURS, CLASS_SYMBOLS, MAX_CLASSES, lighter
from playground.figures.thumbnail import thumbnail

NAN = math.nan
TEN = [f"class {k}" for k in range(MAX_CLASSES)]

BASE = {
    "loss": loss_curve(),
    "loss of a point": loss_curve([[0], [0.7], [0.8], [0.5], [0.4]]),
    "loss that diverged": loss_curve([[0, 1], [0.7, NAN], [0.8, NAN], [0.5, NAN], [0.4, NAN]]),
    "boundary": boundary(["a", "b"]),
    "boundary of one class": boundary(["only"], [[0, 1]], [0], [False], [0]),
    "boundary of ten": boundary(TEN, [[k, k] for k in range(10)], range(10), [True] * 10),
    "outputs": softmax_outputs(["a", "b"]),
    "outputs that diverged": softmax_outputs(["a", "b"], [NAN, NAN], [NAN, math.inf]),
    "outputs of ten": softmax_outputs(TEN, [1 / 10] * 10, [0.0] * 10),
    "confusion": confusion_matrix(["a", "b"]),
    "confusion of one class": confusion_matrix(["only"], [[3]]),
    "confusion of ten": confusion_matrix(TEN, [[1] * 10] * 10),
}


def by_role(figure: go.Figure, role: str) -> list[go.Scatter]:
    return [trace for trace in figure.data if trace.meta["role"] == role]


@pytest.mark.parametrize("figure", BASE.values(), ids=BASE.keys())
def test_every_figure_is_plain_calm_json(figure):
    layout = json.loads(figure.to_json())["layout"]
    assert "title" not in layout
    assert layout["paper_bgcolor"] == layout["plot_bgcolor"] == "rgba(0,0,0,0)"
    for name in ("xaxis", "yaxis"):
        assert layout[name]["gridwidth"] == layout[name]["linewidth"] == 1
        assert not layout[name]["zeroline"]
    assert all(trace.meta["role"] for trace in figure.data)


@pytest.mark.parametrize("figure", BASE.values(), ids=BASE.keys())
def test_no_figure_asks_anything_of_another_host(figure):
    assert "http" not in figure.to_json()


def test_loss_and_accuracy_share_the_epochs():
    figure = loss_curve(
        [[0, 1, 2], [0.7, 0.5, 0.4], [0.8, 0.6, 0.6], [0.5, 0.8, 0.9], [0.4, 0.7, 0.7]]
    )
    roles = {trace.meta["role"]: trace for trace in figure.data}
    assert list(roles) == ["train_loss", "test_loss", "train_accuracy", "test_accuracy"]
    assert all(list(trace.x) == [0, 1, 2] and trace.xaxis == "x" for trace in figure.data)
    assert list(roles["test_accuracy"].y) == [0.4, 0.7, 0.7]
    assert figure.layout.hovermode == "x unified"
    assert figure.layout.xaxis.title.text == "Epoch"
    assert figure.layout.yaxis.type == "linear"
    assert loss_curve(log=True).layout.yaxis.type == "log"


def test_hiding_one_part_hides_its_loss_and_its_accuracy():
    groups = {trace.meta["role"]: trace.legendgroup for trace in loss_curve().data}
    assert groups["train_loss"] == groups["train_accuracy"] != groups["test_loss"]
    assert [trace.showlegend for trace in loss_curve().data] == [True, True, False, False]


def test_loss_axes_end_with_the_last_epoch():
    assert loss_curve().layout.xaxis.range == (0, 10)
    assert loss_curve([[0, 500], [1, 1], [1, 1], [1, 1], [1, 1]]).layout.xaxis.range == (0, 500)


def test_points_are_told_apart_by_class_part_and_verdict():
    X = [[0.0, 0.0], [1.0, 0.0], [0.0, 1.0], [1.0, 1.0]]
    figure = boundary(
        ["a", "b"], X, [0, 1, 0, 1], [False, False, True, True], [0, 0, 0, 1], extent=(-1, 2, -1, 2)
    )
    points = {(t.meta["label"], t.meta["test"]): t for t in by_role(figure, "points")}
    assert {key: (t.x, t.y) for key, t in points.items()} == {
        (0, False): ((0.0,), (0.0,)),
        (1, False): ((1.0,), (0.0,)),
        (0, True): ((0.0,), (1.0,)),
        (1, True): ((1.0,), (1.0,)),
    }
    symbols = {trace.marker.symbol for trace in points.values()}
    colours = {trace.marker.color for trace in points.values()}
    assert len(symbols) == len(colours) == 4
    (wrong,) = by_role(figure, "wrong")
    assert (wrong.x, wrong.y) == ((1.0,), (0.0,))


def test_boundary_is_square_and_shows_the_picture_over_its_extent():
    figure = boundary(["a", "b"], extent=(-2, 1, 0, 3), picture="data:image/png;base64,AA==")
    (image,) = figure.layout.images
    assert (image.x, image.y, image.sizex, image.sizey) == (-2, 3, 3, 3)
    assert image.source.endswith("AA==")
    assert figure.layout.yaxis.scaleanchor == "x"
    assert figure.layout.xaxis.range == (-2, 1)
    assert figure.layout.yaxis.range == (0, 3)


def test_the_legend_has_an_entry_for_each_class_each_part_and_mistakes():
    shown = [trace.name for trace in boundary(["a", "b"]).data if trace.showlegend is not False]
    assert shown == ["a", "b", "train", "test", "misclassified"]


def test_traces_without_points_keep_a_place_that_plotly_remembers():
    figure = boundary(["a", "b"])
    assert all(trace.x == (None,) and trace.y == (None,) for trace in figure.data)


def test_outputs_show_probability_and_logit_of_every_class():
    figure = softmax_outputs(["a", "b", "c"], [0.2, 0.7, 0.1], [0.5, 1.753, -0.19])
    (bars,), (p,), (logit,) = (by_role(figure, role) for role in ("proba", "p", "logit"))
    assert bars.x == (0.2, 0.7, 0.1)
    assert bars.marker.color == CLASS_COLOURS[:3]
    assert p.text == ("0.200", "0.700", "0.100")
    assert logit.text == ("0.50", "1.75", "−0.19")
    assert [note.text for note in figure.layout.annotations] == ["p", "logit"]


def test_a_single_logit_belongs_to_class_1():
    (logit,) = by_role(softmax_outputs(["a", "b"], [0.25, 0.75], [1.0986]), "logit")
    assert logit.text == ("–", "1.10")


@pytest.mark.parametrize(
    ("number", "text"),
    [(None, "–"), (NAN, "NaN"), (math.inf, "∞"), (-math.inf, "−∞"), (-0.5, "−0.50"), (12, "12.00")],
)
def test_numbers_are_written_out(number, text):
    assert decimal(number, 2) == text


def test_confusion_rows_are_true_labels_and_columns_predicted_ones():
    figure = confusion_matrix(["a", "b"], [[10, 4], [5, 1000]])
    (cells,) = figure.data
    assert figure.layout.yaxis.title.text == "True label"
    assert figure.layout.xaxis.title.text == "Predicted label"
    assert figure.layout.yaxis.autorange == "reversed"
    assert [list(row) for row in cells.text] == [[10, 4], [5, 1000]]
    assert cells.z[0][0] == pytest.approx(10 / 14)
    assert (cells.zmin, cells.zmax) == (0, 1)


def test_confusion_cells_can_be_shares_of_their_row():
    (cells,) = confusion_matrix(["a", "b"], [[3, 1], [0, 0]], shares=True).data
    assert [list(row) for row in cells.text] == [["75.0 %", "25.0 %"], ["0.0 %", "0.0 %"]]
    assert row_shares([[0, 0], [1, 1]]) == [[0, 0], [0.5, 0.5]]


def test_classes_differ_in_colour_and_symbol():
    assert len(set(CLASS_COLOURS)) == len(set(CLASS_SYMBOLS)) == MAX_CLASSES == 10


def test_there_is_a_colour_for_every_class_that_a_dataset_can_have():
    assert max(spec.n_classes[1] for spec in DATASETS.values()) <= MAX_CLASSES
    assert own.MAX_CLASSES == MAX_CLASSES


@pytest.mark.parametrize("symbol", CLASS_SYMBOLS)
def test_every_symbol_has_a_form_with_a_dot(symbol):
    go.Scatter(marker={"symbol": f"{symbol}-dot"})  # raises on names that Plotly doesn't know


def test_lighter_goes_from_the_colour_to_white():
    assert lighter("#0072b2", 0) == "#0072b2"
    assert lighter("#0072b2", 1) == "#ffffff"
    assert lighter("#000000", 0.5) == "#808080"


def test_a_thumbnail_shows_every_point_in_its_class_colour():
    picture = thumbnail([[0, 0], [1, 1], [0.5, 0.5]], [0, 1, 1])
    assert picture.count("M") == 3
    assert CLASS_COLOURS[0] in picture
    assert CLASS_COLOURS[1] in picture
    assert thumbnail([[2, 2], [2, 2]], [0, 0]).count("M24 24") == 2
