from odoo.tests import HttpCase, new_test_user, tagged

from .common import REP

PHONE = "390x844"


@tagged("-at_install", "post_install")
class TestQualificationTour(HttpCase):
    browser_size = PHONE
    touch_enabled = True

    def test_a_rep_qualifies_an_opportunity_on_the_phone(self):
        rep = new_test_user(self.env, "sft_tour_rep", groups=REP, name="Tora Tour")
        card = self.env["crm.scorecard"].create(
            {
                "name": "Halls",
                "question_ids": [
                    (0, 0, {"name": "Need?", "weight": 2}),
                    (0, 0, {"name": "Money?", "weight": 3, "suggestion": "Who pays?"}),
                ],
            }
        )
        team = self.env["crm.team"].create({"name": "Harbour", "scorecard_id": card.id})
        stage = self.env["crm.stage"].create(
            {"name": "Talking", "probability": 40, "team_ids": [(6, 0, team.ids)]}
        )
        lead = self.env["crm.lead"].create(
            {
                "name": "New hall",
                "type": "opportunity",
                "team_id": team.id,
                "stage_id": stage.id,
                "user_id": rep.id,
            }
        )
        self.start_tour(
            f"/odoo/my-funnel/{lead.id}", "sales_funnel_qualification", login="sft_tour_rep"
        )
        self.assertEqual((lead.qualification_score, lead.qualification_band), (60, "fair"))
        answers = {answer.question_id.name: answer for answer in lead.answer_ids}
        self.assertEqual(answers["Money?"].level, "yes")
        self.assertEqual(answers["Money?"].text, "Planned for May")
        self.assertEqual(answers["Money?"].answered_by, rep)
        self.assertEqual(answers["Need?"].level, "no")
        self.assertEqual(lead.probability, 33)
