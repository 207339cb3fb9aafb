"""Evidence bundles: what is about one customer, to be checked without us."""
