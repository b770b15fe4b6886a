"""Our pages with one more beside them, and ways to and fro: a link, as in a browser, and a button,
which AppTest can press. Run by Streamlit."""

import streamlit as st

from playground.ui.frame import PAGES, Entry, as_page, main


def second() -> None:
    """Show a page without a board, with a field that has a name of ours."""
    st.header("The second page")
    st.slider("Noise of another kind", 0, 10, key="noise")


SECOND = Entry("Second", ":material/looks_two:", "second", second)

# Labels → the page that the link and the button lead to, and the address they bring.
WAYS = {
    "To the second page": (SECOND, {}),
    "To the playground": (PAGES[0], {}),
    "To XOR": (PAGES[0], {"dataset": "xor"}),
}

main([*PAGES, SECOND])
for label, (entry, address) in WAYS.items():
    st.page_link(as_page(entry), label=label, query_params=address or None)
    if st.button(label, key=label):
        st.switch_page(as_page(entry), query_params=address or None)
