"""The entry that ``streamlit run`` finds: the pages' frame, our routes, what lives with them."""

import streamlit as st
from streamlit.web.server.server_util import allow_all_cross_origin_requests, is_allowed_origin

from playground.serve.server.guard import middleware
from playground.serve.server.routes import lifespan, routes
from playground.ui.assets import ASSETS

app = st.App(
    "playground/ui/app.py",
    routes=routes(
        st.get_option("server.baseUrlPath"),
        ASSETS,
        is_allowed=lambda origin: allow_all_cross_origin_requests() or is_allowed_origin(origin),
    ),
    lifespan=lifespan,
    middleware=middleware(st.get_option("server.allowedHosts")),
)
