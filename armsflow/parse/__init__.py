"""What people write: amounts, periods, categories."""
