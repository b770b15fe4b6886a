"""Training runs as in a worker: on one thread."""

from threadpoolctl import threadpool_limits

from playground.learn import preload

preload()
threadpool_limits(1)  # NumPy's and scikit-learn's, for which a worker has its environment
