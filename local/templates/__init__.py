"""The office's message templates, and Meta's: submitted, looked up, compared."""
