"""Benchmarks: `python -m benchmarks` lists them. docs/benchmarks.md says what each figure means."""
