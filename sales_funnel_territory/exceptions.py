from odoo.exceptions import UserError


class ExitCriteriaError(UserError):
    """A lead may not stand where it was put: exit criteria of the stages before are missing.

    The message is for everybody; ``context`` tells the web client which leads, criteria and
    stages are meant, so that it can offer to meet them or to ask for a waiver, and which other
    leads of the same operation may move: [[lead id, stage id], ...].
    """

    def __init__(self, message, refusals, movable=()):
        super().__init__(message)
        self.context = {"refusals": refusals, "movable": list(movable)}


class CommitRulesError(ExitCriteriaError):
    """A lead may not be committed: what its team demands for that is missing.

    ``context`` tells the web client which leads and demands are meant, and in ``movable`` which
    other leads of the same operation may be committed: their ids.
    """


class TerritoryFilterError(UserError):
    """The filter of a territory's rule cannot be used; the message names both."""
