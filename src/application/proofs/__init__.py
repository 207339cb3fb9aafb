"""Proofs over the log: what an auditor can check without us. Pure; see RFC 9162."""
