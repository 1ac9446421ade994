"""A report of figures, tables and words."""
