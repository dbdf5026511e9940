/** Which key does what; each gets the planner. Keys are told in help/planner_help.js. */
const KEYS = {
    ArrowUp: (planner) => planner.walk(-1),
    ArrowDown: (planner) => planner.walk(1),
    ArrowLeft: (planner) => planner.walkDay(-1),
    ArrowRight: (planner) => planner.walkDay(1),
    PageUp: (planner) => planner.showWeek("previous"),
    PageDown: (planner) => planner.showWeek("next"),
    Enter: (planner, visit) => visit && planner.open(visit),
    m: (planner, visit) => visit?.can_move && planner.askMove(visit),
    f: (planner, visit) => visit?.can_freeze && planner.freeze(visit),
    n: (planner, visit) => visit && planner.openGapAfter(visit),
    t: (planner, visit) => visit?.can_put_back && planner.putBack(visit),
    o: (planner) => planner.model.orderDay(),
    u: (planner) => planner.model.undo(),
    "?": (planner) => planner.toggleHelp(),
};

/** @returns {boolean} whether the key was one of ours */
export function pressKey(ev, planner, visit) {
    const isTyping = ev.target.closest("input, select, textarea, [contenteditable]");
    if (isTyping || ev.ctrlKey || ev.metaKey || ev.altKey) {
        return false;
    }
    const isButton = ev.target.closest("button, a, .o_planner_item");
    const key = ev.key.length === 1 ? ev.key.toLowerCase() : ev.key;
    const act = KEYS[key];
    if (!act || (isButton && key === "Enter")) {
        return false;
    }
    act(planner, visit);
    return true;
}
