"""Who does the work of a study: this process, a pool or a cluster."""
