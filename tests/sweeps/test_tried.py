"""What a page makes of a search's rows is what the search itself tried."""

from playground.config import Config
from playground.sweeps.axis import read_axis
from playground.sweeps.plan import combine, key
from playground.sweeps.search import Search
from playground.sweeps.tried import tried

BASE = Config(epochs=3)
AXES = [read_axis("learning_rate=0.001..1"), read_axis("hidden=2|4,4")]


def test_what_was_tried_is_read_from_the_keys_of_the_rows():
    search, known = Search(BASE, AXES, 3, "random", 6), {}
    while query := search.ask(known):
        known[query] = {"query": query, "status": "finished", "test_accuracy": len(known) % 5 / 5}
        search.tell(known[query])
    another = key(combine(Config(epochs=4), AXES, (0.5, (2,)))[0])
    found = tried(BASE, AXES, 3, [another, *known])
    assert {cell.values: cell.seeds for cell in found.cells} == {
        cell.values: cell.seeds for cell in search.plan.cells
    }
    assert set(found.keys) == set(known)
    assert found.axes[0].values == tuple(sorted(cell.values[0] for cell in found.cells))
    assert set(found.axes[1].values) <= {(2,), (4, 4)}
    assert tried(BASE, AXES, 3, []).cells == ()
