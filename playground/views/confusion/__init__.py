"""The confusion matrix: rows true labels, columns predicted ones."""
