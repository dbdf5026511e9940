import { _t } from "@web/core/l10n/translation";
import { deserializeDateTime, formatDate } from "@web/core/l10n/dates";
import { formatFloat } from "@web/views/fields/formatters";
import { formatAmount, formatPercent } from "../customer_facets/money";

/** What is told of a row, in words; the same in the table and on the cards. */
export const rowWords = {
    money(value) {
        return value === null || value === undefined ? "–" : formatAmount(value);
    },

    ratio(value) {
        return value === null ? "–" : formatFloat(value, { digits: [16, 1] });
    },

    /** Closed against what is usually closed by now: +12%. */
    pace(row) {
        return formatPercent(row.usual ? row.closed / row.usual - 1 : null, { isSigned: true });
    },

    paceHint(row) {
        return row.usual
            ? _t("Closed %(closed)s; on the same day of earlier periods: %(earlier)s", {
                  closed: formatAmount(row.closed),
                  earlier: row.pace.map((value) => formatAmount(value)).join(", "),
              })
            : _t(
                  "Nothing to compare: too little was closed by this day of earlier periods, or nothing is expected in this one.",
              );
    },

    coverageHint(row) {
        return _t("Open %(open)s, win rate %(rate)s", {
            open: formatAmount(row.pipeline),
            rate: formatPercent(row.win_rate),
        });
    },

    noteHint(row, level) {
        const said = row.notes[level];
        return said ? _t("%(name)s: %(note)s", { name: said.by, note: said.note }) : "";
    },

    weekHint(row) {
        const { by, comment, on } = row.week;
        const day = formatDate(deserializeDateTime(on));
        const words = _t("Submitted by %(name)s, %(day)s", { name: by, day });
        return comment ? `${words}\n${comment}` : words;
    },

    targetHint(row) {
        return row.target !== null && row.target_below !== null && row.target !== row.target_below
            ? _t("The targets below add up to %(amount)s", {
                  amount: formatAmount(row.target_below),
              })
            : "";
    },
};
