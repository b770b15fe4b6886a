"""Calibration: how often what is said with a probability comes true."""
