"""Plain numbers → plotly.graph_objects.Figure. Knows neither PyTorch nor Streamlit.

Every function draws a whole figure from numbers; without numbers it gives the base figure that the
board creates once and then feeds. Traces say in ``meta.role`` what they show and in ``meta.ink``
which colour of the page's theme they take.
"""

from playground.figures.boundary import boundary
from playground.figures.confusion import confusion_matrix
from playground.figures.loss import loss_curve
from playground.figures.outputs import softmax_outputs

__all__ = ["boundary", "confusion_matrix", "loss_curve", "softmax_outputs"]
