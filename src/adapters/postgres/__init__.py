"""The store for several processes: one PostgreSQL schema, many writers at a time."""

from ..extras import need

need("psycopg", extra="postgres")
need("psycopg_pool", extra="postgres")
