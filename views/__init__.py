"""The outside world: pages, REST API, feeds and the command line. Flask lives here and nowhere else."""
