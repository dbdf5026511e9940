from odoo import api, fields, models
from odoo.tools import SQL

from ....planning.places import Centre, postcode_key


class CrmPostcodePlace(models.Model):
    """The centre of a postcode, from a file that an administrator has uploaded."""

    _name = "crm.postcode.place"
    _description = "Postcode Centre"
    _order = "country_id, zip"
    _rec_name = "zip"

    country_id = fields.Many2one("res.country", required=True, index=True, ondelete="cascade")
    zip = fields.Char("Postcode", required=True, help="Letters and digits, without blanks.")
    name = fields.Char("Place", help="The place, or one of the places, of this postcode.")
    latitude = fields.Float(digits=(10, 7), required=True, aggregator=None)
    longitude = fields.Float(digits=(10, 7), required=True, aggregator=None)

    # compared byte by byte: beginnings of postcodes are found by the index as well
    _country_zip = models.UniqueIndex(
        '(country_id, zip COLLATE "C")', "There is one centre for each postcode."
    )
    _on_earth = models.Constraint(
        "CHECK(latitude BETWEEN -90 AND 90 AND longitude BETWEEN -180 AND 180)",
        "A latitude lies between -90 and 90, a longitude between -180 and 180.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([{**vals, "zip": postcode_key(vals["zip"])} for vals in vals_list])

    def write(self, vals):
        if vals.get("zip"):
            vals = {**vals, "zip": postcode_key(vals["zip"])}
        return super().write(vals)

    # ------------------------------------------------------------------ looking up

    @api.model
    def _find_centres(self, asked):
        """Return {(country's code, postcode's key): centre} of those that are known.

        :param asked: pairs of a country's code and a postcode's key
        """
        return self._find(asked, SQL('place.zip COLLATE "C" = asked.zip'))

    @api.model
    def _find_beginnings(self, asked):
        """Return the same for beginnings of postcodes: the middle of all that begin so."""
        # "~" follows every letter and digit
        inside = SQL(
            """place.zip COLLATE "C" >= asked.zip
            AND place.zip COLLATE "C" < asked.zip || '~'"""
        )
        return self._find(asked, inside)

    @api.model
    def _find(self, asked, condition):
        pairs = list(asked)
        if not pairs:
            return {}
        self.flush_model()
        self.env.cr.execute(
            SQL(
                """SELECT country.code, asked.zip, AVG(place.latitude), AVG(place.longitude),
                    MIN(place.name)
                FROM unnest(%s::text[], %s::text[]) AS asked(country, zip)
                JOIN res_country AS country ON country.code = asked.country
                JOIN crm_postcode_place AS place ON place.country_id = country.id AND %s
                GROUP BY country.code, asked.zip""",
                [country for country, _zip in pairs],
                [postcode for _country, postcode in pairs],
                condition,
            )
        )
        return {
            (country, postcode): Centre(latitude, longitude, name or "")
            for country, postcode, latitude, longitude, name in self.env.cr.fetchall()
        }
