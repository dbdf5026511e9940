"""Tests of what other apps add: `make test` runs them on a database that has these apps."""
