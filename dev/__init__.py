"""The development environment: from a bare clone to a running demo. Nothing here ships."""
