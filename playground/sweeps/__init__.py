"""Sweeps: many experiments side by side, in processes of this machine or on a Dask cluster.

``plan`` says which, ``task`` trains some of them, ``execution`` has them done, ``store`` keeps what
came of them, ``summary`` counts it together. Only ``task`` meets PyTorch.
"""
