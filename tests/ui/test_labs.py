"""The labs' page: what there is, one lab at its address, and names that are none."""

import json

from streamlit.testing.v1 import AppTest

from playground.labs import LABS, parts
from playground.ui.labs import told


def opened(**address: str) -> AppTest:
    """Open the labs' page at an address."""

    def script() -> None:
        import streamlit as st

        from playground.ui import labs

        st.navigation([st.Page(labs.main, url_path="labs", default=True)], position="hidden").run()

    app = AppTest.from_function(script, default_timeout=180)
    app.query_params |= address
    app.run()
    assert not app.exception
    return app


def shown(app: AppTest) -> dict:
    """Return what the page hands to the lab."""
    (component,) = app.get("bidi_component")
    (data,) = json.loads(component.proto.json)
    return data


def test_all_labs_are_on_the_first_page_each_with_a_link():
    app = opened()
    links = {link.proto.label: link.proto.query_string for link in app.get("page_link")}
    assert links == {lab.label: f"lab={name}" for name, lab in LABS.items()}
    assert len(app.get("image")) == len(LABS)


def test_a_lab_is_at_its_address_with_its_values():
    app = opened(lab="softmax", temperature="2", shift="nan")
    data = shown(app)
    assert data["values"] == {"logits": "0.9,0.8,0.4", "shift": "0", "temperature": "2"}
    assert data["complaints"] == {"shift": "Shift must be a number."}
    assert parts("softmax")[0] in [element.value for element in app.markdown]


def test_an_unknown_lab_is_the_nearest_or_all_of_them_with_a_sentence():
    app = opened(lab="drop-out")
    assert shown(app)["name"] == "dropout"
    assert app.info[0].value.startswith("There is no lab “drop\\-out”.")
    app = opened(lab="<b>*x*")
    assert not app.get("bidi_component")
    assert len(app.get("image")) == len(LABS)


def test_each_lab_offers_its_controls_with_bounds_and_a_figure():
    for name, lab in LABS.items():
        data = told(name, {})
        assert [control["name"] for control in data["controls"]] == list(lab.controls)
        assert data["values"] == data["defaults"]
        for control in data["controls"]:
            if control["kind"] == "number":
                assert control["low"] < control["high"]
        assert all("role" in trace["meta"] for trace in json.loads(data["figure"])["data"])


def test_controls_views_and_warnings_lead_to_their_labs():
    def script() -> None:
        from playground.ui.frame import main

        main()

    app = AppTest.from_function(script, default_timeout=180).run()
    assert not app.exception
    assert "[Lab: Optimizers](labs?lab=optimizers)\n" in app.selectbox(key="optimizer").help
    assert app.get_by_key("noise").help.endswith(".")
    data = shown(app)
    assert data["labs"]["double_softmax"]["href"] == "labs?lab=double-softmax"
    ways = {view["name"]: view["lab"] for view in data["offered"]}
    assert ways["roc"] == {"label": "Sigmoid, BCE, threshold", "href": "labs?lab=threshold"}
    assert ways["surface"] == {}
