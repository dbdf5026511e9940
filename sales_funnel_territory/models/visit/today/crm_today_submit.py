from datetime import UTC, datetime

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

KEY_LENGTH = 64
OBJECTIVE_NAMES = ("outcome", "why")
ACTION_NAMES = ("name", "user_id", "contact_id", "date_due")
ACTION_REQUIRED = ("name", "date_due")
NEW_NAMES = ("partner_id", "kind", "date", "date_end")


class CrmToday(models.AbstractModel):
    """What a phone sends in: saved as often as it likes, submitted once for each key.

    Everything is written with the user's own rights, as his form would write it.
    """

    _inherit = "crm.today"

    @api.model
    def submit(self, key, values):
        """Submit a call report from a phone, once: the same key again changes nothing.

        :param key: what the device calls this submission; at most 64 characters
        :param values: ``report_id``, or ``visit_id``, or ``partner_id`` with ``kind``, ``date``
            and ``date_end`` of a new one; what ``save_report`` takes; ``written_on``, when it was
            written by the device's clock (ISO 8601); ``is_finished`` (default), and then
            ``accepted_ids`` of the changes it offers, or ``"suggested"``
        :return: ``report_id``, ``number``, ``state``, ``written_on`` and ``submitted_on`` (the
            server's time), and whether it ``is_repeated``
        """
        self._check_sales()
        submission, is_new = self._today_take_key(key)
        if is_new:
            report = self._today_find_or_create(values)
            written = self._today_written_on(values.get("written_on"))
            self._today_write_report(report, values)
            report.check_access("write")
            # sudo: that the user may write it was checked just above
            report.sudo().written_on = written
            submission.write({"report_id": report.id, "written_on": written})
            if values.get("is_finished", True):
                self._today_finish(report, values.get("accepted_ids", []))
        return submission._tell() | {"is_repeated": not is_new}

    @api.model
    def save_report(self, report_id, values):
        """Save what was written so far.

        An action item has a ``uid``, a name of the device's own: sent again, because an answer was
        lost, it is the same item. ``removed_action_ids`` and ``removed_action_uids`` name those
        to take away.

        :return: ``{"actions": {uid: id}}`` of the items that devices have added
        """
        self._check_sales()
        return {"actions": self._today_write_report(self._today_report(report_id), values)}

    @api.model
    def offer_changes(self, report_id, values):
        """Save a report that is about to be finished, and return the changes it offers."""
        self._check_sales()
        report = self._today_report(report_id)
        added = self._today_write_report(report, values)
        report.check_access("write")
        report._check_complete()
        return {"actions": added, "changes": report.get_offered_changes()}

    # ------------------------------------------------------------------ keys

    @api.model
    def _today_take_key(self, key):
        """Return (submission, whether it is new); a second request at once waits, then is old."""
        if not isinstance(key, str) or not 0 < len(key) <= KEY_LENGTH:
            raise ValidationError(
                self.env._(
                    "A submission is named by 1 to %(length)s characters.", length=KEY_LENGTH
                )
            )
        # sudo: one's own row, which only this method makes
        Submission = self.env["crm.phone.submission"].sudo()
        if known := Submission._find_own(key):
            return known, False
        return Submission._take(key), True

    # ------------------------------------------------------------------ the report

    @api.model
    def _today_find_or_create(self, values):
        if values.get("report_id") or values.get("visit_id"):
            return self._today_report(values.get("report_id"), values.get("visit_id"))
        if not values.get("partner_id"):
            raise UserError(self.env._("Which customer is this report on? Choose one first."))
        new = {name: values[name] for name in NEW_NAMES if values.get(name)}
        for name in {"date", "date_end"} & new.keys():
            new[name] = self._today_moment(new[name])
        return self.env["crm.call.report"].create(new)

    @api.model
    def _today_write_report(self, report, values):
        """Write what a phone may say of a report; return {uid: id} of new action items."""
        report._check_open()
        vals = {name: values[name] for name in self._today_text_names() if name in values}
        vals |= {name: values[name] or False for name in self._today_date_names() if name in values}
        if "contact_ids" in values:
            contacts = self.env["res.partner"].browse(values["contact_ids"])
            contacts.check_access("read")
            vals["contact_ids"] = [fields.Command.set(contacts.ids)]
        if vals:
            report.write(vals)
        self._today_write_objectives(report, values.get("objectives", []))
        return self._today_write_actions(report, values)

    @api.model
    def _today_write_objectives(self, report, told):
        known = {one.id: one for one in report.objective_ids}
        for one in told:
            if objective := known.get(one.get("id")):
                objective.write(
                    {name: one[name] or False for name in OBJECTIVE_NAMES if name in one}
                )

    @api.model
    def _today_write_actions(self, report, values):
        """Write action items, each once: one that was sent before is known by its device's name."""
        removed = {*values.get("removed_action_ids", []), *values.get("removed_action_uids", [])}
        report.action_ids.filtered(lambda one: not removed.isdisjoint(_names_of(one))).unlink()
        known = {name: one for one in report.action_ids for name in _names_of(one)}
        fresh = {}
        for one in values.get("actions", []):
            uid, vals = _device_key(one), self._today_action_vals(one)
            if not removed.isdisjoint({one.get("id"), uid}):
                continue
            if action := known.get(one.get("id")) or known.get(uid):
                if changed := self._today_changed(action, vals):
                    action.write(changed)
            elif vals.get("name"):
                fresh[uid or len(fresh)] = vals | {"report_id": report.id, "device_key": uid}
        self._today_add_actions(report, fresh.values())
        return {one.device_key: one.id for one in report.action_ids if one.device_key}

    @api.model
    def _today_action_vals(self, told):
        """Return what a phone says of an item; what is being retyped stays as it was."""
        vals = {name: told[name] or False for name in ACTION_NAMES if name in told}
        return {
            name: value
            for name, value in vals.items()
            if name not in ACTION_REQUIRED or str(value or "").strip()
        }

    @api.model
    def _today_add_actions(self, report, fresh):
        """Add action items; the same ones sent at once by a second request find these."""
        if not fresh:
            return
        report.check_access("write")
        report._go_before_others()
        self.env["crm.call.report.action"].create(list(fresh))

    @api.model
    def _today_changed(self, record, vals):
        now = {name: record._fields[name].convert_to_write(record[name], record) for name in vals}
        return {
            name: value for name, value in vals.items() if str(now[name] or "") != str(value or "")
        }

    # ------------------------------------------------------------------ finishing

    @api.model
    def _today_finish(self, report, accepted):
        """Submit a report with the changes that were accepted."""
        if accepted == "suggested":
            offered = report.get_offered_changes()
            accepted = [one["id"] for one in offered if one["is_suggested"]]
        return report.finish(accepted)

    # ------------------------------------------------------------------ the device's clock

    @api.model
    def _today_written_on(self, moment):
        """Return when something was written: never later than now, whatever the device says."""
        now = fields.Datetime.now()
        return min(self._today_moment(moment), now) if moment else now

    @api.model
    def _today_moment(self, moment):
        """Return a moment of a device as fields hold it; without a zone it is UTC."""
        try:
            read = datetime.fromisoformat(moment)
        except (TypeError, ValueError) as error:
            raise ValidationError(
                self.env._("“%(moment)s” is no date and time: send it as ISO 8601.", moment=moment)
            ) from error
        if read.tzinfo:
            read = read.astimezone(UTC).replace(tzinfo=None)
        return read.replace(microsecond=0)


def _device_key(told):
    """Return what a device calls an action item, if it does."""
    uid = told.get("uid")
    return uid if isinstance(uid, str) and 0 < len(uid) <= KEY_LENGTH else False


def _names_of(action):
    """Return what an action item may be called by a device: its id, its name there."""
    return {action.id, action.device_key} - {False}
