import datetime

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class CrmHandoverSourceTerritory(models.AbstractModel):
    """Somebody's times in territories: they end, and those of who takes over begin, today.

    Only for those who may change the people of territories; others leave them to a sales manager.
    """

    _name = "crm.handover.source.territory"
    _inherit = ["crm.handover.source"]
    _description = "Territories in a Hand-over"

    _handover_model = "crm.territory.assignment"
    _handover_sequence = 50
    _handover_kept = ("user_id", "date_to")

    @api.model
    def _get_label(self):
        return self.env._("Territories")

    @api.model
    def _find(self, handover):
        Assignment = self.env["crm.territory.assignment"]
        if not Assignment.has_access("write"):
            return Assignment
        today = self._get_today()
        still = Domain("date_to", "=", False) | Domain("date_to", ">=", today)
        return Assignment.search(Domain("user_id", "=", handover.from_user_id.id) & still)

    @api.model
    def _get_customers(self, records):
        return {}

    @api.model
    def _get_today(self):
        return self.env["crm.territory"]._get_today()

    @api.model
    def _read_states(self, records):
        states = super()._read_states(records)
        for state in states.values():
            state["date_to"] = fields.Date.to_string(state["date_to"]) or False
        return states

    @api.model
    def _move(self, records, user):
        """What has begun goes on with the other one from today on; what has not becomes his."""
        today = self._get_today()
        begun = records.filtered(lambda one: one.date_from < today)
        taken = [
            {
                "territory_id": one.territory_id.id,
                "role": one.role,
                "user_id": user.id,
                "date_from": today,
                "date_to": one.date_to,
            }
            for one in begun
        ]
        begun.write({"date_to": today - datetime.timedelta(days=1)})
        begun.flush_recordset(["date_to"])  # one ends before the other begins, for the database
        records.browse().create(taken)
        (records - begun).write({"user_id": user.id})

    @api.model
    def _put_back(self, records, before):
        """Who took over leaves again, as far as he still has what the hand-over gave him."""
        ended = records.filtered(lambda one: one.user_id.id == before["user_id"])
        self._find_successors(ended).unlink()
        return super()._put_back(records, before)

    @api.model
    def _find_successors(self, ended):
        """Return the times that began with the hand-over, instead of these.

        :raises UserError: where one is not what the hand-over made it
        """
        handover = self.env["crm.handover"].browse(ended.env.context.get("handover_id"))
        takers = {
            item.res_id: item.to_user_id.id
            for item in handover.item_ids
            if item.res_model == ended._name
        }
        successors = ended.browse()
        for one in ended:
            found = ended.search(
                [
                    ("territory_id", "=", one.territory_id.id),
                    ("role", "=", one.role),
                    ("user_id", "=", takers.get(one.id)),
                    ("date_from", "=", one.date_to + datetime.timedelta(days=1)),
                ],
                limit=1,
            )
            if not found:
                raise UserError(
                    self.env._(
                        "The people of %(territory)s were changed since: set them there.",
                        territory=one.territory_id.name,
                    )
                )
            successors |= found
        return successors
