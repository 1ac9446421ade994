"""Nouns: records in, a summary out."""
