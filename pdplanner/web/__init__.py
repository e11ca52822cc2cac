"""What every slice needs of Flask, without a word of the domain."""
