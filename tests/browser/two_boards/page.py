"""A page with two boards, each with its own experiment."""

import streamlit as st

from playground.config import Config
from playground.ui.assets import BROWSER
from playground.ui.board import Notice, board

st.set_page_config(layout="wide")
st.html(BROWSER / "page.css")
left, right = st.columns(2)
with left:
    board(Config(epochs=100_000, speed=200), Notice(0, ""), name="a")
with right:
    board(Config(dataset="xor", epochs=100_000, speed=200, hidden=(4,)), Notice(0, ""), name="b")
