"""What the network makes of one pinned place or point, step by step, and the loss it comes to."""
