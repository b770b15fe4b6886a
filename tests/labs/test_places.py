"""Where the playground names labs: each lab, field, view and warning that is named exists."""

import inspect
import re

from playground.catalog import VIEWS
from playground.config import PARAMS
from playground.labs import LABS, places
from playground.learn import diagnosis


def test_every_lab_that_is_named_in_place_exists_and_so_does_the_place():
    for named in (places.FIELDS, places.VIEWS, places.WARNINGS):
        assert set(named.values()) <= set(LABS)
    assert set(places.FIELDS) <= set(PARAMS)
    assert set(places.VIEWS) <= set(VIEWS)
    warned = re.findall(r'Warning\(\s*"(\w+)"', inspect.getsource(diagnosis))
    assert set(places.WARNINGS) <= set(warned)
