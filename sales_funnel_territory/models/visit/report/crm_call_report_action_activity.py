from odoo import fields, models

_FOLLOWS = "is_item_followed"
# what an item and its activity have in common: item's name, activity's name
_SHARED = {"date_due": "date_deadline", "user_id": "user_id"}


class CrmCallReportAction(models.Model):
    """An item of ours has one activity, from the submission of its report until it is done.

    Both ways: what becomes of the item becomes of the activity, and what becomes of the activity
    (``mail_activity``) becomes of the item.
    """

    _inherit = "crm.call.report.action"

    def write(self, vals):
        result = super().write(vals)
        if "state" in vals:
            self._note_outcome()
        if not self.env.context.get(_FOLLOWS) and not {"state", *_SHARED}.isdisjoint(vals):
            self._tell_activities(vals)
        return result

    def unlink(self):
        # sudo: the activity is the item's
        activities = self.sudo().activity_id
        result = super().unlink()
        activities.with_context(**{_FOLLOWS: True}).unlink()
        return result

    def _note_outcome(self):
        """Write when items were done, and whether that was in time."""
        today = fields.Date.context_today(self)
        for item in self.sudo():  # sudo: fields that keep themselves
            values = {"done_on": today if item.state == "done" else False}
            if item.state == "done" and item.date_agreed:
                in_time = today <= item.date_agreed
                values["timeliness"] = "on_time" if in_time else "late"
                values["in_time_rate"] = 100.0 if in_time else 0.0
            item.write(values)

    # ------------------------------------------------------------------ item -> activity

    def _tell_activities(self, vals):
        """Bring the activities of items to what these say now."""
        # sudo: the activity is the item's, whoever it is for
        items = self.sudo().with_context(**{_FOLLOWS: True})
        if "state" in vals or "user_id" in vals:
            items._open_or_close()
        shared = {_SHARED[name]: vals[name] for name in _SHARED if vals.get(name)}
        if shared:
            items.activity_id.filtered("active").write(shared)
        if vals.get("user_id"):
            items._address_activities()

    def _open_or_close(self):
        """Close activities of items that are not open any more, open those of items that are."""
        live = self.filtered(lambda item: item.activity_id.active)
        live.filtered(lambda item: item.state == "done").activity_id._action_done()
        gone = live.filtered(lambda item: item.state == "dropped" or not item.user_id)
        gone.activity_id.unlink()
        reopened = self.filtered(lambda item: item.state == "open" and not item.activity_id.active)
        reopened.activity_id.unlink()  # a done one tells that it was done
        reopened.filtered("date_agreed")._schedule()

    def _schedule(self):
        """Give open items of ours their activities, in one go.

        :return: the activities
        """
        # sudo: whoever is to do it gets an activity, also where the writer may not add one
        items = self.sudo().filtered(lambda item: item.state == "open" and item.user_id)
        activities = items.env["mail.activity"].create([item._prepare_activity() for item in items])
        for item, activity in zip(items, activities, strict=True):
            item.activity_id = activity
        return activities

    def _prepare_activity(self):
        self.ensure_one()
        return {
            **self._prepare_address(),
            "activity_type_id": self.env.ref("mail.mail_activity_data_todo").id,
            "summary": self.name,
            "date_deadline": self.date_due,
            "user_id": self.user_id.id,
            "report_action_id": self.id,
        }

    # ------------------------------------------------------------------ activity -> item

    def _follow_activities(self, vals):
        """Bring items to what their activities say: done, open again, another day or person."""
        items = self.with_context(**{_FOLLOWS: True})
        for item in items:
            values = {
                name: item.activity_id[theirs]
                for name, theirs in _SHARED.items()
                if theirs in vals and item.activity_id[theirs] != item[name]
            }
            if "active" in vals:
                values["state"] = "open" if item.activity_id.active else "done"
            if values:
                item.write(
                    {
                        name: item._fields[name].convert_to_write(value, item)
                        for name, value in values.items()
                    }
                )
        if "user_id" in vals:
            items._address_activities()

    def _lose_activities(self, is_subject_gone):
        """Drop items whose activity was deleted.

        Where it went with the opportunity it stood on, the customer has it from now on.
        """
        left = self.with_context(**{_FOLLOWS: True}).filtered(lambda item: item.state == "open")
        if is_subject_gone:
            left.with_context(mail_activity_quick_update=True)._schedule()
        else:
            left.write({"state": "dropped"})
