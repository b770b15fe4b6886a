"""Field kinds: every value is either parsed, or refused with the nearest valid one."""

import pytest

from playground.params import Choice, Integer, Invalid, Real, Sizes


@pytest.mark.parametrize(
    ("kind", "text", "nearest"),
    [
        (Integer(1, 9), "0", 1),
        (Integer(1, 9), "1e99", 9),
        (Integer(1, 9), "-inf", 1),
        (Integer(1, 9), "3.4", 3),
        (Integer(1, 9), "nan", None),
        (Integer(1, 9), "banana", None),
        (Real(0, 1), "-7", 0.0),
        (Real(0, 1), "inf", 1.0),
        (Real(0, 1), "", None),
        (Sizes(1, 9, 2), "4,99", (4, 9)),
        (Sizes(1, 9, 2), "4,4,4", (4, 4)),
        (Sizes(1, 9, 2), "4,x", None),
        (Choice({"adam": None, "sgd": None}), "Adamm", "adam"),
        (Choice({"adam": None, "sgd": None}), "cheese", None),
    ],
)
def test_refused_with_the_nearest_valid_value(kind, text, nearest):
    with pytest.raises(Invalid) as refused:
        kind.parse(text)
    assert refused.value.nearest == nearest
    assert type(refused.value.nearest) is type(nearest)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (Integer(0, 2**31), 7),
        (Real(0, 1), 0.1),
        (Real(0, 10), 3.0),
        (Real(1e-5, 10), 1e-5),
        (Sizes(1, 9, 3), ()),
        (Sizes(1, 9, 3), (1, 2, 3)),
        (Choice({"adam": None}), "adam"),
    ],
)
def test_spelling_reads_back_exactly(kind, value):
    assert kind.parse(kind.spell(value)) == value
