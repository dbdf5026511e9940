"""Queries of the time matrix of somebody with 2,000 open activities, with a cold cache."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from odoo import fields

from benchmarks.measure import Goal, Measured, VoidError, benchmark

if TYPE_CHECKING:
    from benchmarks.bench_databases import Databases

MANY = 2000
FEW = 4
MOST = 15.0  # queries


@benchmark("matrix.queries_2000", Goal("ratio", 1), "queries")
def queries(databases: Databases) -> Measured:
    """As many for 2,000 activities as for four, and no more than the goal."""
    with databases.env("ours") as env:
        records = documents(env)
        plan(env, records, FEW)
        few, _shown = count(env)
        plan(env, records, MANY - FEW)
        many, shown = count(env)
    if shown != MANY:
        raise VoidError(f"{shown} of {MANY} activities on the board")
    if many != few:
        raise VoidError(f"{few} queries for {FEW} activities, {many} for {MANY}: not fixed")
    return Measured(many, MOST)


def documents(env):
    """Make what activities hang on: a customer, an opportunity, a visit."""
    customer = env["res.partner"].create(
        {"name": "Customer", "is_company": True, "is_sales_customer": True, "user_id": env.uid}
    )
    lead = env["crm.lead"].create(
        {"name": "Hall", "partner_id": customer.id, "expected_revenue": 50_000}
    )
    visit = env["crm.visit"].create({"partner_id": customer.id, "user_id": env.uid})
    return customer, lead, visit


def plan(env, records, number):
    """Schedule activities, from twenty days late to forty ahead."""
    kind = env.ref("mail.mail_activity_data_todo")
    models = {record: env["ir.model"]._get_id(record._name) for record in records}
    chosen = [records[at % len(records)] for at in range(number)]
    env["mail.activity"].with_context(mail_activity_quick_update=True).create(
        [
            {
                "res_model_id": models[record],
                "res_id": record.id,
                "activity_type_id": kind.id,
                "user_id": env.uid,
                "date_deadline": fields.Date.today() + timedelta(days=at % 60 - 20),
            }
            for at, record in enumerate(chosen)
        ]
    )


def count(env):
    """Return the queries of the board, the second time, and how many activities it counts."""
    for _time in range(2):
        env.flush_all()
        env.invalidate_all()
        before = env.cr.sql_log_count
        data = env["crm.time.matrix"].get_matrix()
    shown = sum(quadrant["count"] for quadrant in data["quadrants"])
    return env.cr.sql_log_count - before, shown
