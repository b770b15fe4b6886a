"""What a worker computes of it."""

import numpy as np


def compute(state, arguments):
    """Return ``norms`` (units,) float32, and the beat that was asked for."""
    weight = state.parameters[0].detach()
    return {"norms": weight.norm(dim=1).numpy().astype(np.float32), "beat": arguments["beat"]}
