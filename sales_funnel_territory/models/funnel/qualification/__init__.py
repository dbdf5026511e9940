from . import (
    crm_lead_need_signals,
    crm_lead_qualification,
    crm_lead_qualification_sheet,
    crm_need_signal,
    crm_scorecard,
    crm_scorecard_answer,
    crm_scorecard_answer_change,
    crm_scorecard_question,
    crm_team,
    res_company,
    res_partner,
)
