"""In the server: routes, visitors, the pool of worker processes and what it knows of each run."""
