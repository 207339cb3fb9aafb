"""Tables of any make, imported as histories by a mapping: see docs/importing.md.

Table: a CSV, NDJSON or Parquet file. Row: one record of it, counted from 1.
Mapping: a TOML file that says what the columns mean.
Field: a value that we know how to use; a mapping says from which column it comes.
Deed: what one or several rows tell together, at one moment, under one source key.
Unfit: a cell, a row or a deed that cannot be used, with the column and the problem.
"""
