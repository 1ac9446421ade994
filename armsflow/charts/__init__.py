"""Charts: a summary in, one chart out."""
