"""Call reports by the million, by SQL: on the customers of the customer base, in two languages.

Each is made of two of 5,000 sentences, whose words are drawn as words are in texts: few often, many
rarely; six of ten sentences are Chinese. Each report's words are those the add-on would keep.
"""

from __future__ import annotations

import random

from benchmarks import million
from dev import config

SEED = 7
SENTENCES = 5000
CHINESE = (
    "客户 报价 质量 问题 合同 交货 时间 价格 样品 测试 技术 方案 采购 预算 决策 总经理 工程师 "
    "付款 条件 竞争 对手 优势 服务 维修 设备 生产线 速度 效率 成本 降价 订单 数量 规格 标准 "
    "检验 合格 包装 运输 仓库 库存 需求 计划 会议 拜访 演示 培训 安装 验收 投诉 满意 合作"
)
ENGLISH = (
    "customer price quotation quality problem contract delivery time sample trial technical "
    "proposal purchasing budget decision director engineer payment terms competitor advantage "
    "service repair machine line speed efficiency cost discount order quantity specification "
    "standard inspection packaging transport stock demand plan meeting visit demonstration "
    "training installation acceptance complaint satisfied reference maintenance board signature"
)
REPORTS = """
INSERT INTO crm_call_report (
    name, kind, state, partner_id, user_id, date, date_end, deadline, submitted_on, company_id,
    active, purpose, message_product, reaction, next_step, words, on_time_rate, timeliness,
    next_step_rate, create_uid, create_date, write_uid, write_date)
SELECT 'B/' || i, (ARRAY['visit', 'visit', 'phone', 'online', 'reception'])[1 + i %% 5],
    CASE WHEN i %% 3 = 0 THEN 'acknowledged' ELSE 'submitted' END,
    partners[1 + (random() * random() * (cardinality(partners) - 1))::int],
    users[1 + i %% %(people)s], started, started + interval '1 hour',
    started + interval '1 day', started + interval '3 hours', %(company)s, TRUE,
    'Purpose ' || i, one.text, other.text, 'Step ' || i %% 1000,
    one.words || ' ' || other.words, CASE WHEN i %% 7 = 0 THEN 0 ELSE 100 END,
    CASE WHEN i %% 7 = 0 THEN 'late' ELSE 'on_time' END, CASE WHEN i %% 4 = 0 THEN 0 ELSE 100 END,
    1, now(), 1, now()
FROM (
    SELECT i, date_trunc('minute', now() - (1 + random() * 1094) * interval '1 day') AS started,
        1 + (random() * (%(sentences)s - 1))::int AS first,
        1 + (random() * (%(sentences)s - 1))::int AS second
    FROM generate_series(1, %(reports)s) AS i
) AS drawn
JOIN sentences AS one ON one.id = drawn.first
JOIN sentences AS other ON other.id = drawn.second,
(SELECT array_agg(id ORDER BY id) AS users FROM res_users WHERE login LIKE 'bench.%%') AS u,
(SELECT array_agg(id ORDER BY id) AS partners FROM res_partner WHERE ref = 'bench') AS p
"""

STATE = config.digest(REPORTS.split(), CHINESE.split(), ENGLISH.split(), SENTENCES, SEED)


def generate(env, reports):
    """Report on the customers that are there."""
    from odoo.addons.sales_funnel_territory.tools.indexes import indexes_aside

    _write_sentences(env)
    env.cr.execute("SELECT setseed(0.7)")
    with indexes_aside(env.cr, "crm_call_report"):
        env.cr.execute(
            REPORTS,
            {
                "reports": reports,
                "people": million.PEOPLE,
                "sentences": SENTENCES,
                "company": env.company.id,
            },
        )


def _write_sentences(env):
    from odoo.addons.sales_funnel_territory.planning.search_words import search_words

    draw = random.Random(SEED)
    texts = [make_sentence(draw) for _number in range(SENTENCES)]
    words = [" ".join(search_words(text)) for text in texts]
    env.cr.execute(
        """CREATE TEMP TABLE sentences ON COMMIT DROP AS
        SELECT id, text, words FROM unnest(%s, %s) WITH ORDINALITY AS made(text, words, id)""",
        [texts, words],
    )


def make_sentence(draw):
    """Return a sentence of six to thirty words: a word of rank n comes 1 / n as often."""
    is_chinese = draw.random() < 0.6
    words = (CHINESE if is_chinese else ENGLISH).split()
    weights = [1 / (rank + 1) for rank in range(len(words))]
    drawn = draw.choices(words, weights, k=draw.randint(6, 30))
    number = str(draw.randint(1, 5000))  # a word that few texts have
    return f"{''.join(drawn)}，{number}。" if is_chinese else f"{' '.join(drawn)}, AX{number}."
