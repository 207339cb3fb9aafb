"""`mijoz audit`: what an auditor asks of the log, a module for each kind of question."""
