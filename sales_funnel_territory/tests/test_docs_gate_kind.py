"""The example in the developers' documentation does what it says."""

import re
from pathlib import Path

from odoo.exceptions import ValidationError
from odoo.orm.model_classes import add_to_registry
from odoo.tests import tagged

from ..exceptions import ExitCriteriaError
from .test_crm_lead_gated import GateCommon

PAGE = Path(__file__).parents[2] / "docs" / "developer" / "how-exit-criteria-are-enforced.md"
KIND = "crm.stage.gate.kind.followers"


@tagged("-at_install", "post_install")
class TestDocumentedKind(GateCommon):
    """Somebody copies the example of a kind from the page into a file of his module."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if not PAGE.exists():
            cls.skipTest(cls, "the documentation is in the repository, not in the wheel")
        cls._load_example(re.search(r"```python\n(.*?)```", PAGE.read_text(), re.DOTALL)[1])

    @classmethod
    def _load_example(cls, source):
        registry, gate = cls.registry, cls.registry["crm.stage.gate"]
        bases = gate._base_classes__
        names = {"__name__": "odoo.addons.sales_funnel_territory.example"}
        exec(compile(source, str(PAGE), "exec"), names)

        def forget():
            gate._base_classes__ = bases
            del registry.models[KIND]
            registry._setup_models__(cls.env.cr)

        cls.addClassCleanup(forget)
        for name in ("CrmStageGate", "CrmStageGateKindFollowers"):
            add_to_registry(registry, names[name])
        registry._setup_models__(cls.env.cr)
        registry.init_models(cls.env.cr, ["crm.stage.gate"], {"module": "sales_funnel_territory"})

    def test_it_is_offered_checked_and_enforced(self):
        self.gate.active = False
        offered = self.env["crm.stage.gate"].fields_get(["kind"])["kind"]["selection"]
        self.assertIn(("followers", "Enough people follow it"), offered)
        with self.assertRaisesRegex(ValidationError, "how many"):
            self._create_gate("A team behind it", kind="followers")
        self._create_gate("A team behind it", kind="followers", least_followers=2)
        self.lead.message_unsubscribe(self.lead.message_partner_ids.ids)
        self.lead.message_subscribe(self.leader.partner_id.ids)
        with (
            self.assertRaisesRegex(ExitCriteriaError, "Invite colleagues"),
            self.env.cr.savepoint(),
        ):
            self._move(self.lead, self.stage_in)
        self._end_transaction()
        self.lead.message_subscribe(self.rep.partner_id.ids)
        self._move(self.lead, self.stage_in)
        self._end_transaction()
        self.assertEqual(self.lead.stage_id, self.stage_in)
