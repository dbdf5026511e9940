"""Whether a period's visits fit into its hours, told before anything is planned."""
