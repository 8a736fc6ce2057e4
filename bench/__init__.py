"""What is measured, and against what: `python -m bench`, `python -m bench.fuzz`."""
