"""What charts are built on: the protocol of all, their options, and what charts of shares or pairs add."""
