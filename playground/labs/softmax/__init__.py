"""Logits, softmax and argmax, and what softmax is not: shares of the total."""

from playground.labs.lab import Control, Lab
from playground.params import Real, Several

LAB = Lab(
    "Logits → softmax → argmax",
    "Any scores become probabilities: their differences count, not their shares.",
    {
        "logits": Control(
            Several(Real(-1000, 1000, 0.1), 10),
            (0.9, 0.8, 0.4),
            "Logits",
            "The network's raw scores, one a class: two to ten of them. Drag the bars.",
            least=2,
            seen=(-5, 5),
        ),
        "shift": Control(
            Real(-100, 100, 0.5), 0.0, "Shift", "Is added to every logit. Nothing changes."
        ),
        "temperature": Control(
            Real(0.05, 20, log=True),
            1.0,
            "Temperature",
            "Divides the logits: low sharpens, high flattens, the order stays.",
        ),
    },
    grabs={"y": "logits"},
    places="x",
)
