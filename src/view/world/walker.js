// One pass over the whole document. The answer is text, one node a line, read on the other side without building a tree.
// Fields are parted by ~ and lines by `, for JSON carries these as they are, where tabs and line breaks cost twice the time.
// walk.cpp is the reader; change both together.
//
//   element   E parent ref tag role flags box style name [key value]…
//   text run  T parent flags box style text
//
// A box is "x y width height" in tenths of a pixel; of a text that fills its parent it is empty.
//
// Reading a computed property costs more than all arithmetic around it, so nothing is read that is not needed.

const SKIPPED = new Set([
    'script', 'style', 'noscript', 'template', 'head', 'meta', 'link', 'title', 'base', 'option', 'optgroup', 'datalist', 'source', 'track',
    'param', 'defs', 'symbol', 'clippath', 'clipPath', 'mask', 'marker', 'lineargradient', 'linearGradient', 'radialGradient', 'pattern',
    'filter', 'metadata', 'desc', 'colgroup', 'col', 'wbr',
]);

const INLINE_BOXES = new Set(['inline', 'inline-block', 'inline-flex', 'inline-grid', 'contents']);
const REPLACED = new Set(['img', 'canvas', 'video', 'audio', 'iframe', 'input', 'select', 'textarea', 'object', 'embed']);
const POINTER_CURSORS = new Set([
    'pointer', 'grab', 'grabbing', 'move', 'col-resize', 'row-resize', 'ew-resize', 'ns-resize', 'nwse-resize', 'nesw-resize', 'crosshair', 'copy',
    'cell', 'zoom-in', 'zoom-out',
]);
const HANDLERS = new Set([
    'onclick', 'onmousedown', 'onmouseup', 'ondblclick', 'onpointerdown', 'onpointerup', 'ontouchstart', 'ontouchend', 'oncontextmenu', 'ondragstart',
    'onkeydown', 'onmouseover', 'onmouseenter', 'ng-click', '@click', 'v-on:click', 'jsaction', 'data-action',
]);
const NO_NAMES = [];
const HOSTS = new Set(['article', 'aside', 'div', 'footer', 'header', 'main', 'nav', 'p', 'section', 'span']);
const SEEN = { visibilityProperty: true, opacityProperty: true };
const FAINT = 0.1;            // less opaque than this nobody reads it
const MAX_TEXT = 20000;       // of one text run: a log file in a <pre> is no reading matter
const MAX_DEPTH = 1500;       // of the tree; deeper ones would end the stack
const ICON_SIZE = 64;         // a drawing up to this size is one thing, not its strokes
const MANY_OPERABLE = 9;      // below one listener: then it listens for them, not for itself
const LARGE_SHARE = 0.3;      // of the window; likewise
const HUGE = 3000;            // elements; beyond, what is far from the window is told in less detail

const contrast_cache = new Map();
function is_readable(ink, ground) {
    const key = ink + '|' + ground;
    let readable = contrast_cache.get(key);
    if (readable === undefined) {
        const colour = parse_colour(ink);
        const behind = parse_colour(ground);
        readable = !colour || !behind || contrast(colour, behind) >= 1.05;
        if (contrast_cache.size > 2000) contrast_cache.clear();
        contrast_cache.set(key, readable);
    }
    return readable;
}

