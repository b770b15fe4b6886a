"""log(softmax) against log_softmax: one loss, and where float32 breaks one of the two."""

from playground.labs.lab import Complaints, Control, Lab, Values
from playground.params import Integer, Real, Several


def check(values: Values) -> Complaints:
    """Find what is wrong with the label."""
    n = len(values["logits"])
    if values["label"] >= n:
        return {"label": f"True class must be one of {n}, 0 to {n - 1}."}
    return {}


LAB = Lab(
    "Log-softmax + NLL, softmax + log",
    "The same loss on paper. In float32 one of them breaks.",
    {
        "logits": Control(
            Several(Real(-1000, 1000), 10),
            (2.0, 0.0, -1.0),
            "Logits",
            "Two to ten raw scores.",
            least=2,
            seen=(-10, 10),
        ),
        "scale": Control(
            Real(1, 1000, log=True), 1.0, "Scale", "Multiplies the logits: try 100, then 1,000."
        ),
        "label": Control(Integer(0, 9), 2, "True class", "Its number, from 0.", seen=(0, 4)),
    },
    check=check,
)
