"""Data, model, training and measurement. PyTorch and scikit-learn live here only."""


def preload() -> None:
    """Import all that training needs and hold PyTorch to one thread.

    One thread is never slower on networks of this size, and far faster beside busy neighbours.
    """
    import torch

    from playground.learn import trainer  # noqa: F401

    torch.set_num_threads(1)
