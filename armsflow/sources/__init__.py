"""Readers: one module per source, each turning its file into records and doing nothing else."""
