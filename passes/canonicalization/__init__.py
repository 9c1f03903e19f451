"""Rewrites that make models plainer, one table per family of ops."""
