"""Notebooks run in kernels: one, many at once, on a cluster; what was run and published."""
