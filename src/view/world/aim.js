// Where an element can be hit, and whether what was hit is what was meant.

// Is `hit`, the innermost element at a point, one that stands for the target?
function is_same_target(target, hit) {
    if (contains_drawn(target, hit)) return true;
    // A label's click is its field's click, and the field lies in the label's box.
    const label = hit.closest ? hit.closest('label') : null;
    if (label && label.control === target) return true;
    if (target.localName === 'label' && target.control === hit) return true;
    // What lets the pointer through is clicked by clicking what holds it.
    return contains_drawn(hit, target) && hit !== document.body && hit !== document.documentElement && getComputedStyle(target).pointerEvents === 'none';
}

// 'button "Save"', for sentences.
function describe(element) {
    if (!element) return 'nothing';
    const tag = element.localName;
    const role = role_of(element, tag);
    const name = (given_name(element, tag, role) || plain_text(element, 60)).slice(0, 60) || (element.id ? '#' + element.id : '') ||
        (typeof element.className === 'string' ? element.className.slice(0, 40) : '');
    const word = role === '' || role === 'generic' ? tag : role;
    return name ? word + ' "' + name.replace(/["\\]/g, "'") + '"' : word;
}

function is_drawn(element) {
    return element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
}

// Kept for screen readers alone: it has a place, and nothing of it is drawn.
function is_for_readers_only(element) {
    const style = getComputedStyle(element);
    return /^rect\((0px,? ?)+\)$/.test(style.clip) || style.clipPath === 'inset(50%)' || style.clipPath === 'inset(100%)';
}

// What a person would click to operate this: the element itself or, where a page draws its own boxes, the label.
function stand_in_for(element) {
    const box = element.getBoundingClientRect();
    const is_away = element.localName === 'input' && is_for_readers_only(element);
    if (!is_away && box.width >= 1 && box.height >= 1 && is_drawn(element)) return element;
    // The switch itself, where it is drawn; its words may stand elsewhere.
    const painted = element.getAttribute('role') === 'switch' ? painted_switch(element) : null;
    if (painted) return painted;
    for (const label of element.labels || []) {
        const around = label.getBoundingClientRect();
        if (around.width >= 1 && around.height >= 1 && is_drawn(label) && !box_of_list(element)) return label;
    }
    return box_of_list(element) || painted_switch(element) || painted_scale(element) || element;
}

// Points of a drawn line or outline: its centre may lie beside it.
function points_on_shape(shape) {
    if (typeof shape.getTotalLength !== 'function') return [];
    const matrix = shape.getScreenCTM();
    if (!matrix) return [];
    const length = shape.getTotalLength();
    const points = [];
    for (const share of [0.5, 0.25, 0.75, 0.1, 0.9]) {
        const point = shape.getPointAtLength(length * share).matrixTransform(matrix);
        points.push([point.x, point.y]);
    }
    return points;
}

function boxes_of(element) {
    const boxes = Array.from(element.getClientRects()).filter(box => box.width >= 1 && box.height >= 1);
    if (boxes.length === 0 && element.namespaceURI === 'http://www.w3.org/2000/svg') return [element.getBoundingClientRect()];
    if (boxes.length === 0) {
        // Without a box of its own (display: contents, a link around a picture) it is clicked on what it holds.
        for (const child of element.querySelectorAll('*')) {
            const box = child.getBoundingClientRect();
            if (box.width >= 1 && box.height >= 1 && is_drawn(child)) return [box];
        }
    }
    return boxes;
}

// Centre first, then around it; only what is inside the window.
function candidate_points(element, boxes) {
    const points = [];
    for (const box of boxes.slice(0, 5)) {
        const left = Math.max(box.left, 0);
        const top = Math.max(box.top, 0);
        const right = Math.min(box.right, innerWidth);
        const bottom = Math.min(box.bottom, innerHeight);
        if (right <= left || bottom <= top) continue;
        const is_whole = left === box.left && top === box.top && right === box.right && bottom === box.bottom;
        for (const [across, down] of [[0.5, 0.5], [0.25, 0.5], [0.75, 0.5], [0.5, 0.25], [0.5, 0.75], [0.1, 0.5], [0.9, 0.5], [0.5, 0.1], [0.5, 0.9], [0.1, 0.1], [0.9, 0.9]]) {
            points.push([left + (right - left) * across, top + (bottom - top) * down, is_whole]);
        }
    }
    points.push(...points_on_shape(element).filter(([x, y]) => x >= 0 && y >= 0 && x < innerWidth && y < innerHeight));
    return points;
}

// Another thing to click inside the target: pressing it would do something else.
function is_other_control(target, hit) {
    const control = hit.closest ? hit.closest('a[href],button,input,select,textarea,summary,[role=button],[role=link],[role=checkbox],[onclick]') : null;
    return control !== null && control !== target && contains_drawn(target, control) && !(target.localName === 'label' && target.control === control);
}

function hittable_point(target, stand_in) {
    let second_best = null;
    let cover = null;
    for (const [x, y] of candidate_points(stand_in, boxes_of(stand_in))) {
        const hit = element_at(x, y);
        if (!hit) continue;
        if (is_same_target(target, hit) || is_same_target(stand_in, hit)) {
            if (!is_other_control(target, hit)) return { x, y };
            second_best = second_best || { x, y };
        } else {
            cover = cover || hit;
        }
    }
    return second_best || { cover };
}

// Animations that carry the element away under the pointer.
function is_being_moved(element) {
    for (const animation of document.getAnimations()) {
        if (animation.playState !== 'running') continue;
        const moved = animation.effect && animation.effect.target;
        if (moved && contains_drawn(moved, element)) return true;
    }
    return false;
}

// Waits until the box is where it was a frame ago; at most about a second, for there are things that never rest.
async function rest(element) {
    const started = performance.now();
    let before = element.getBoundingClientRect();
    let quiet = 0;
    while (performance.now() - started < 1000 && quiet < 2) {
        await __lissom_page.next_frame();
        const now = element.getBoundingClientRect();
        const is_same = Math.abs(now.left - before.left) < 0.5 && Math.abs(now.top - before.top) < 0.5 && Math.abs(now.width - before.width) < 0.5 && Math.abs(now.height - before.height) < 0.5;
        quiet = is_same ? quiet + 1 : 0;
        before = now;
    }
}

function why_not_seen(element) {
    for (let at = element; at; at = drawn_parent(at)) {
        if (at.nodeType !== 1) continue;
        const style = getComputedStyle(at);
        const where = at === element ? '' : ' of ' + describe(at);
        if (style.display === 'none') return 'display: none' + where;
        if (style.visibility !== 'visible' && at === element) return 'visibility: ' + style.visibility;
        if (+style.opacity < 0.05) return 'opacity: ' + style.opacity + where;
    }
    const box = element.getBoundingClientRect();
    return box.width < 1 || box.height < 1 ? 'it has no size' : 'it lies outside the page';
}

// Brings the element into view and answers a point of the frame's viewport where a press reaches it: {x, y, what}. Else
// {none: true} when the number is not of this frame, or {error}. `options.at` asks for one point, in pixels from its
// corner. `options.reach` false: the point only, whatever lies over it (dropping, hovering over what is covered).
async function aim(number, options) {
    if (!element_by_number.has(number)) return { none: true };
    const element = element_of(number);
    if (!element) return { error: 'e' + number + ' is no longer on the page' };
    const what = 'e' + number + ' ' + describe(element);
    if (options.enabled && (is_disabled(element) || element.closest('[inert]'))) return { error: what + ' is disabled' };

    const stand_in = stand_in_for(element);
    if (!is_drawn(stand_in) || boxes_of(stand_in).length === 0) return { error: what + ' is not visible (' + why_not_seen(element) + ')' };
    if (is_being_moved(stand_in)) await rest(stand_in);

    let cover = null;
    for (const block of [null, 'center', 'start', 'end']) {
        if (block) {
            stand_in.scrollIntoView({ block, inline: block === 'center' ? 'center' : 'nearest', behavior: 'instant' });
        } else if (!is_wholly_in_view(stand_in)) {
            continue;
        }
        if (options.at) {
            const box = stand_in.getBoundingClientRect();
            const x = box.left + options.at[0];
            const y = box.top + options.at[1];
            if (x < 0 || y < 0 || x >= innerWidth || y >= innerHeight) continue;
            const hit = element_at(x, y);
            if (options.reach === false || (hit && is_same_target(element, hit))) return { x, y, what };
            cover = cover || hit;
            continue;
        }
        const found = hittable_point(element, stand_in);
        if (found.cover === undefined) return { x: found.x, y: found.y, what };
        cover = cover || found.cover;
        if (options.reach === false) {
            const [point] = candidate_points(stand_in, boxes_of(stand_in));
            if (point) return { x: point[0], y: point[1], what };
        }
    }
    if (!cover) return { error: what + ' cannot be brought into view' };
    return { error: what + ' is covered by ' + describe(cover), is_covered: true };
}

function is_wholly_in_view(element) {
    const box = boxes_of(element)[0];
    if (!box) return false;
    const is_big = box.width > innerWidth || box.height > innerHeight;
    if (is_big) return box.right > 20 && box.bottom > 20 && box.left < innerWidth - 20 && box.top < innerHeight - 20;
    return box.left >= -1 && box.top >= -1 && box.right <= innerWidth + 1 && box.bottom <= innerHeight + 1;
}

// For a frame: would a press at this point reach the content of the <iframe> whose box it lies in? '' or by what it is covered.
function cover_of_frame(x, y) {
    const hit = element_at(x, y);
    if (hit && (hit.localName === 'iframe' || hit.localName === 'frame' || hit.localName === 'object' || hit.localName === 'embed')) return '';
    return describe(hit);
}

// -- the guard: a press that would reach something else is stopped before the page hears of it -------------------------
let guard = null;

function stop_event(event) {
    event.preventDefault();
    event.stopImmediatePropagation();
}

function on_guarded_event(event) {
    if (!guard || !event.isTrusted) return;
    if (guard.stopped_by) return stop_event(event);
    if (guard.has_landed || (event.type !== 'pointerdown' && event.type !== 'mousedown' && event.type !== 'touchstart')) return;
    const hit = event.composedPath()[0];
    const is_right = hit instanceof Element && guard.target.isConnected && (is_same_target(guard.target, hit) || is_same_target(guard.stand_in, hit));
    if (is_right) {
        guard.has_landed = true;
    } else {
        guard.stopped_by = hit instanceof Element ? describe(hit) : 'the document';
        stop_event(event);
    }
}
for (const type of ['pointerdown', 'mousedown', 'touchstart', 'pointerup', 'mouseup', 'touchend', 'click', 'dblclick', 'auxclick', 'contextmenu']) {
    addEventListener(type, on_guarded_event, { capture: true, passive: false });
}
