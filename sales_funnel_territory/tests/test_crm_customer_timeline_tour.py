from datetime import timedelta

from odoo.fields import Command, Datetime
from odoo.tests import HttpCase, new_test_user, tagged

from .common import REP

PHONE = "390x844"


@tagged("-at_install", "post_install")
class TestTimelineTour(HttpCase):
    browser_size = PHONE
    touch_enabled = True

    def test_a_rep_looks_back_on_the_phone(self):
        rep = new_test_user(self.env, "sft_looking_rep", groups=REP, name="Tora Tour")
        customer = self.env["res.partner"].create(
            {"name": "Hale Tools", "is_company": True, "is_sales_customer": True}
        )
        paul, petra = self.env["res.partner"].create(
            [{"name": name, "parent_id": customer.id} for name in ("Paul", "Petra")]
        )
        now = Datetime.now()
        for person, days, subject in ((paul, 1, "Offer"), (petra, 2, "<b>figures</b>")):
            person.message_post(
                body="Good morning",
                subject=subject,
                message_type="email",
                author_id=person.id,
                date=now - timedelta(days=days),
            )
        self.env["calendar.event"].with_context(no_mail_to_attendees=True).create(
            {
                "name": "Line walk",
                "partner_ids": [Command.set(paul.ids)],
                "user_id": rep.id,
                "start": now - timedelta(days=3),
                "stop": now - timedelta(days=3, hours=-1),
            }
        )
        url = f"/odoo/sales-customers/{customer.id}"
        self.start_tour(url, "sales_funnel_timeline", login="sft_looking_rep")
