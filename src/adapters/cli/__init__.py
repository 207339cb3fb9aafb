"""The command line: `mijoz noun verb`, tables for people and JSON for programs."""
