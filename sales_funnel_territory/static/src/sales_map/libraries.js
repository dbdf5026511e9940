import { loadBundle } from "@web/core/assets";

const own = {};

/** What was loaded, or is being loaded; what failed is tried again by whoever asks next. */
function once(name, load) {
    own[name] ??= load().catch((error) => {
        delete own[name];
        throw error;
    });
    return own[name];
}

/**
 * Leaflet and the spatial index, loaded once, when a map opens.
 *
 * Other modules put their own Leaflet on `window.L`, before or after us: ours is kept here and taken
 * off again, so neither sees the other's.
 *
 * @returns {Promise<{L: Object, KDBush: Function}>}
 */
export function loadMapLibraries() {
    return once("libraries", async () => {
        await loadBundle("sales_funnel_territory.map_libraries");
        return { L: window.L.noConflict(), KDBush: window.KDBush };
    });
}

/**
 * The drawing tools, which extend Leaflet itself: they must find ours while they load.
 *
 * @returns {Promise<Object>} Leaflet, with `L.PM`
 */
export function loadMapDrawing() {
    return once("drawing", async () => {
        const { L } = await loadMapLibraries();
        const others = window.L;
        window.L = L;
        try {
            await loadBundle("sales_funnel_territory.map_drawing");
        } finally {
            window.L = others;
        }
        return L;
    });
}
