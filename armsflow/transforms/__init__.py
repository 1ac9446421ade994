"""Records in, records out."""
