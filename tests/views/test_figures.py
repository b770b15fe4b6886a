"""Base figures: one for each view, from names alone, of one class, two and ten."""

import json
from dataclasses import replace

import plotly.graph_objects as go
import pytest

from playground.catalog import DATASETS, VIEWS, own
from playground.figures.base import Names, shortened
from playground.figures.palette import CLASS_COLOURS, CLASS_SYMBOLS, MAX_CLASSES, lighter
from playground.figures.thumbnail import thumbnail
from playground.views import figure

TEN = tuple(f"class {k}" for k in range(MAX_CLASSES))
AB = Names(("a", "b"), ("a", "b"))
LINE = Names(("a", "b"), ("a", "b"), has_line=True)
NAMES = {"one": Names(("only",), ("only",)), "two": AB, "ten": Names(TEN, TEN), "line": LINE}
DRAWN = [name for name in VIEWS if figure(name)]


def base(name, names=AB):
    return figure(name)(names)


def by_role(drawn: go.Figure, role: str) -> list[go.Scatter]:
    return [trace for trace in drawn.data if trace.meta["role"] == role]


@pytest.mark.parametrize("names", NAMES.values(), ids=NAMES.keys())
@pytest.mark.parametrize("name", DRAWN)
def test_every_figure_is_plain_calm_json(name, names):
    drawn = base(name, names)
    layout = json.loads(drawn.to_json())["layout"]
    assert "title" not in layout
    assert layout["paper_bgcolor"] == layout["plot_bgcolor"] == "rgba(0,0,0,0)"
    for axis in ("xaxis", "yaxis"):
        assert layout[axis]["gridwidth"] == layout[axis]["linewidth"] == 1
        assert not layout[axis]["zeroline"]
    assert drawn.data
    assert all(trace.meta["role"] for trace in drawn.data)


@pytest.mark.parametrize("name", DRAWN)
def test_no_figure_asks_anything_of_another_host(name):
    assert "http" not in base(name).to_json()


LOSSES = [
    f"{part}_{what}" for part in ("train", "test", "validation") for what in ("loss", "accuracy")
]
GHOSTS = [f"ghost_{name}" for name in LOSSES if not name.startswith("validation")]


def test_loss_and_accuracy_share_the_epochs():
    drawn = base("loss")
    roles = [trace.meta["role"] for trace in drawn.data]
    assert set(roles) == {*LOSSES, *GHOSTS, "best"}
    assert all(trace.xaxis == "x" for trace in drawn.data)
    assert drawn.layout.hovermode == "x unified"
    assert drawn.layout.xaxis.title.text == "Epoch"


def test_hiding_one_part_hides_its_loss_and_its_accuracy():
    groups = {trace.meta["role"]: trace.legendgroup for trace in base("loss").data}
    assert groups["train_loss"] == groups["train_accuracy"] != groups["test_loss"]
    assert groups["validation_loss"] == groups["validation_accuracy"]
    assert len(set(groups.values()) - {None}) == 3
    shown = {trace.meta["role"]: trace.showlegend for trace in base("loss").data}
    assert {name for name, is_shown in shown.items() if is_shown is False} == {
        *("train_accuracy", "test_accuracy", "validation_accuracy"),
        *GHOSTS,
    }


def test_the_curves_of_a_kept_run_are_fainter_than_those_that_they_are_like():
    traces = {trace.meta["role"]: trace for trace in base("loss").data}
    for name in GHOSTS:
        present = traces[name.removeprefix("ghost_")]
        assert (traces[name].yaxis, traces[name].line) == (present.yaxis, present.line)
        assert traces[name].opacity < 1


def test_points_are_told_apart_by_class_part_and_verdict():
    points = {(t.meta["label"], t.meta["part"]): t for t in by_role(base("boundary"), "points")}
    assert set(points) == {(k, part) for k in (0, 1) for part in (0, 1)}
    assert len({trace.marker.symbol for trace in points.values()}) == 4
    assert len({trace.marker.color for trace in points.values()}) == 4
    assert len(by_role(base("boundary"), "wrong")) == 1


