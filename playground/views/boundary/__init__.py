"""The decision boundary: the plane in the colours of the predicted classes, and the points."""
