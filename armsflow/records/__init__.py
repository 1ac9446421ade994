"""The one table that all modules share."""
