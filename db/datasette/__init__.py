"""The archive in a browser: Datasette with our descriptions, pages, queries and headers, on the live file, read-only."""
