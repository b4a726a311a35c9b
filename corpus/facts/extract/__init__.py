"""Readers of the official reference: each turns pages of one kind into a table of facts."""
