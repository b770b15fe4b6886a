"""What is wrong with a sweep."""


class SweepError(ValueError):
    """A sweep that can't be had; the message is a sentence for who asked for it."""
