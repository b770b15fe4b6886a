"""Every lab that is registered: what it says fits, what it computes can be drawn and be run."""

import inspect
import json
import math
import re

import pytest

from playground.labs import LABS, NAMES, compute, figure, folder, nearest, parts
from playground.labs.answer import answer, filled, printed, shown
from playground.params import Choice, Flag, Integer, Real, Several
from playground.thumbnails import sketched

FEW = 12
"""Choices of one control that are tried."""


def ends(kind):
    """Return values at the ends of a kind's domain."""
    match kind:
        case Integer() | Real():
            return [kind.low, kind.high]
        case Choice():
            return list(kind.registry)[:FEW]
        case Flag():
            return [True, False]
    return []


def asked(name):
    """Yield the usual values, then each control at each of its ends."""
    lab = LABS[name]
    usual, complaints = lab.read({})
    assert complaints == {}
    yield usual
    for control, entry in lab.controls.items():
        if isinstance(entry.kind, Several):
            n = len(entry.default)
            tried = [[value] * n for value in ends(entry.kind.one)]
        else:
            tried = ends(entry.kind)
        for value in tried:
            values, complaints = lab.read({control: entry.kind.spell(value)})
            if not complaints:
                yield values


@pytest.mark.parametrize("name", NAMES)
def test_a_lab_says_what_its_controls_are(name):
    lab = LABS[name]
    assert list(inspect.signature(compute(name)).parameters) == list(lab.controls)
    assert 2 <= len(lab.controls) <= 5
    for control in lab.controls.values():
        assert control.label
        assert control.help.endswith(".")
    assert {name.split(":")[0] for name in lab.grabs.values()} <= set(lab.controls)
    assert lab.read(lab.spell(lab.read({})[0])) == (lab.read({})[0], {})
    kept = (folder(name) / "picture.svg").read_text()
    assert sketched(name).count("<") == kept.count("<") > 3  # as many shapes


@pytest.mark.parametrize("name", NAMES)
def test_a_lab_has_at_most_120_words_and_lines_in_pytorch(name):
    text, code = parts(name)
    prose = re.sub(r"\$\$.*?\$\$", "", text, flags=re.DOTALL)
    assert 20 < len(prose.split()) <= 120
    assert 3 <= len(code.strip().splitlines()) <= 30
    assert max(map(len, code.splitlines())) <= 88


@pytest.mark.parametrize("name", NAMES)
def test_a_lab_has_a_picture_and_runs_its_lines_at_all_ends(name):
    roles = {trace["meta"]["role"] for trace in json.loads(figure(name)().to_json())["data"]}
    for values in asked(name):
        spelt = LABS[name].spell(values)
        assert LABS[name].read(spelt) == (values, {})
        told = json.loads(json.dumps(shown(name, json.loads(json.dumps(values)))))
        assert set(told["traces"]) <= roles
        assert told["output"].strip()
        assert all(text for pair in told["readings"] for text in pair)
        assert finite(told)


def finite(told):
    """Tell whether there is no number that JSON has no word for."""
    if isinstance(told, dict):
        return all(map(finite, told.values()))
    if isinstance(told, list):
        return all(map(finite, told))
    return not isinstance(told, float) or math.isfinite(told)


@pytest.mark.parametrize("name", NAMES)
def test_nonsense_becomes_a_sentence_and_the_nearest_value(name):
    lab = LABS[name]
    for control, entry in lab.controls.items():
        if isinstance(entry.kind, Choice | Flag):
            continue
        for nonsense in ("", "nan", "1e300", "x;y", "-inf"):
            values, complaints = lab.read({control: nonsense})
            assert list(complaints) == [control], nonsense
            assert complaints[control].startswith(entry.label)
            assert complaints[control].endswith(".")
            assert lab.read(lab.spell(values))[1] == {}


def test_what_is_printed_is_what_the_lines_on_the_page_print(capsys):
    values = LABS["softmax"].read({})[0]
    told = json.loads(answer("softmax", values))
    exec(told["code"], {})
    assert told["output"] == capsys.readouterr().out == printed(filled("softmax", values, {}))


def test_a_lab_that_fails_says_so(monkeypatch, caplog):
    monkeypatch.setattr("playground.labs.answer.compute", lambda _name: 1 / 0)
    assert "failed" in json.loads(answer("softmax", {}))
    assert "ZeroDivisionError" in caplog.text


def test_the_lab_with_the_most_similar_name_is_found():
    assert nearest("sofmax") == "softmax"
    assert nearest("SOFTMAX") == "softmax"
    assert nearest("qqq") == ""
