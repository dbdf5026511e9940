"""Visit plans: which customer when, in which order, and why not."""
