from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...planning.cadence import Frequency

UNITS = [
    ("day", "Days Apart"),
    ("week", "Times a Week"),
    ("month", "Times a Month"),
    ("quarter", "Times a Quarter"),
    ("year", "Times a Year"),
]
RHYTHMS = ("contact", "visit")


class CrmCadenceMixin(models.AbstractModel):
    """Two rhythms, never mixed: how often to be in contact, and how often to visit."""

    _name = "crm.cadence.mixin"
    _description = "Contact and Visit Frequency"

    contact_number = fields.Integer(
        "Contact Frequency",
        help="How often a contact that counts is due: every so many days, or so many times in a "
        "week, month, quarter or year.",
    )
    contact_unit = fields.Selection(UNITS, default="day", required=True)
    visit_number = fields.Integer(
        "Visit Frequency",
        help="How often a visit is due. Only visits and meetings count, an e-mail never replaces "
        "a visit.",
    )
    visit_unit = fields.Selection(UNITS, default="month", required=True)

    @api.constrains("contact_number", "contact_unit", "visit_number", "visit_unit")
    def _check_frequencies(self):
        for record in self:
            for rhythm in RHYTHMS:
                record._check_frequency(rhythm)

    def _check_frequency(self, rhythm):
        try:
            self._get_frequency(rhythm)
        except ValueError as error:
            field = self._fields[f"{rhythm}_number"]._description_string(self.env)
            raise ValidationError(
                self.env._(
                    "%(record)s: a %(frequency)s of %(number)s is not possible. Enter 1 to 366, "
                    "or leave it empty.",
                    record=self.display_name,
                    frequency=field,
                    number=self[f"{rhythm}_number"],
                )
            ) from error

    def _get_frequency(self, rhythm):
        """Return its own frequency, ``None`` where it has none.

        :param rhythm: contact / visit
        :raises ValueError: when it is out of range
        """
        number = self[f"{rhythm}_number"]
        return Frequency(number, self[f"{rhythm}_unit"]) if number else None
