import { waitFor } from "@odoo/hoot-dom";
import { registry } from "@web/core/registry";

const NAME = "<b>Bold</b> & Co";

/** Draw around a part of the map, given in shares of its width and height. */
function lasso(left, top, right, bottom) {
    const el = document.querySelector(".o_sales_map_lasso");
    const box = el.getBoundingClientRect();
    const corners = [
        [left, top],
        [right, top],
        [right, bottom],
        [left, bottom],
    ];
    const tell = (type, [x, y]) => {
        const place = { clientX: box.left + x * box.width, clientY: box.top + y * box.height };
        el.dispatchEvent(new PointerEvent(type, { bubbles: true, pointerId: 7, ...place }));
    };
    tell("pointerdown", corners[0]);
    corners.slice(1).forEach((corner) => tell("pointermove", corner));
    tell("pointerup", corners[0]);
}

const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

/** Ask for all while the map zooms to one: at once, with the next frames, in the middle of it. */
async function fitWhileItZooms() {
    for (const milliseconds of [0, 20, 120]) {
        document.querySelector(".o_sales_map_row .o_sales_map_show").click();
        await pause(milliseconds);
        document.querySelector(".o_sales_map_fit").click();
        await pause(700); // longer than a zoom takes: what it undid would show now
        await waitFor(".o_sales_map_list header:contains('4 on this part of the map')", {
            timeout: 10000,
        });
    }
}

function check(isTrue, sentence) {
    if (!isTrue) {
        throw new Error(sentence);
    }
}

/** As a manager: look, filter by the legend, lasso, give to another. */
registry.category("web_tour.tours").add("sales_funnel_map", {
    steps: () => [
        {
            content: "Signs, and how many of each",
            trigger:
                ".o_sales_map_legend_item[data-group='Rosa Tour'] .o_sales_map_count:contains('3')",
        },
        {
            content: "One has no position: it is told, not lost",
            trigger: ".o_sales_map_without:contains('1 without a position')",
        },
        {
            content: "The list has what the map shows",
            trigger: ".o_sales_map_list header:contains('4 on this part of the map')",
        },
        {
            content: "What is said of one",
            trigger: ".o_sales_map_row:contains('Bold') .o_sales_map_show",
            run: "click",
        },
        {
            content: "A name with markup stays text",
            trigger: ".o_sales_map_popup_name",
            run() {
                check(this.anchor.textContent === NAME, `not ${this.anchor.textContent}`);
                check(!this.anchor.querySelector("b"), "the name became markup");
            },
        },
        {
            trigger: ".o_sales_map_popup_close",
            run: "click",
        },
        {
            content: "All, also while the map still zooms to one: Leaflet would end where it goes",
            trigger: "body:not(:has(.o_sales_map_popup)) .o_sales_map_fit",
            run: fitWhileItZooms,
        },
        {
            trigger: ".o_sales_map_popup_close",
            run: "click",
        },
        {
            content: "Hide a group: map and list follow",
            trigger:
                "body:not(:has(.o_sales_map_popup)) .o_sales_map_legend_item[data-group='Mara Tour']",
            run: "click",
        },
        {
            trigger: ".o_sales_map_list header:contains('3 on this part of the map')",
        },
        {
            content: "Rings with counts",
            trigger: ".o_sales_map_tools [data-mode='clusters']",
            run: "click",
        },
        {
            content: "Heat",
            trigger: ".o_sales_map_tools [data-mode='heat']",
            run: "click",
        },
        {
            trigger: ".o_sales_map_tools [data-mode='heat'].active",
        },
        {
            content: "Draw around all one sees",
            trigger: ".o_sales_map_lasso_button",
            run: "click",
        },
        {
            trigger: ".o_sales_map_lasso",
            run() {
                lasso(0.02, 0.02, 0.98, 0.98);
            },
        },
        {
            content: "What is hidden is not selected",
            trigger: ".o_selection_box:contains('3 selected')",
        },
        {
            trigger: ".o_cp_action_menus button:contains('Actions')",
            run: "click",
        },
        {
            trigger: ".o_menu_item:contains('Change Main Responsible')",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name='user_id'] input",
            run: "edit Mara Tour",
        },
        {
            trigger: ".o-autocomplete--dropdown-item:contains('Mara Tour')",
            run: "click",
        },
        {
            trigger: ".modal button[name='action_apply']",
            run: "click",
        },
        {
            content: "All are hers now",
            trigger:
                "body:not(:has(.modal)) .o_sales_map_legend_item[data-group='Mara Tour']:contains('4')",
        },
    ],
});

/** On the phone: the map or the list, one tap apart. */
registry.category("web_tour.tours").add("sales_funnel_map_phone", {
    steps: () => [
        {
            content: "Cards come first on a phone",
            trigger: ".o_cp_switch_buttons button",
            run: "click",
        },
        {
            trigger: ".o-dropdown-item:contains('Sales Map')",
            run: "click",
        },
        {
            content: "The map",
            trigger: ".o_sales_map.o_pane_map .o_sales_map_tools",
        },
        {
            content: "One tap to the list",
            trigger: ".o_sales_map_switch:contains('List')",
            run: "click",
        },
        {
            trigger: ".o_sales_map.o_pane_list .o_sales_map_row:contains('Bold') .o_sales_map_open",
            run: "click",
        },
        {
            content: "The record",
            trigger: ".o_form_view .o_field_widget[name='name']",
        },
    ],
});
