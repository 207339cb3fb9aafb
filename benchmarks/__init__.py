"""Ours beside the raw floor and the stock library: same rows, same disk, same run."""
