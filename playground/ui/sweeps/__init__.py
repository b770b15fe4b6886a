"""The page of sweeps: many experiments side by side, made of the present one."""

from playground.ui.sweeps.page import main

PATH = "sweeps"

__all__ = ["PATH", "main"]
