"""What `make test` is made of: suites that run, readers of their output, one report."""
