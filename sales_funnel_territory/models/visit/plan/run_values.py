"""What a search is given, and what its row keeps of it."""

from ....planning.visits.limits import Limits


def make_limits(seconds, iterations):
    """Return limits of a search; 0 is none."""
    return Limits(iterations=iterations or None, seconds=seconds or None, report_seconds=2.0)


def pack_sources(assembled):
    """Return where visits come from, as JSON has it."""
    return {
        "sources": {str(key): [one.kind, one.id] for key, one in assembled.sources.items()},
        "refused": [
            [one.customer, one.cause, one.visits, *(_pack(one.source)), one.other]
            for one in assembled.refused
        ],
        "due": assembled.due,
    }


def _pack(source):
    return (source.kind, source.id) if source else (None, 0)
