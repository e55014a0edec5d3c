"""For every kernel of the environment: else plain papermill warns at each run of talking to this machine over TCP."""

c.IPKernelApp.log_level = "ERROR"  # noqa: F821