def test_the_legend_has_an_entry_for_each_class_each_part_and_mistakes():
    shown = [trace.name for trace in base("boundary").data if trace.showlegend is not False]
    assert shown == ["a", "b", "train", "test", "misclassified"]


def test_validation_points_have_a_mark_and_an_entry_of_their_own():
    drawn = base("boundary", replace(AB, has_validation=True))
    points = by_role(drawn, "points")
    looks = {(t.marker.symbol, t.marker.color) for t in points}
    assert [t.meta["part"] for t in points] == [0, 0, 1, 1, 2, 2]
    assert len(looks) == 6
    assert [t.name for t in drawn.data if t.legend == "legend2"] == [
        *("train", "test", "validation", "misclassified")
    ]


def test_traces_without_points_keep_a_place_that_plotly_remembers():
    assert all(trace.x == (None,) and trace.y == (None,) for trace in base("boundary").data)


def test_the_plane_has_one_scale():
    assert base("boundary").layout.yaxis.scaleanchor == "x"


def test_over_a_single_feature_there_is_a_curve_of_each_class_and_the_axis_is_a_probability():
    drawn = base("boundary", Names(TEN, TEN, has_line=True))
    curves = by_role(drawn, "curve")
    assert [curve.line.color for curve in curves] == list(CLASS_COLOURS)
    assert [curve.meta["label"] for curve in curves] == list(range(MAX_CLASSES))
    assert drawn.layout.yaxis.title.text == "Probability"
    assert drawn.layout.yaxis.scaleanchor is None
    assert not by_role(base("boundary"), "curve")


def test_outputs_have_a_bar_and_two_numbers_each():
    drawn = base("softmax", Names(("a", "b"), ("label 1", "label 2", "label 3")))
    (bars,), (p,), (logit,) = (by_role(drawn, role) for role in ("proba", "p", "logit"))
    assert bars.y == p.y == logit.y == ("label 1", "label 2", "label 3")
    assert bars.marker.color == CLASS_COLOURS[:3]
    assert [note.text for note in drawn.layout.annotations] == ["p", "logit"]
    assert drawn.layout.yaxis.type == "category"


def test_confusion_rows_are_true_labels_and_columns_predicted_ones():
    layout = base("confusion", NAMES["ten"]).layout
    assert layout.yaxis.title.text == "True label"
    assert layout.xaxis.title.text == "Predicted label"
    assert layout.yaxis.autorange == "reversed"
    assert layout.xaxis.ticktext == layout.yaxis.ticktext == tuple("0123456789")


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


def test_parts_and_mistakes_are_in_another_legend_than_classes():
    entries = [t for t in base("boundary").data if t.showlegend is not False]
    assert [t.legend for t in entries] == [None, None, *["legend2"] * 3]


def test_ten_long_names_leave_the_plane_and_the_matrix_their_room():
    names = tuple(f"a customer segment no. {k}" for k in range(10))
    ticks = figure("confusion")(Names(names, names)).layout.xaxis.ticktext
    entries = [t.name for t in by_role(figure("boundary")(Names(names, names)), "class")]
    for shown, most in ((ticks, 8), (entries, 12)):
        assert max(map(len, shown)) <= most
        assert len(set(shown)) == len(names)


def test_names_that_are_alike_at_both_ends_are_numbered():
    names = [f"a long na{k}me, all alike" for k in range(8)]
    assert len(set(shortened(names))) == len(names)


def test_a_cut_name_stays_text():
    assert shortened(["&lt;" * 30, *"abcdefg"])[0] == "&lt;" * 4 + "…" + "&lt;" * 3


def test_a_labels_bar_has_the_colour_of_its_points():
    outputs = ("label 1", "label 2", "label 3")
    for k, label in enumerate(outputs):
        names = Names((f"not {label}", label), outputs)
        _, has_it = by_role(figure("boundary")(names), "class")
        bars = by_role(figure("softmax")(names), "proba")[0].marker.color
        assert has_it.marker.color == bars[k]
