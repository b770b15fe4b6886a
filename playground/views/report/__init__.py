"""The classification report: scores of each class, and their averages."""
