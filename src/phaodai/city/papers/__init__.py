"""Papers that leave the system: their numbers, every printing of them, and the public check by QR."""
