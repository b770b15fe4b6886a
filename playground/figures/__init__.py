"""What Plotly figures and pictures share: ground, axes, palette. Knows no view and no Streamlit.

A view's figure is made once, from names, without numbers; the browser feeds it. Traces say in
``meta.role`` what they show and in ``meta.ink`` which colour of the page's theme they take.
"""
