// Runs first in our isolated world of every frame: knows whether the document is about to change, for Page::settle().
(() => {
    if (globalThis.__lissom_page) return;  // where a document's first script comes late, Chromium runs us twice
    const state = { changed: -Infinity };
    globalThis.__lissom_page = state;
    const observer = new MutationObserver(() => { state.changed = performance.now(); });
    observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });

    // Handles of frames, timers and idle callbacks are numbers that all worlds of a document share. What ours skip, the page
    // has taken: so we know whether it has something to do later without touching its functions.
    const ours = { frames: 0, timers: 0, idles: 0 };
    const nothing = () => {};
    function ask_frame(then) {
        ++ours.frames;
        return requestAnimationFrame(then);
    }
    function ask_timer(then, delay) {
        ++ours.timers;
        return setTimeout(then, delay);
    }
    function taken_by_page() {
        const frame = ask_frame(nothing);
        const timer = ask_timer(nothing, 0);
        const idle = requestIdleCallback(nothing);
        ++ours.idles;
        cancelAnimationFrame(frame);
        clearTimeout(timer);
        cancelIdleCallback(idle);
        return { frames: frame - ours.frames + idle - ours.idles, timers: timer - ours.timers };
    }

    const sleep = delay => new Promise(resolve => ask_timer(resolve, delay));

    // Until the tasks that are queued now, and those they queue, have run. A page may have no end of them.
    const turn = () => new Promise(resolve => {
        ask_timer(resolve, 30);
        scheduler.postTask(resolve, { priority: 'background' });
    });

    state.next_frame = () => new Promise(resolve => {
        ask_timer(resolve, 50);  // a page in the background draws no frames
        ask_frame(resolve);
    });

    // What the page takes from now on has to do with the action that follows.
    let seen = null;
    state.begin = () => { seen = taken_by_page(); };

    // Resolves when nothing that the page has asked for is about to change it. A frame is waited for; how long a timer has to
    // run nobody tells, so the document must be still for `quiet` ms. Of a document in which nothing has begun yet (it has
    // just been loaded) that is all that can be asked. A page that never rests keeps us for `limit` ms.
    state.rest = async (quiet, limit) => {
        const start = performance.now();
        let round = -Infinity;
        let timer_noticed = -Infinity;
        for (;;) {
            await turn();
            const now = performance.now();
            const before = seen;
            const has_changed = state.changed >= round;
            if (before) {
                seen = taken_by_page();
                if (has_changed && seen.timers > before.timers) timer_noticed = now;
            }
            const still_from = before && timer_noticed < 0 ? -Infinity : Math.max(timer_noticed, state.changed);
            if (now - start >= limit) break;
            round = now;
            if (now < still_from + quiet) await sleep(still_from + quiet - now);
            else if (before && has_changed && seen.frames > before.frames) await state.next_frame();
            else break;
        }
        if (!seen) state.begin();
        return document.title;
    };
})();
