"""The page opened at an address, and what it hands to the board."""

import json

from streamlit.testing.v1 import AppTest

from playground import url
from playground.config import Config
from playground.ui import page


def opened(**address: str) -> AppTest:
    """Open the page at an address."""
    app = AppTest.from_file(page.__file__, default_timeout=180)
    for name, text in address.items():
        app.query_params[name] = text
    app.run()
    assert not app.exception
    return app


def address_of(app: AppTest) -> dict[str, str]:
    """Return the page's address as texts by name."""
    return {
        name: text if isinstance(text, str) else text[-1] for name, text in app.query_params.items()
    }


def config_of(app: AppTest) -> Config:
    """Return the Config that the page hands to the board."""
    return url.decode(board_of(app)["query"])[0]


def board_of(app: AppTest) -> dict:
    """Return the data that the page hands to the board."""
    (component,) = app.get("bidi_component")
    (data,) = json.loads(component.proto.json)
    return data


def figure_of(data: dict, name: str) -> dict:
    """Return the base figure of a view in the board's data."""
    return next(json.loads(view["figure"]) for view in data["views"] if view["name"] == name)
