"""Config → a standalone PyTorch script. Prints definitions; runs none of them."""
