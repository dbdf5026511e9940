from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from odoo.tests import BaseCase

from ..planning.postcode_file import Mistake, PostcodeCentre, read_postcodes

slow_machine = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
CODES = {"DE", "AT", "GB"}
GEONAMES = (
    "DE\t20457\tHamburg Altstadt\tHamburg\tHH\t\t00\tHamburg\t02000\t53.54\t9.98\t4\n"
    "DE\t20457\tHamburg HafenCity\tHamburg\tHH\t\t00\tHamburg\t02000\t53.56\t10.0\t4\n"
    'GB\tAB1\tThe "Old" Town\tScotland\tSCT\t\t\t\t\t57.1\t-2.1\t4\n'
)


class TestPostcodeFile(BaseCase):
    def test_the_format_of_geonames(self):
        found = read_postcodes(GEONAMES, CODES)
        self.assertEqual(found.mistakes, ())
        self.assertEqual(found.countries, ("DE", "GB"))
        hamburg = found.centres[0]
        self.assertEqual((hamburg.country, hamburg.zip), ("DE", "20457"))
        self.assertAlmostEqual(hamburg.latitude, 53.55)
        self.assertAlmostEqual(hamburg.longitude, 9.99)
        self.assertEqual(hamburg.name, "Hamburg Altstadt")

    def test_tables_with_and_without_a_heading(self):
        expected = (PostcodeCentre("AT", "1010", 48.2, 16.37, "Wien"),)
        for text in (
            "country,postcode,latitude,longitude,place\nAT,1010,48.2,16.37,Wien\n",
            "\ufeffPlace;Lng;Lat;PLZ;Country_Code\nWien;16,37;48,2;1010;at\n",
            "AT,1010,48.2,16.37,Wien",
            'AT,"A-1010",48.2,16.37,"Wien"\r\n\r\n',
        ):
            with self.subTest(text=text):
                found = read_postcodes(text, CODES)
                self.assertEqual(found.centres, expected)
                self.assertEqual(found.mistakes, ())

    def test_every_mistake_is_told_with_its_line(self):
        text = (
            "country,zip,lat,lon\nDE,20457,95,10\nXX,1,1,1\n\nDE,,1,1\nDE,1,1,x\nDE\n"
            "DE,80331,48.1,11.6\n"
        )
        found = read_postcodes(text, CODES)
        self.assertEqual(
            found.mistakes,
            (
                Mistake(2, "latitude", "95"),
                Mistake(3, "country", "XX"),
                Mistake(5, "zip", ""),
                Mistake(6, "longitude", "x"),
                Mistake(7, "columns", "DE"),
            ),
        )
        self.assertEqual([one.zip for one in found.centres], ["80331"])

    def test_what_is_no_table_of_postcodes(self):
        for text in ("", "hello", "country,postcode\nDE,1\n", "a,b,c\n"):
            with self.subTest(text=text):
                found = read_postcodes(text, CODES)
                self.assertEqual(found.centres, ())
                self.assertEqual([one.column for one in found.mistakes], ["columns"])

    @slow_machine
    @given(st.text(alphabet="DEAT,;\t\n\"'.0123456789-x", max_size=200))
    def test_any_text_is_read(self, text):
        found = read_postcodes(text, CODES)
        self.assertTrue(all(-90 <= one.latitude <= 90 for one in found.centres))
        self.assertTrue(all(one.zip for one in found.centres))
        keys = [(one.country, one.zip) for one in found.centres]
        self.assertEqual(len(keys), len(set(keys)))
