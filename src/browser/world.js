// Runs first in our isolated world of every frame: notes when the document last changed, for Page::settle().
(() => {
    const state = { changed: -Infinity, drags: 0 };
    globalThis.__lissom_page = state;
    const observer = new MutationObserver(() => { state.changed = performance.now(); });
    observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
    addEventListener('dragstart', () => { state.drags += 1; }, true);
})();
