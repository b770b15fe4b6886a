"""The app with another page in its place."""

from pathlib import Path

import streamlit as st

from playground.serve.server.routes import lifespan, routes
from playground.ui.assets import ASSETS

app = st.App(Path(__file__).with_name("page.py"), routes=routes("", ASSETS), lifespan=lifespan)
