"""The script that auditors run without us; it is handed out as a file."""
