import base64
import io
import zipfile

import psycopg2
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .test_crm_territory import TerritoryCommon

GOOD = (
    "country,postcode,latitude,longitude,place\nDE,20457,53.54,9.99,Hamburg\nDE,80331,48.1,11.6,\n"
)
BAD = GOOD + "DE,10115,95,13.4,Berlin\nXX,1,1,1,\n"


@tagged("-at_install", "post_install")
class TestPostcodeImport(TerritoryCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Place = cls.env["crm.postcode.place"]
        cls.Place.search([]).unlink()
        cls.germany = cls.env.ref("base.de")

    def _upload(self, content, user=None, **values):
        if isinstance(content, str):
            content = content.encode()
        Import = self.env["crm.postcode.import"].with_user(user or self.administrator)
        return Import.create(
            {"file": base64.b64encode(content), "file_name": "codes.csv", **values}
        )

    def test_all_rows_are_checked_before_the_first_is_taken_over(self):
        upload = self._upload(BAD)
        upload.action_check()
        self.assertEqual((upload.good_count, upload.bad_count), (2, 2))
        self.assertEqual(
            upload.report.split("\n"),
            [
                "Line 4: “95” is no latitude from -90 to 90.",
                "Line 5: “XX” is no country's code, as DE.",
            ],
        )
        upload.action_import()
        self.assertFalse(self.Place.search_count([]), "nothing half done")
        upload.action_import_good()
        self.assertEqual(self.Place.search([]).mapped("zip"), ["20457", "80331"])

    def test_a_file_replaces_or_adds(self):
        self._upload(GOOD).action_import()
        self._upload("country,postcode,lat,lon\nDE,20457,53.6,10\n").action_import()
        self.assertEqual(self.Place.search_count([]), 2)
        place = self.Place.search([("zip", "=", "20457")])
        self.assertEqual(place.latitude, 53.6)
        upload = self._upload("country,postcode,lat,lon\nDE,20457,53.7,10\n", is_replacing=True)
        upload.action_import()
        self.assertEqual(self.Place.search([]).mapped("latitude"), [53.7])

    def test_an_archive_as_geonames_offers_it(self):
        content = io.BytesIO()
        with zipfile.ZipFile(content, "w") as archive:
            archive.writestr("readme.txt", "Readme")
            archive.writestr("DE.txt", "DE\t20457\tHamburg\t\t\t\t\t\t\t53.54\t9.99\t4\n")
        self._upload(content.getvalue()).action_import()
        self.assertEqual(self.Place.search([]).display_name, "20457")

    def test_what_is_no_file_of_postcodes_is_refused_in_a_sentence(self):
        with self.assertRaisesRegex(UserError, "codes.csv"):
            self._upload(b"PK nonsense").action_check()
        with self.assertRaisesRegex(UserError, "has no row that can be taken over"):
            self._upload("hello").action_import_good()
        upload = self._upload("hello")
        upload.action_check()
        self.assertIn("needs country, postcode, latitude and longitude", upload.report)

    def test_customers_are_looked_up_again(self):
        self.customer.write({"zip": "20457", "city": "Atlantis", "country_id": self.germany.id})
        self.status.geo_state = "failed"
        action = self._upload(GOOD).action_import()
        self.assertIn("2 postcodes taken over.", action["params"]["message"])
        self.assertEqual(self.status.geo_state, "todo")
        self.status._locate_offline()
        self.assertEqual(self.status.geo_quality, "postcode")
        self.assertAlmostEqual(self.customer.partner_latitude, 53.54)

    def test_a_beginning_tells_the_region(self):
        self._upload(GOOD).action_import()
        found = self.Place._find_beginnings({("DE", "8033"), ("DE", "99"), ("AT", "8033")})
        self.assertEqual(list(found), [("DE", "8033")])
        self.assertAlmostEqual(found["DE", "8033"].latitude, 48.1)

    def test_who_may(self):
        for user in (self.rep, self.leader, self.manager, self.foreigner, self.portal, self.public):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._upload(GOOD, user)
        self._upload(GOOD).action_import()
        places = self.Place.search([])
        self.assertEqual(places.with_user(self.manager).mapped("zip"), ["20457", "80331"])
        for user in (self.rep, self.portal, self.public):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                places.with_user(user).read(["zip"])
        with self.assertRaises(AccessError):
            places.with_user(self.manager).write({"latitude": 1})
        places[0].with_user(self.administrator).write({"zip": "d-20459"})
        self.assertEqual(places[0].zip, "20459")

    def test_no_such_latitude_in_the_database(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.errors.CheckViolation):
            self.Place.create(
                {"country_id": self.germany.id, "zip": "1", "latitude": 95, "longitude": 9}
            )
