"""In a worker process: the runs, whose turn it is, their checkpoints and files."""
