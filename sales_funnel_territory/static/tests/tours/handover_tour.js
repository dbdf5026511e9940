import { registry } from "@web/core/registry";

/** As a team leader: hand over everything of a leaver, look at it first, then undo it. */
registry.category("web_tour.tours").add("sales_funnel_handover", {
    steps: () => [
        {
            content: "Somebody leaves",
            trigger: ".o_list_button_add",
            run: "click",
        },
        {
            content: "From whom",
            trigger: "div[name='from_user_id'] input",
            run: "edit Tora Tour",
        },
        {
            trigger: ".ui-autocomplete a:contains('Tora Tour')",
            run: "click",
        },
        {
            content: "To whom: only people of the leader's teams are offered",
            trigger: "div[name='to_user_id'] input",
            run: "edit Till Taker",
        },
        {
            trigger: ".ui-autocomplete a:contains('Till Taker')",
            run: "click",
        },
        {
            trigger: "div[name='reason'] input",
            run: "edit Leaves in May",
        },
        {
            content: "First look at what there is",
            trigger: "button[name='action_preview']",
            run: "click",
        },
        {
            content: "One customer with all that belongs to him",
            trigger:
                "div[name='line_ids'] .o_data_row:contains('Hale Tools'):contains('opportunities: 1')",
        },
        {
            content: "Hand over",
            trigger: "button[name='action_apply']",
            run: "click",
        },
        {
            content: "What was handed over, in figures",
            trigger: ".alert-success:contains('Handed over'):contains('2')",
        },
        {
            content: "Undo",
            trigger: "button[name='action_undo']",
            run: "click",
        },
        {
            content: "Everything is back",
            trigger: ".alert-info:contains('Put back'):contains('2')",
        },
    ],
});
