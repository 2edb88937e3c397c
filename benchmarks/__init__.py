"""What `make bench` runs: this product beside the bare limits of what it is built on, in one run on one machine."""
