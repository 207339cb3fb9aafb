"""`mijoz audit`: what an auditor asks of the log, a module a kind of question."""
