"""Parts of use cases that other use cases share, inside the transaction of their caller."""
