"""Between browser and training, in two rooms that talk over a socket.

``server`` runs in the server's process, which must never import PyTorch or scikit-learn: routes,
the pool of worker processes, downloads. ``worker`` runs in the worker processes: the runs, their
turns, their files. What both must know lies here: how they talk (``channel``, ``protocol``) and
what a run on disk looks like (``checkpoint``).
"""
