"""Parts of use cases that other use cases share; each runs inside the transaction of its caller."""
