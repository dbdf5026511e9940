import { loadBundle } from "@web/core/assets";

const own = {};

/**
 * Leaflet and the spatial index, loaded once, when a map opens.
 *
 * Other modules put their own Leaflet on `window.L`, before or after us: ours is kept here and taken
 * off again, so neither sees the other's.
 *
 * @returns {Promise<{L: Object, KDBush: Function}>}
 */
export function loadMapLibraries() {
    own.libraries ??= loadBundle("sales_funnel_territory.map_libraries").then(() => {
        own.L = window.L.noConflict();
        own.KDBush = window.KDBush;
        return { L: own.L, KDBush: own.KDBush };
    });
    return own.libraries;
}

/**
 * The drawing tools, which extend Leaflet itself: they must find ours while they load.
 *
 * @returns {Promise<Object>} Leaflet, with `L.PM`
 */
export function loadMapDrawing() {
    own.drawing ??= loadMapLibraries().then(async ({ L }) => {
        const others = window.L;
        window.L = L;
        try {
            await loadBundle("sales_funnel_territory.map_drawing");
        } finally {
            window.L = others;
        }
        return L;
    });
    return own.drawing;
}