class Walk {
    constructor(options) {
        this.keeps_all_boxes = options.boxes === true;
        this.lines = [];
        this.styles = new Map();
        this.log = [];  // visible text in reading order, for names that come from content
        this.active = focus_now();
        this.width = innerWidth;
        this.height = innerHeight;
        this.suspects = [];
        this.operables = 0;
        this.range = document.createRange();
        const is_plain = document.baseURI === location.href && location.protocol.startsWith('http');
        this.page = { is_plain, origin: location.origin, address: location.href.replace(/#.*$/, '') };  // what relative addresses refer to
        this.root = document.documentElement;
        this.body = document.body;
        this.is_huge = document.getElementsByTagName('*').length > HUGE;
    }

    run() {
        const root = document.documentElement;
        if (!root) return;
        this.element(root, {
            outer: null, element: null, style: null, parent: -1, depth: 0, clip: EVERYWHERE, absolute: EVERYWHERE, fixed: EVERYWHERE,
            origin: { x: -scrollX, y: -scrollY, is_rtl: false }, cursor: 'auto', opacity: 1, ground: 'rgb(255, 255, 255)', ground_owner: root,
            is_inert: false, is_icon: false, holds_svg: false, is_pre: false, is_shown: true, is_plain: true, shows_text: true, style_number: 0, rect: null,
        });
    }

    // -- where it is ---------------------------------------------------------------------------------------------------
    is_in_viewport(part) {
        return part.right > 0 && part.bottom > 0 && part.left < this.width && part.top < this.height;
    }

    // The part of a box that can be seen, now or after scrolling; null when none.
    shown_part(rect, clip, origin, is_fixed) {
        if (is_fixed) {
            if (!this.is_in_viewport(rect)) return null;  // no scrolling brings it in
        } else if ((rect.right <= origin.x && !origin.is_rtl) || rect.bottom <= origin.y) {
            return null;
        }
        return visible_part(rect, clip);
    }

    // What lies in the element: clips, scrolling, the blocks positioned children refer to.
    enter(element, tag, style, is_inline, is_unstyled, rect, names, is_svg, outer) {
        const cursor = !is_unstyled ? style.cursor : tag === 'a' ? 'pointer' : outer.cursor;
        const at = {
            outer, element, style, parent: outer.parent, depth: outer.depth + 1, clip: outer.clip, absolute: outer.absolute, fixed: outer.fixed,
            origin: outer.origin, cursor, opacity: outer.opacity, ground: undefined, ground_owner: null,
            is_inert: outer.is_inert || (names.includes('inert') && element.inert === true), holds_svg: is_svg && tag !== 'foreignObject', is_icon: outer.is_icon, is_pre: false, is_shown: true, is_plain: true,
            shows_text: true, style_number: 0, rect, own_clip: outer.clip, is_fixed: false, scrolls: false, is_gone: false, is_told: false,
            color: '', background: '', font_size: -1,
        };
        if (is_inline || is_unstyled) return at;

        const position = style.position;
        if (position === 'absolute') at.own_clip = outer.absolute;
        else if (position === 'fixed') at.own_clip = outer.fixed;
        at.clip = at.own_clip;
        at.is_fixed = position === 'fixed';
        if (at.is_fixed) at.origin = { x: 0, y: 0, is_rtl: false };
        const is_html = !is_svg;
        if (is_html && !REPLACED.has(tag) && element !== this.root && element !== this.body) this.clip_to(element, style, rect, at);
        const is_cut_to_nothing = at.clip !== at.own_clip && (rect.width <= 1 || rect.height <= 1);
        at.is_gone = is_cut_to_nothing || ((position === 'absolute' || position === 'fixed') && is_clipped_away(style)) || (is_html && is_cut_by_path(style));
        // Only where it would make a difference.
        const has_transform = (at.clip !== at.absolute || at.clip !== at.fixed) && style.transform !== 'none';
        if (position !== 'static' || has_transform) at.absolute = at.clip;
        if (has_transform) at.fixed = at.clip;
        return at;
    }

    // What can be scrolled to is reachable; what is only cut off is not.
    clip_to(element, style, rect, at) {
        const overflow = style.overflow;
        if (overflow === 'visible') return;
        const [overflow_x, overflow_y = overflow_x] = overflow.split(' ');
        const can_x = (overflow_x === 'auto' || overflow_x === 'scroll') && element.scrollWidth > element.clientWidth + 1;
        const can_y = (overflow_y === 'auto' || overflow_y === 'scroll') && element.scrollHeight > element.clientHeight + 1;
        const frees_x = can_x || overflow_x === 'visible';
        const frees_y = can_y || overflow_y === 'visible';
        at.clip = cut(at.clip, frees_x ? -1e9 : rect.left, frees_y ? -1e9 : rect.top, frees_x ? 1e9 : rect.right, frees_y ? 1e9 : rect.bottom);
        at.scrolls = can_x || can_y;
        if (at.scrolls) at.origin = { x: rect.left - element.scrollLeft, y: rect.top - element.scrollTop, is_rtl: style.direction === 'rtl' };
    }

    // -- colours ---------------------------------------------------------------------------------------------------------
    // Each is asked for by several rules, and at most once.
    color_of(at) {
        return at.color || (at.color = at.style.color);
    }

    background_of(at) {
        return at.background || (at.background = at.style.backgroundColor);
    }

    font_size_of(at) {
        return at.font_size < 0 ? (at.font_size = parseFloat(at.style.fontSize)) : at.font_size;
    }

    // The colour behind: of the nearest box that is opaque; '' where a picture lies in between.
    ground_of(at) {
        if (at.ground !== undefined) return at.ground;
        const colour = this.background_of(at);
        const parsed = parse_colour(colour);
        if (at.style.backgroundImage !== 'none' || !parsed) {
            at.ground = '';
        } else if (parsed[3] > 0.95) {
            at.ground = colour;
            at.ground_owner = at.element;
        } else if (parsed[3] > 0.05) {
            at.ground = '';
        } else {
            at.ground = this.ground_of(at.outer);
            at.ground_owner = at.outer.ground_owner;
        }
        return at.ground;
    }

    number_of_style(at, is_drawn_shape) {
        const { style } = at;
        const colour = is_drawn_shape ? to_hex(style.fill) || to_hex(style.stroke) : to_hex(this.color_of(at));
        const background = to_hex(is_drawn_shape ? style.fill : this.background_of(at));
        const weight = style.fontWeight;
        // Only what is painted has corners to be seen.
        const corner = background && !is_drawn_shape ? style.borderTopLeftRadius : '';
        const key = colour + '|' + background + '|' + this.font_size_of(at) + '|' + (weight === '400' || weight === 'normal' || +weight < 600 ? 0 : 1) + '|' + (corner === '0px' ? '' : corner);
        let number = this.styles.get(key);
        if (number === undefined) {
            number = this.styles.size;
            this.styles.set(key, number);
        }
        return number;
    }

    // -- text ------------------------------------------------------------------------------------------------------------
    // Text in no colour, of no size, or in the colour of its ground.
    judge_text(at, is_svg) {
        const style = at.style;
        const ink = is_svg ? style.fill : this.color_of(at);
        const colour = parse_colour(ink);
        if (this.font_size_of(at) < 2) at.shows_text = false;
        if (colour && colour[3] < FAINT && style.textShadow === 'none' && style.webkitTextFillColor === ink) at.shows_text = false;
        const ground = is_svg || !at.shows_text ? '' : this.ground_of(at);
        at.is_plain = ground === '' || is_readable(ink, ground) || style.textShadow !== 'none';
    }

    // Where nothing else could lie between text and a ground of its colour, nobody can read it.
    is_painted_over(rect, at) {
        const owner = at.ground_owner || this.root;
        const x = rect.left + rect.width / 2;
        const y = rect.top + rect.height / 2;
        if (x < 0 || y < 0 || x >= this.width || y >= this.height) return owner.querySelector('img,video,canvas,svg,picture,iframe') === null;
        for (const under of document.elementsFromPoint(x, y)) {
            if (under === owner) return true;
            if (under === at.element) continue;
            if (REPLACED.has(under.localName) || under.localName === 'svg' || is_painted(getComputedStyle(under))) return false;
        }
        return owner === this.root || owner === this.body;
    }

    text(first, last, raw, at, is_alone) {
        if (!at.shows_text || !/\S/.test(raw)) return;
        const text = at.is_pre ? shown_characters(raw).replace(/[ \t]+/g, ' ').replace(/\s*\n\s*/g, '\v').trim() : collapse(shown_characters(raw));
        if (!text) return;
        let rect = at.rect;
        if (!is_alone) {
            this.range.setStart(first, 0);
            this.range.setEnd(last, last.data.length);
            rect = this.range.getBoundingClientRect();
        }
        if (rect.width < 1 || rect.height < 1) return;
        const part = this.shown_part(rect, at.clip, at.origin, at.is_fixed);
        if (!part || (!at.is_plain && this.is_painted_over(rect, at))) return;

        this.log.push(raw);
        const box = is_alone && at.is_told ? '' : box_text(rect);
        this.lines.push('T~' + at.parent + '~' + (this.is_in_viewport(part) ? FLAG.in_viewport : 0) + '~' + box + '~' + at.style_number + '~' + clean(text).slice(0, MAX_TEXT));
    }

    // What lies in it, in reading order.
    children(node, at, is_inline) {
        const { parts } = node;
        for (const part of parts) {
            if (!(part instanceof TextRun)) {
                this.element(part, at);
                continue;
            }
            this.text(part.first, part.last, part.raw, at, is_inline && parts.length === 1 && part.last.nextSibling === null);
            if (!at.shows_text || !/\S/.test(part.raw)) this.log.push(' ');
        }
    }

    // -- elements --------------------------------------------------------------------------------------------------------
    element(element, outer) {
        const tag = element.localName;
        if (SKIPPED.has(tag) || outer.depth > MAX_DEPTH) return;
        if (tag === 'br') {
            this.log.push(' ');
            return;
        }
        const style = getComputedStyle(element);
        const display = style.display;
        if (display === 'none' || (tag === 'input' && element.type === 'hidden')) return this.hidden_fields(element, outer);
        const names = element.hasAttributes() ? element.getAttributeNames() : NO_NAMES;
        const is_svg = tag === 'svg' || outer.holds_svg;
        const is_inline = display === 'inline';
        // Bare inline elements (b, i, em …) are as visible as what is around them. On a huge page anything that no rule can
        // single out by class, id or style is taken to look like its kind.
        const is_unstyled = this.is_huge && tag !== 'html' && tag !== 'body' && !names.includes('class') && !names.includes('id') && !names.includes('style');
        const is_bare = is_unstyled || (is_inline && names.length === 0);
        const is_boxless = display === 'contents';  // never "visible" to checkVisibility
        const is_seen = is_boxless ? style.visibility === 'visible' : is_bare ? outer.is_shown : element.checkVisibility(SEEN);
        const opacity = is_bare ? outer.opacity : outer.opacity * style.opacity;
        if (opacity < FAINT && tag !== 'input') return this.hidden_fields(element, outer);

        const rect = element.getBoundingClientRect();
        const at = this.enter(element, tag, style, is_inline, is_unstyled, rect, names, is_svg, outer);
        if (at.is_gone) return this.hidden_fields(element, outer);
        at.opacity = opacity;
        at.is_shown = is_seen && opacity >= FAINT;
        const node = new Candidate(element, tag, style, display, rect, names, is_svg);
        node.part = is_boxless ? null : this.shown_part(rect, at.own_clip, outer.origin, at.is_fixed);
        if (this.may_have_closed_root(node)) this.suspects.push(element);

        this.judge(node, at, outer);
        at.shows_text = at.is_shown && !(node.is_svg && outer.is_icon) && !(node.has_text && !node.has_elements && names.includes('class') && picture_word(element));
        at.is_icon = outer.is_icon || (tag === 'svg' && rect.width <= ICON_SIZE && rect.height <= ICON_SIZE && !this.is_small_drawing(element));
        node.is_far = this.is_huge && !node.is_svg && (rect.top > 2 * this.height || rect.bottom < -this.height);
        if (node.is_far && is_unstyled) {
            at.is_pre = outer.is_pre || tag === 'pre';
            at.is_plain = outer.is_plain;
            at.ground = outer.ground;
            at.ground_owner = outer.ground_owner;
        } else if (node.has_text || node.is_far) {
            at.is_pre = style.whiteSpace.startsWith('pre');
            this.judge_text(at, node.is_svg);
        }
        this.write(node, at, outer, is_inline);
    }

    // Can a person operate it, and is it kept?
    judge(node, at, outer) {
        const { element, tag, style, rect } = node;
        const is_edit_root = (node.names.includes('contenteditable') || element === this.root) && element.isContentEditable && !(element.parentElement && element.parentElement.isContentEditable);
        node.is_edit_root = is_edit_root;
        node.heard = elements_with_listeners.has(element);
        node.is_operable = OPERABLE_ROLES.has(node.role) || is_edit_root || tag === 'label' || (POINTER_CURSORS.has(at.cursor) && at.cursor !== outer.cursor) ||
            has_operable_attribute(node, at.scrolls) || ((tag === 'video' || tag === 'audio') && element.controls);
        node.is_only_heard = node.heard && !node.is_operable;
        node.is_operable = node.is_operable || node.heard;
        if (element === this.root || element === this.body) node.is_operable = is_edit_root;

        let keeps = node.is_operable || STRUCTURE.has(node.role) || node.has_text || at.scrolls;
        if (node.role === 'shape') keeps = node.is_operable || (!outer.is_icon && (style.fill !== 'none' || style.stroke !== 'none'));
        else if (node.is_svg && tag === 'g') keeps = node.is_operable;
        if (!keeps && node.part && element !== this.body && element !== this.root) {
            keeps = (this.keeps_all_boxes && node.has_elements) || (rect.width >= 4 && rect.height >= 4 && (is_painted(style) || (!node.has_elements && node.has_attributes && has_drawn_mark(element)) || is_one_of_many(node)));
        }
        node.is_kept = keeps && this.can_be_seen(node, at);
    }

    can_be_seen(node, at) {
        const { element, tag, rect } = node;
        if (tag === 'input' && (!node.part || !at.is_shown)) {
            node.is_hidden = true;
            return has_stand_in(element);
        }
        if (!at.is_shown) return false;
        if (node.part) return true;
        if (node.is_svg) return rect.width + rect.height >= 1 && this.is_line_shown(rect, at.own_clip);
        // Without a box of its own only what lies in it can be seen (a link around floats, display: contents).
        return node.is_operable && node.has_elements && !REPLACED.has(tag) && (rect.width < 1 || rect.height < 1);
    }

    // Lines of a drawing have no width; they are seen all the same.
    is_line_shown(rect, clip) {
        return visible_part({ left: rect.left - 1, top: rect.top - 1, right: rect.right + 1, bottom: rect.bottom + 1 }, clip) !== null;
    }

    // Elements of the page's own making, and empty boxes that are not empty to the eye.
    // Where every box is wanted, a little figure that stands for itself is told in its parts; the mark on a button is not.
    is_small_drawing(svg) {
        return this.keeps_all_boxes && !svg.closest('a,button,[role=button],[role=link]') && svg.querySelector('text,circle,ellipse,rect,polygon,polyline') !== null;
    }

    may_have_closed_root(node) {
        const { element, tag, rect } = node;
        if (element.shadowRoot) return false;
        const is_suspect = tag.includes('-') || (!element.firstChild && rect.height >= 8 && rect.width >= 8 && HOSTS.has(tag));
        return is_suspect && !closed_root_by_host.has(element) && !hosts_examined.has(element);
    }

    write(node, at, outer, is_inline) {
        const { element, tag } = node;
        node.log_start = this.log.length;
        const operables_before = this.operables;
        if (node.is_block) this.log.push(' ');
        let line = -1;
        if (node.is_kept) {
            const is_drawn_shape = node.role === 'shape' || (node.is_svg && tag === 'text');
            at.style_number = node.is_far ? outer.style_number : this.number_of_style(at, is_drawn_shape);
            number_of(element);  // numbers follow the reading order
            line = this.lines.length;
            this.lines.push('');  // written when the content is known
            at.parent = line;
            at.is_told = true;
        }
        if (!REPLACED.has(tag)) this.children(node, at, is_inline);
        if (node.is_block) this.log.push(' ');
        if (!node.is_kept) return;

        // One listener for many things below is no sign that the whole is one thing to click.
        const is_for_others = this.operables - operables_before > MANY_OPERABLE || node.rect.width * node.rect.height > this.width * this.height * LARGE_SHARE;
        if (node.is_only_heard && node.has_elements && is_for_others) node.is_operable = false;
        if (node.is_operable) ++this.operables;
        this.lines[line] = line_of(node, at, outer.parent, this);
    }

    // Inside of what is not drawn only fields matter, and only those that something drawn stands for.
    hidden_fields(element, outer) {
        if (element.localName === 'input') this.hidden_field(element, outer);
        else if (element.firstElementChild) for (const field of element.querySelectorAll('input[type=checkbox],input[type=radio],input[type=file],input[type=range],input[role=combobox]')) this.hidden_field(field, outer);
    }

    hidden_field(field, outer) {
        if (field.type === 'hidden' || !has_stand_in(field)) return;
        this.lines.push(line_of_hidden_field(field, outer.parent, this));
    }
}

function snapshot(options) {
    sweep_numbers();
    reserve(options.next_ref);
    const started = performance.now();
    const walk = new Walk(options);
    walk.run();
    suspects = walk.suspects;
    const scroller = document.scrollingElement || document.documentElement;
    const head = [
        'lissom 2', next_number, innerWidth, innerHeight, scroller ? scroller.scrollTop : 0, scroller ? scroller.scrollHeight : 0, suspects.length,
        number_text(performance.now() - started),
    ];
    walk.lines.unshift(head.join('~'), clean(location.href), clean(collapse(document.title)), Array.from(walk.styles.keys()).join('~'));
    return walk.lines.join('`');
}
