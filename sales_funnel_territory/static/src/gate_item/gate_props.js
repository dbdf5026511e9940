/** What every way to meet a criterion is given. */
export const gateRemedyProps = {
    item: Object,
    leadId: Number,
    onChanged: Function,
    onLeave: Function,
};
