"""The web: which outlets there are, where their links are found, and how pages are fetched politely."""
