"""The probability of a class over the plane, as a surface in space."""
