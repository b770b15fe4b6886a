"""Config ↔ query string: exact both ways, and deaf to nonsense."""

from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground import url
from playground.config import DEFAULT, PARAMS, Config, settle
from tests.strategies import configs


@given(configs())
def test_round_trip_keeps_all_that_has_an_effect(config):
    read, replaced = url.decode(url.encode(config))
    assert replaced == []
    for name in PARAMS:
        assert not config.uses(name) or getattr(read, name) == getattr(config, name)


@given(configs())
def test_who_reads_the_address_has_the_same_generation(config):
    assert url.decode(url.encode(config))[0].generation == config.generation


def test_only_differences_are_written():
    assert url.encode(DEFAULT) == ""
    assert url.encode(Config(hidden=(5, 4), noise=0.3)) == "noise=0.3&hidden=5,4"
    assert url.encode(Config(optimizer="adam", momentum=0.9)) == "optimizer=adam"  # has none


def test_a_mangled_address_opens_the_nearest_experiment_and_says_so():
    config, replaced = url.decode("?noise=-7&hidden=banana&optimizer=cheese&seed=1e99")
    assert config == settle({"noise": 0.0, "seed": 2**31 - 1})[0]
    assert [r.name for r in replaced] == ["noise", "seed", "hidden", "optimizer"]
    line = url.explain(replaced)
    for words in ("noise -7 → 0", "hidden banana → 8,8", "optimizer cheese → sgd"):
        assert words in line
    assert "\n" not in line


def test_an_address_is_read_and_quoted_to_a_length():
    config, replaced = url.decode(f"noise={'9' * 100}&{'x' * url.MAX_LENGTH}&seed=7")
    assert config == Config(noise=1.0)
    assert f"noise {'9' * 39}… → 1" in url.explain(replaced)


@given(st.text(max_size=300))
def test_any_text_is_an_experiment(text):
    config, replaced = url.decode(text)
    assert settle(vars(config)) == (config, [])
    assert len(replaced) <= len(parse_qsl(text, keep_blank_values=True)) + 5


@pytest.mark.parametrize("query", ["embed=true", "utm_source=x", "&&=&", "%ff%fe=1"])
def test_unknown_names_are_ignored(query):
    assert url.decode(query) == (DEFAULT, [])
