"""Classification Playground: watch a neural network learn to classify."""
