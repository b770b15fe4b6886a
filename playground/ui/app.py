"""What Streamlit runs from top to bottom, whichever page is shown.

Bare strings would be shown here, too: whatever needs words has them in ``frame``.
"""

from playground.ui.frame import main

main()
