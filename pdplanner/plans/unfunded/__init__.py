"""What people asked for in earlier years and nobody funded."""
