"""What a browser shows of the widgets, by the messages that it gets.

AppTest reads what the server holds of a widget; a browser that was not told of that shows something
else, and would report that.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from streamlit.testing.v1 import AppTest


class Browser:
    """The widgets' values as a visitor sees them, by the widgets' ids, as they go over the wire.

    A widget that is new shows what it is told or else its default; one that was there before
    heeds only what it is told.
    """

    def __init__(self, app: AppTest) -> None:
        self.app = app
        self.seen: dict[str, Any] = {}
        self.look()

    def pick(self, key: str, value: Any) -> None:
        """Do in the widget ``key`` what a visitor does."""
        widget = self.app.get_by_key(key).set_value(value)
        self.seen[widget.id] = _held(widget)
        widget.run()
        self.look()

    def press(self, key: str) -> None:
        """Press a button."""
        self.app.button(key=key).click().run()
        self.look()

    def look(self) -> None:
        """Take the messages of the last run; hold that they show what the server holds."""
        assert not self.app.exception
        before = self.seen
        self.seen = {
            widget.id: before[widget.id]
            if widget.id in before and not widget.proto.set_value
            else _told(widget)
            for widget in self._widgets()
        }
        assert self.seen == {widget.id: _held(widget) for widget in self._widgets()}

    def _widgets(self) -> Iterator[Any]:
        """Yield the widgets that have a value."""
        for element in self.app:
            if hasattr(getattr(element, "proto", None), "set_value"):
                yield element


def has(app: AppTest, key: str) -> bool:
    """Tell whether the page has a widget of the given key."""
    try:
        app.get_by_key(key)
    except KeyError:
        return False
    return True


def _held(widget: Any) -> Any:
    """Return the value that the server holds of a widget, or that a test has just given it."""
    state = widget._widget_state
    value = getattr(state, state.WhichOneof("value"))
    return list(value.data) if hasattr(value, "data") else value


def _told(widget: Any) -> Any:
    """Return the value that a message shows to who did not know the widget."""
    proto = widget.proto
    match widget.type:
        case "selectbox":
            return proto.raw_value if proto.set_value else proto.options[proto.default]
        case "button_group":
            starts = [proto.options[i].content for i in proto.default]
            return list(proto.raw_values) if proto.set_value else starts
        case "select_slider":
            starts = [proto.options[int(i)] for i in proto.default]
            return list(proto.raw_value) if proto.set_value else starts
        case "slider":
            return list(proto.value if proto.set_value else proto.default)
    return proto.value if proto.set_value else proto.default
