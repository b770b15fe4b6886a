"""The precision–recall curve: how pure the finds are, by how many are found."""
