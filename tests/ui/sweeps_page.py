"""The page of sweeps alone. Run by Streamlit."""

from playground.ui.sweeps import main

main()
