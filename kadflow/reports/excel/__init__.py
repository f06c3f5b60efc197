"""Workbooks: real numbers, formulas with their results, native charts."""
