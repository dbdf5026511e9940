from datetime import date, datetime

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..report.crm_call_report_action_activity import _FOLLOWS

_NOT_KEPT = frozenset({"id", "create_uid", "create_date", "write_uid", "write_date"})


class CrmActivityDrop(models.TransientModel):
    """An activity that was just cancelled, kept so that it can come back."""

    _name = "crm.activity.drop"
    _description = "Dropped Activity"

    creator_id = fields.Many2one("res.users", readonly=True)
    values = fields.Json(readonly=True)
    links = fields.Json(readonly=True)

    @api.model
    def _drop(self, activity):
        """Cancel an activity, as its own cancelling does; return what brings it back."""
        activity.check_access("unlink")
        # sudo: of an activity that the user may cancel; nobody else reads these rows
        kept = self.sudo().create(
            {
                "creator_id": activity.sudo().create_uid.id,
                "values": self._read_values(activity.sudo()),
                "links": self._read_links(activity.sudo()),
            }
        )
        # sudo: files of the activity wait with it
        self._give_files(activity, kept)
        activity.unlink()
        return kept.sudo(False)

    @api.model
    def _read_values(self, activity):
        names = [
            name
            for name, field in activity._fields.items()
            if name not in _NOT_KEPT and field.store and not field.compute and not field.related
        ]
        values = activity._convert_to_write({name: activity[name] for name in names})
        return {name: self._as_json(value) for name, value in values.items()}

    @api.model
    def _as_json(self, value):
        if isinstance(value, datetime):
            return fields.Datetime.to_string(value)
        if isinstance(value, date):
            return fields.Date.to_string(value)
        return str(value) if isinstance(value, str) else value

    @api.model
    def _read_links(self, activity):
        """Return what points at the activity and loses it: ``[[model, field, ids]]``."""
        found = []
        for model, name in self._get_linking_fields():
            records = self.env[model].sudo().with_context(active_test=False)
            ids = records.search([(name, "=", activity.id)]).ids
            if ids:
                found.append([model, name, ids])
        return found

    @api.model
    def _get_linking_fields(self):
        return [
            (model._name, field.name)
            for model in self.env.registry.values()
            if model._auto and not model._transient and not model._abstract
            for field in model._fields.values()
            if field.store
            and field.type == "many2one"
            and field.comodel_name == "mail.activity"
            and field.ondelete == "set null"
        ]

    @api.model
    def _give_files(self, giver, taker):
        files = self.env["ir.attachment"].sudo()  # sudo: see the callers
        files.search([("res_model", "=", giver._name), ("res_id", "=", giver.id)]).write(
            {"res_model": taker._name, "res_id": taker.id}
        )

    @api.model
    def _open_item(self, activity):
        """Open the action item again that was dropped with its activity."""
        item = activity.report_action_id
        if item.activity_id == activity and item.state == "dropped":
            item.with_context(**{_FOLLOWS: True}).state = "open"

    def _bring_back(self):
        """Make the activity anew, for whom it was, by whom it was, and where it was.

        :raises UserError: when it is too late
        """
        # sudo: only the user's own rows, as checked here
        kept = self.sudo().exists()
        if not kept:
            raise UserError(self.env._("It is too late to undo this: schedule the activity anew."))
        if kept.create_uid != self.env.user:
            raise AccessError(self.env._("Only who dropped an activity can bring it back."))
        maker = self.env["mail.activity"].with_user(kept.creator_id or self.env.user).sudo()
        activity = maker.with_context(mail_activity_quick_update=True).create(kept.values)
        for model, name, ids in kept.links or []:
            # sudo: what had lost it gets it again
            records = self.env[model].sudo().browse(ids).exists()
            records.filtered(lambda one, name=name: not one[name])[name] = activity
        self._open_item(activity)
        self._give_files(kept, activity)
        kept.unlink()
        return activity.with_env(self.env)
