"""Refusals of the domain as pages: the one place where pages turn them into messages."""
