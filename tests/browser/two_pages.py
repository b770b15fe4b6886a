"""A whole server with a second page beside ours, found by ``streamlit run``."""

import streamlit as st

from playground.serve.server.routes import lifespan, routes
from playground.ui.assets import ASSETS

app = st.App("../ui/two_pages.py", routes=routes("", ASSETS), lifespan=lifespan)
