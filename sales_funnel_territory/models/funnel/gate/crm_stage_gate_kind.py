from dataclasses import dataclass
from datetime import datetime

from odoo import api, models

from ....tools.registered import registered_by

PREFIX = "crm.stage.gate.kind."


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a criterion is met: in words, by whom (name), when (UTC). All may be unknown."""

    text: str = ""
    author: str = ""
    moment: datetime | None = None
    url: str = ""


class CrmStageGateKind(models.AbstractModel):
    """What an exit criterion looks at.

    A kind is one abstract model named ``crm.stage.gate.kind.<kind>`` that inherits this one;
    the registry of the database is the registry of kinds. A module adds one in one file, with
    the fields that its criteria need on ``crm.stage.gate``.
    """

    _name = "crm.stage.gate.kind"
    _description = "Kind of Exit Criterion"

    _kind_sequence = 100
    # What a criterion of a funnel template says besides, as names of fields that it has, too;
    # None: the kind names records of a database, so no template can have it.
    _template_fields = None

    @api.model
    def _get_kinds(self):
        """Return {name of the kind: its model}, in the order in which they are offered."""
        return registered_by(self.env, PREFIX, "_kind_sequence")

    @api.model
    def _get_label(self):
        """Return what the kind is called where a criterion is set up."""
        raise NotImplementedError

    @api.model
    def _is_available(self):
        """Tell whether it can be used here; one that needs another app cannot without it."""
        return True

    @api.model
    def _check_gate(self, gate):
        """Raise a ValidationError that names what a criterion of this kind still needs."""

    @api.model
    def _judge(self, gates, leads):
        """Return {(gate id, lead id): Evidence} of the criteria that are met.

        Called with everything visible (``sudo``) and in bulk: it may take a fixed number of
        queries for each gate, never one for each lead.
        """
        raise NotImplementedError

    @api.model
    def _get_remedy(self, gate):
        """Return how the client lets a person meet the criterion, and where, in words.

        ``widget``: field / statement / attachment / activity / approval / tab / none, with
        what that widget needs (``field``, ``activity_type_id``, ``tab``); ``where``: a sentence.
        """
        return {"widget": "none", "where": gate.help or ""}
