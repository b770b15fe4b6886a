"""The ROC curve: how many positives are found at the price of how many false alarms."""
