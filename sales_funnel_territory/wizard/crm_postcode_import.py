import base64
import io
import zipfile

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, split_every

from ..planning.postcode_file import read_postcodes

LARGEST = 200_000_000  # bytes, unpacked
SHOWN = 50
BATCH = 10_000


class CrmPostcodeImport(models.TransientModel):
    """Postcode centres from a file: checked as a whole before the first one is taken over."""

    _name = "crm.postcode.import"
    _description = "Import of Postcode Centres"

    file = fields.Binary(required=True, attachment=False)
    file_name = fields.Char()
    is_replacing = fields.Boolean(
        "Replace What Is There",
        help="Centres of the countries in the file that are not in it are removed.",
    )
    state = fields.Selection([("new", "New"), ("checked", "Checked")], default="new", readonly=True)
    good_count = fields.Integer("Postcodes", readonly=True)
    bad_count = fields.Integer("Rows With Mistakes", readonly=True)
    countries = fields.Char(readonly=True)
    report = fields.Text(readonly=True)

    # ------------------------------------------------------------------ actions

    def action_check(self):
        """Check all rows, and say what is wrong with which."""
        found = self._read_file()
        self.write(
            {
                "state": "checked",
                "good_count": len(found.centres),
                "bad_count": len(found.mistakes),
                "countries": ", ".join(found.countries),
                "report": self._tell_mistakes(found.mistakes),
            }
        )
        return self._reopen()

    def action_import(self):
        """Take the file over, if every row of it is good."""
        found = self._read_file()
        if found.mistakes or not found.centres:
            return self.action_check()
        return self._take_over(found)

    def action_import_good(self):
        """Take over the good rows, and leave the others out."""
        return self._take_over(self._read_file())

    # ------------------------------------------------------------------ reading

    def _read_file(self):
        self.ensure_one()
        codes = set(self.env["res.country"].search([]).mapped("code"))
        return read_postcodes(self._read_text(), codes)

    def _read_text(self):
        content = base64.b64decode(self.file or b"")
        if content[:2] == b"PK":
            content = self._unpack(content)
        if len(content) > LARGEST:
            raise UserError(self._tell_too_large())
        try:
            return content.decode("utf-8-sig")
        except UnicodeDecodeError:
            return content.decode("latin-1")

    def _unpack(self, content):
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                files = [
                    one
                    for one in archive.infolist()
                    if one.filename.lower().endswith((".txt", ".csv"))
                    and "readme" not in one.filename.lower()
                ]
                if not files or files[0].file_size > LARGEST:
                    raise UserError(self._tell_too_large() if files else self._tell_no_file())
                return archive.read(files[0])
        except zipfile.BadZipFile:
            raise UserError(self._tell_no_file()) from None

    def _tell_too_large(self):
        return self.env._(
            "%(file)s is too large: upload the file of one country at a time.",
            file=self.file_name or self.env._("The file"),
        )

    def _tell_no_file(self):
        return self.env._(
            "There is no table in %(file)s: upload a .txt, a .csv, or a .zip with one of them.",
            file=self.file_name or self.env._("the file"),
        )

    def _tell_mistakes(self, mistakes):
        remedies = {
            "columns": self.env._("needs country, postcode, latitude and longitude"),
            "country": self.env._("is no country's code, as DE"),
            "zip": self.env._("is no postcode"),
            "latitude": self.env._("is no latitude from -90 to 90"),
            "longitude": self.env._("is no longitude from -180 to 180"),
        }
        lines = [
            self.env._(
                "Line %(line)s: “%(value)s” %(remedy)s.",
                line=one.line,
                value=one.value,
                remedy=remedies[one.column],
            )
            for one in mistakes[:SHOWN]
        ]
        if len(mistakes) > SHOWN:
            lines.append(self.env._("… and %(count)s more.", count=len(mistakes) - SHOWN))
        return "\n".join(lines)

    # ------------------------------------------------------------------ taking over

    def _take_over(self, found):
        if not found.centres:
            raise UserError(
                self.env._(
                    "%(file)s has no row that can be taken over: it needs a country's code, a "
                    "postcode, a latitude and a longitude in each.",
                    file=self.file_name or self.env._("The file"),
                )
            )
        Place = self.env["crm.postcode.place"]
        Place.check_access("create")
        countries = self.env["res.country"].search([("code", "in", list(found.countries))])
        if self.is_replacing:
            Place.search([("country_id", "in", countries.ids)]).unlink()
        ids = {country.code: country.id for country in countries}
        for centres in split_every(BATCH, found.centres, list):
            self._insert(ids, centres)
        Place.invalidate_model()
        waiting = self.env["crm.customer.status"]._look_again_in(countries)
        return self._tell_taken_over(len(found.centres), waiting)

    def _insert(self, ids, centres):
        self.env.cr.execute(
            SQL(
                """INSERT INTO crm_postcode_place
                    (country_id, zip, name, latitude, longitude, create_uid, write_uid,
                     create_date, write_date)
                SELECT line.*, %(uid)s, %(uid)s, now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC'
                FROM unnest(%(countries)s::int[], %(zips)s::text[], %(names)s::text[],
                    %(latitudes)s::float[], %(longitudes)s::float[]) AS line
                ON CONFLICT (country_id, zip COLLATE "C") DO UPDATE SET name = EXCLUDED.name,
                    latitude = EXCLUDED.latitude, longitude = EXCLUDED.longitude,
                    write_uid = EXCLUDED.write_uid, write_date = EXCLUDED.write_date""",
                uid=self.env.uid,
                countries=[ids[one.country] for one in centres],
                zips=[one.zip for one in centres],
                names=[one.name or None for one in centres],
                latitudes=[one.latitude for one in centres],
                longitudes=[one.longitude for one in centres],
            )
        )

    def _tell_taken_over(self, count, waiting):
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._(
                    "%(count)s postcodes taken over. %(waiting)s customers are looked up again "
                    "within minutes.",
                    count=count,
                    waiting=waiting,
                ),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    def _reopen(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Upload Postcode Centres"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
        }
