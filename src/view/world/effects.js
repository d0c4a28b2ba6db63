// What an action changed: a watch is begun before it and read after it.

let watch = null;
const MAX_FRESH = 300;  // nodes whose words may be told
const COVER_LIMIT_MS = 1000;
const MOVING_MS = 100;   // since the last change: then more is to be expected
const PASSING_LOOKS = /hover|active|focus|press|ripple|touch|animat|transition/i;

function focus_now() {
    let at = document.activeElement;
    for (let root = at && shadow_root_of(at); root && root.activeElement; root = shadow_root_of(at)) at = root.activeElement;
    return at === document.body || at === document.documentElement ? null : at;
}

// What a field or a widget holds, in one text to compare.
function holding(element) {
    if (!element) return '';
    const control = element.localName === 'label' && element.control ? element.control : element;
    return [control.value, control.checked, control.selectedIndex, control.open, control.isContentEditable ? control.innerText : '', control.getAttribute('aria-valuenow')].join('\n');
}

// Classes that only say where the pointer is are no news.
function is_passing(record) {
    if (record.attributeName !== 'class') return false;
    const before = new Set((record.oldValue || '').split(/\s+/).filter(Boolean));
    const after = new Set((record.target.getAttribute('class') || '').split(/\s+/).filter(Boolean));
    for (const name of before) if (!after.has(name) && !PASSING_LOOKS.test(name)) return false;
    for (const name of after) if (!before.has(name) && !PASSING_LOOKS.test(name)) return false;
    return true;
}

function take_records(records) {
    for (const record of records) {
        if (record.type === 'attributes') {
            if (record.target.getAttribute(record.attributeName) !== record.oldValue && !is_passing(record)) {
                ++watch.attributes;
                if (watch.fresh.length < MAX_FRESH && record.attributeName !== 'value') watch.shown.push(record.target);
            }
        } else if (record.type === 'characterData') {
            if (record.target.data !== record.oldValue) {
                ++watch.texts;
                if (watch.fresh.length < MAX_FRESH) watch.fresh.push(record.target);
            }
        } else {
            watch.added += record.addedNodes.length;
            watch.removed += record.removedNodes.length;
            for (const node of record.addedNodes) if (watch.fresh.length < MAX_FRESH) watch.fresh.push(node);
        }
    }
}

function begin_watch(number, guarded) {
    end_watch();
    const target = number ? element_of(number) : null;
    watch = {
        target, focus: focus_now(), held: holding(target), added: 0, removed: 0, attributes: 0, texts: 0, fresh: [], shown: [],
        has_scrolled: false, has_changed_field: false,
    };
    guard = guarded && target ? { target, stand_in: stand_in_for(target), has_landed: false, stopped_by: '' } : null;
    watch.observer = new MutationObserver(records => { if (watch) take_records(records); });
    const wanted = { subtree: true, childList: true, attributes: true, attributeOldValue: true, characterData: true, characterDataOldValue: true };
    watch.observer.observe(document, wanted);
    for (const reference of roots_seen) {
        const root = reference.deref();
        if (root && root.isConnected) watch.observer.observe(root, wanted);
        else if (!root) roots_seen.delete(reference);
    }
    watch.listener = event => {
        if (event.type === 'scroll') watch.has_scrolled = true;
        else watch.has_changed_field = true;
    };
    for (const type of ['scroll', 'change', 'input', 'toggle']) addEventListener(type, watch.listener, { capture: true, passive: true });
    __lissom_page.begin();
}

function end_watch() {
    if (!watch) return;
    watch.observer.disconnect();
    for (const type of ['scroll', 'change', 'input', 'toggle']) removeEventListener(type, watch.listener, { capture: true });
    watch = null;
    guard = null;
}

// Words that are on the page now and were not before.
function fresh_words() {
    const texts = [];
    let length = 0;
    const told = new Set();
    for (const node of [...watch.fresh, ...watch.shown]) {
        if (length > 160 || !node.isConnected) continue;
        const element = node.nodeType === 1 ? node : node.parentElement;
        if (!element || told.has(element) || SKIPPED.has(element.localName) || picture_word(element) || !element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
        // An attribute of a whole region tells nothing; of something small and just shown it may.
        if (watch.shown.includes(node) && element.childElementCount > 30) continue;
        told.add(element);
        const text = collapse(shown_characters(node.nodeType === 1 ? element.innerText || '' : node.data)).slice(0, 160);
        if (!text || texts.some(other => other.includes(text))) continue;
        texts.push(text);
        length += text.length;
    }
    return texts.join(' · ').slice(0, 200);
}

// Ends the watch and tells: changed or not, what is new, where the focus went, whether the press went astray.
function end_and_tell() {
    if (!watch) return { is_lost: true };
    take_records(watch.observer.takeRecords());
    const focus = focus_now();
    const target = watch.target;
    const is_held_changed = holding(target) !== watch.held;
    const told = {
        added: watch.added, removed: watch.removed, attributes: watch.attributes, texts: watch.texts,
        has_scrolled: watch.has_scrolled, has_changed_field: watch.has_changed_field || is_held_changed,
        focus: focus !== watch.focus ? (focus ? describe(focus) : 'nothing') : null,
        is_target_gone: target !== null && !target.isConnected,
        stopped_by: guard ? guard.stopped_by : '', has_landed: guard ? guard.has_landed : true,
        words: watch.added + watch.texts + watch.attributes > 0 ? fresh_words() : '',
    };
    const control = target && target.localName === 'label' && target.control ? target.control : target;
    if (control && control.isConnected) {
        const state = checked_state(control, control.localName, role_of(control, control.localName));
        told.state = ['', 'unchecked', 'checked', 'mixed'][state];
        const expanded = expanded_state(control, control.localName);
        if (expanded > 0) told.state = ['', 'collapsed', 'expanded', ''][expanded];
    }
    end_watch();
    return told;
}

// Aim and watch in one go: one call before the press, one after it.
async function make_ready(number, options) {
    let aimed = await aim(number, options);
    // What lies over it may be on its way out, or about to begin with that.
    const start = performance.now();
    const last_change = () => Math.max(start, __lissom_page.changed);
    while (aimed.is_covered && performance.now() - start < COVER_LIMIT_MS && performance.now() - last_change() < MOVING_MS) {
        await __lissom_page.next_frame();
        aimed = await aim(number, options);
    }
    if (aimed.x === undefined) return aimed;
    begin_watch(number, options.guard);
    return options.focus ? { ...aimed, has_focus: focus_all(element_of(number)).has_focus } : aimed;
}
