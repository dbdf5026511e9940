"""Collecting what a transaction changes, to deal with it once, as the transaction ends."""

from collections.abc import Callable
from typing import Any


def collected(cr: Any, key: str, settle: Callable[[], None], kind: type = set) -> Any:
    """Return the collection under ``key``; the first to ask has ``settle`` called at the end.

    ``settle`` runs before the commit and at each savepoint; it takes the collection out with
    ``cr.precommit.data.pop(key)``.

    :param cr: the cursor of the transaction
    :param key: a name of its own, ``<module>.<feature>``
    :param kind: what to collect in: ``set`` or ``dict``
    """
    data = cr.precommit.data
    if key not in data:
        data[key] = kind()
        cr.precommit.add(settle)
    return data[key]
