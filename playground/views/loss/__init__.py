"""Loss and accuracy of both parts over the epochs."""
