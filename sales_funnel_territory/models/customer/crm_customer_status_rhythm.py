from odoo import api, fields, models

from .crm_cadence_mixin import RHYTHMS
from .crm_customer_status import WEEKDAYS


class CrmCustomerStatus(models.Model):
    """The rhythms in force and the days on which a customer receives, in words."""

    _inherit = "crm.customer.status"

    contact_rhythm = fields.Char(compute="_compute_rhythms")
    visit_rhythm = fields.Char(compute="_compute_rhythms")
    open_days = fields.Char("Receives On", compute="_compute_open_days")

    @api.depends(
        "class_id.contact_number",
        "class_id.contact_unit",
        "class_id.visit_number",
        "class_id.visit_unit",
        "contact_number",
        "contact_unit",
        "visit_number",
        "visit_unit",
    )
    @api.depends_context("lang")
    def _compute_rhythms(self):
        for status in self:
            for rhythm in RHYTHMS:
                status[f"{rhythm}_rhythm"] = status._get_rhythm_words(rhythm)

    def _get_rhythm_words(self, rhythm):
        frequency = self._get_frequency(rhythm)
        if frequency is None:
            return False
        words = self._get_frequency_words(frequency.unit, frequency.number)
        if self[f"{rhythm}_number"]:
            return self.env._("%(rhythm)s (own)", rhythm=words)
        return self.env._("%(rhythm)s (class %(letter)s)", rhythm=words, letter=self.class_id.code)

    @api.model
    def _get_frequency_words(self, unit, number):
        words = {
            "day": self.env._("every %(number)s days", number=number),
            "week": self.env._("%(number)s x a week", number=number),
            "month": self.env._("%(number)s x a month", number=number),
            "quarter": self.env._("%(number)s x a quarter", number=number),
            "year": self.env._("%(number)s x a year", number=number),
        }
        return words[unit]

    @api.depends("hour_from", "hour_to", *(f"is_open_{day}" for day in WEEKDAYS))
    @api.depends_context("lang")
    def _compute_open_days(self):
        labels = {
            day: self._fields[f"is_open_{day}"]._description_string(self.env) for day in WEEKDAYS
        }
        for status in self:
            days = [labels[day] for day in WEEKDAYS if status[f"is_open_{day}"]]
            all_days = len(days) == len(WEEKDAYS)
            words = self.env._("any day") if all_days else ", ".join(days)
            if status.hour_from > 0 or status.hour_to < 24:
                words += f" {_clock(status.hour_from)}-{_clock(status.hour_to)}"
            status.open_days = words


def _clock(hours):
    """Return hours of a day as a clock shows them: 8.5 -> 08:30."""
    whole, minutes = divmod(round(hours * 60), 60)
    return f"{whole:02d}:{minutes:02d}"
