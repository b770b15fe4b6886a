"""Between browser and training: worker processes, the pool that keeps them, the server's routes.

``nursery``, ``worker``, ``run`` and ``checkpoint`` live in the worker processes; the others live in
the server, which must never import PyTorch or scikit-learn.
"""
