"""The words and numbers on charts."""
