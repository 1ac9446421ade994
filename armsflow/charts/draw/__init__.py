"""How charts are laid out and drawn."""
