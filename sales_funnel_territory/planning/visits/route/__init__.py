"""Fixed routes: their days, order, times, and how many a workload needs."""
