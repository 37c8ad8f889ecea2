"""What the program takes, measured: each module by itself, or all by `make bench`."""
