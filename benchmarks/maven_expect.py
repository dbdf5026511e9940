"""What the forecast must show, computed from the files alone.

The second opinion: it shares no code with the import, so that one mistake cannot be in both.
"""

import csv
from collections import defaultdict
from datetime import datetime, timedelta
from decimal import ROUND_HALF_EVEN, Decimal
from statistics import median

CENT = Decimal("0.01")
CHANCE = {"Prospecting": 25, "Engaging": 40, "Won": 100, "Lost": 0}  # percent


def read(folder, name):
    with (folder / name).open(newline="") as file:
        return list(csv.DictReader(file))


def day(text):
    return datetime.strptime(text, "%m/%d/%Y") if text else None


def figures(folder):
    """Return {"forecast" or "lost": {(manager, "2017-03" or ""): [count, expected, weighted]}}."""
    price = {
        p["product"].replace(" ", ""): Decimal(p["sales_price"])
        for p in read(folder, "products.csv")
    }
    manager = {a["sales_agent"]: a["manager"] for a in read(folder, "sales_teams.csv")}
    deals = read(folder, "sales_pipeline.csv")
    cycles = [
        day(d["close_date"]) - day(d["engage_date"]) for d in deals if d["deal_stage"] == "Won"
    ]
    cycle = timedelta(days=int(median(c.days for c in cycles) + 0.5))
    result = {"forecast": defaultdict(lambda: [0, 0, 0]), "lost": defaultdict(lambda: [0, 0, 0])}
    for deal in deals:
        stage, start = deal["deal_stage"], day(deal["engage_date"])
        date = day(deal["close_date"]) or (start and start + cycle)
        won = stage == "Won"
        amount = Decimal(deal["close_value"]) if won else price[deal["product"].replace(" ", "")]
        cell = result["lost" if stage == "Lost" else "forecast"][
            manager[deal["sales_agent"]], date.strftime("%Y-%m") if date else ""
        ]
        cell[0] += 1
        cell[1] += amount
        cell[2] += (amount * CHANCE[stage] / 100).quantize(CENT, ROUND_HALF_EVEN)
    return result
