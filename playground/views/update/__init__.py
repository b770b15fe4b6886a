"""One optimizer step, stage by stage."""
