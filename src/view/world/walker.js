// One pass over the whole document. The answer is text, one line a node, fields parted by tabs: half the size of JSON and
// read on the other side without building a tree. walker.cpp is the reader; change both together.
//
//   element   E parent ref tag role flags x y w h style name [key value]…
//   text run  T parent flags x y w h style text

const FLAG = {
    operable: 1, editable: 2, disabled: 4, focused: 8, required: 16, in_viewport: 32, covered: 64, can_scroll: 128, block: 256,
    hidden: 512, content_name: 1024, listens: 2048, clickable_box: 4096,
    checked: 1 << 16, selected: 1 << 18, expanded: 1 << 20,  // two bits each
};

const SKIPPED = new Set([
    'script', 'style', 'noscript', 'template', 'head', 'meta', 'link', 'title', 'base', 'option', 'optgroup', 'datalist', 'source', 'track',
    'param', 'defs', 'symbol', 'clippath', 'clipPath', 'mask', 'marker', 'lineargradient', 'linearGradient', 'radialGradient', 'pattern',
    'filter', 'metadata', 'desc', 'colgroup', 'col', 'wbr',
]);

const POINTER_CURSORS = new Set(['pointer', 'grab', 'grabbing', 'move', 'col-resize', 'row-resize', 'ew-resize', 'ns-resize', 'nwse-resize', 'nesw-resize', 'crosshair', 'copy', 'cell', 'zoom-in', 'zoom-out']);
const HANDLERS = ['onclick', 'onmousedown', 'onmouseup', 'ondblclick', 'onpointerdown', 'onpointerup', 'ontouchstart', 'ontouchend', 'oncontextmenu', 'ondragstart'];
const HANDLER_ATTRIBUTES = [...HANDLERS, 'onkeydown', 'onmouseover', 'onmouseenter', 'ng-click', '@click', 'v-on:click', 'jsaction', 'data-action'];
const HOSTS = new Set(['article', 'aside', 'div', 'footer', 'header', 'main', 'nav', 'p', 'section', 'span']);
const MAX_TEXT = 20000;       // of one text run: a log file in a <pre> is no reading matter
const MAX_NAME = 500;
const MAX_ATTRIBUTE = 200;
const MAX_OPTIONS = 1000;     // of one list
const MAX_DEPTH = 1500;       // of the tree; deeper ones would end the stack

const KEPT_ATTRIBUTES = new Set([
    'id', 'class', 'name', 'for', 'src', 'alt', 'title', 'min', 'max', 'step', 'maxlength', 'minlength', 'pattern', 'accept', 'autocomplete',
    'type', 'rows', 'cols', 'colspan', 'rowspan', 'draggable', 'target', 'download', 'cx', 'cy', 'r', 'rx', 'ry', 'x', 'y', 'x1', 'y1', 'x2', 'y2',
    'width', 'height', 'points', 'd', 'transform', 'viewBox', 'fill', 'stroke', 'stroke-width', 'font-size', 'text-anchor', 'aria-current', 'aria-sort',
    'aria-haspopup', 'aria-controls', 'aria-modal', 'aria-live', 'aria-invalid', 'aria-valuemin', 'aria-valuemax', 'aria-hidden', 'multiple', 'readonly',
]);

function clean(text) {
    return text.replace(/[\t\n\r]+/g, ' ');
}

// Line breaks of a value matter (a text area); they travel as \v.
function clean_value(text) {
    return text.replace(/\r?\n/g, '\v').replace(/\t/g, ' ').slice(0, MAX_TEXT);
}

function number_text(value) {
    return String(Math.round(value * 10) / 10);
}

class Walk {
    constructor(options) {
        this.lines = [];
        this.count = 0;
        this.styles = new Map();
        this.log = [];  // visible text in reading order, for names that come from content
        this.active = this.deep_focus();
        this.width = innerWidth;
        this.height = innerHeight;
        this.suspects = [];
        this.operables = 0;
        this.with_options = options || {};
    }

    deep_focus() {
        let at = document.activeElement;
        while (at) {
            const root = shadow_root_of(at);
            if (!root || !root.activeElement) break;
            at = root.activeElement;
        }
        return at === document.body || at === document.documentElement ? null : at;
    }

    run() {
        const root = document.documentElement;
        if (!root) return;
        const origin = { x: -scrollX, y: -scrollY, is_rtl: false };
        const canvas = this.page_background();
        this.element(root, {
            parent: -1, depth: 0, clip: EVERYWHERE, absolute: EVERYWHERE, fixed: EVERYWHERE, origin, cursor: 'auto', opacity: 1,
            background: canvas, background_owner: root, is_inert: false, in_icon: false, in_operable: false, is_pre: false, in_button: false,
        });
    }

    page_background() {
        for (const element of [document.documentElement, document.body]) {
            if (!element) continue;
            const style = getComputedStyle(element);
            if (style.backgroundImage !== 'none') return null;
            const colour = parse_colour(style.backgroundColor);
            if (colour && colour[3] > 0.95) return colour;
        }
        return [255, 255, 255, 1];
    }

    style_number(style, is_shape) {
        const colour = is_shape ? to_hex(style.fill) || to_hex(style.stroke) : to_hex(style.color);
        const background = is_shape ? to_hex(style.fill) : to_hex(style.backgroundColor);
        const weight = style.fontWeight;
        const key = colour + '|' + background + '|' + parseFloat(style.fontSize) + '|' + (weight === 'bold' || +weight >= 600 ? 1 : 0);
        let number = this.styles.get(key);
        if (number === undefined) {
            number = this.styles.size;
            this.styles.set(key, number);
        }
        return number;
    }

    // Children of one element in reading order; text parts that touch are one run.
    children(element, at) {
        let run = null;
        for (const child of drawn_children(element)) {
            const type = child.nodeType;
            if (type === 3) {
                const text = child.data;
                if (!run) run = [];
                run.push(child);
                this.log.push(text);
            } else if (type === 1) {
                if (run) {
                    this.text(run, element, at);
                    run = null;
                }
                this.element(child, at);
            }
        }
        if (run) this.text(run, element, at);
    }

    text(run, element, at) {
        let text = run.length === 1 ? run[0].data : run.map(node => node.data).join('');
        if (!/\S/.test(text)) return;
        if (!at.shows_text) return;
        const raw = text;
        text = at.is_pre ? shown_characters(text).replace(/[ \t]+/g, ' ').replace(/\s*\n\s*/g, '\v').trim() : collapse(shown_characters(text));
        if (!text) return;

        const range = document.createRange();
        range.setStart(run[0], 0);
        const last = run[run.length - 1];
        range.setEnd(last, last.data.length);
        const rect = range.getBoundingClientRect();
        if (rect.width < 1 || rect.height < 1) return;
        const shown = this.shown_part(rect, at);
        if (!shown) return;
        if (at.is_suspicious && this.is_painted_over(rect, at)) {
            for (let i = this.log.length; i-- > 0;) {
                if (this.log[i] === raw) {
                    this.log[i] = ' ';
                    break;
                }
            }
            return;
        }
        const flags = this.is_in_viewport(shown) ? FLAG.in_viewport : 0;
        this.lines.push('T\t' + at.parent + '\t' + flags + '\t' + number_text(rect.left) + '\t' + number_text(rect.top) + '\t' + number_text(rect.width) + '\t' +
            number_text(rect.height) + '\t' + at.style_number + '\t' + clean(text).slice(0, MAX_TEXT));
        ++this.count;
        at.texts = (at.texts || 0) + 1;
    }

    // Text in the colour of its ground. Only where nothing else could lie between: then nobody can read it.
    is_painted_over(rect, at) {
        const x = rect.left + rect.width / 2;
        const y = rect.top + rect.height / 2;
        if (x >= 0 && y >= 0 && x < this.width && y < this.height) {
            for (const under of document.elementsFromPoint(x, y)) {
                if (under === at.background_owner) return true;
                if (under === at.element) continue;
                if (/^(img|video|canvas|svg|picture|iframe)$/i.test(under.localName) || is_painted(getComputedStyle(under))) return false;
            }
            return false;
        }
        return at.background_owner.querySelector('img,video,canvas,svg,picture,iframe') === null;
    }

    shown_part(rect, at) {
        if (rect.right <= at.origin.x && !at.origin.is_rtl) return null;
        if (rect.bottom <= at.origin.y) return null;
        return visible_part(rect, at.clip);
    }

    is_in_viewport(part) {
        return part.right > 0 && part.bottom > 0 && part.left < this.width && part.top < this.height;
    }

    element(element, outer) {
        const tag = element.localName;
        if (SKIPPED.has(tag) || outer.depth > MAX_DEPTH) return;
        if (tag === 'br') {
            this.log.push(' ');
            return;
        }
        const style = getComputedStyle(element);
        const display = style.display;
        if (display === 'none') {
            this.hidden_fields(element, outer);
            return;
        }
        const is_contents = display === 'contents';
        const opacity = outer.opacity * style.opacity;
        const is_shown = opacity >= 0.1 && style.visibility === 'visible';
        const is_kept_field = tag === 'input';
        if (opacity < 0.1 && !is_kept_field) {
            this.hidden_fields(element, outer);
            return;
        }

        const rect = element.getBoundingClientRect();
        const position = style.position;
        let { clip, absolute, fixed, origin } = outer;
        if (position === 'absolute') clip = absolute;
        else if (position === 'fixed') clip = fixed;

        const is_block = !(display === 'inline' || display === 'inline-block' || display === 'inline-flex' || display === 'inline-grid' || is_contents);
        const own_clip = clip;
        const is_replaced = tag === 'img' || tag === 'canvas' || tag === 'video' || tag === 'iframe' || FIELD_TAGS.has(tag);
        let scrolls = false;
        if (!is_contents && display !== 'inline' && !is_replaced) {
            const overflow_x = style.overflowX;
            const overflow_y = style.overflowY;
            if ((overflow_x !== 'visible' || overflow_y !== 'visible') && element !== document.documentElement && element !== document.body) {
                // What can be scrolled to is reachable; what is only cut off is not.
                const can_x = (overflow_x === 'auto' || overflow_x === 'scroll') && element.scrollWidth > element.clientWidth + 1;
                const can_y = (overflow_y === 'auto' || overflow_y === 'scroll') && element.scrollHeight > element.clientHeight + 1;
                scrolls = can_x || can_y;
                const box = element.namespaceURI === 'http://www.w3.org/2000/svg' ? outer.clip : cut(clip, can_x || overflow_x === 'visible' ? -1e9 : rect.left,
                    can_y || overflow_y === 'visible' ? -1e9 : rect.top, can_x || overflow_x === 'visible' ? 1e9 : rect.right, can_y || overflow_y === 'visible' ? 1e9 : rect.bottom);
                clip = box;
                if (scrolls) origin = { x: rect.left - element.scrollLeft, y: rect.top - element.scrollTop, is_rtl: style.direction === 'rtl' };
            }
        }
        const is_cut_to_nothing = clip !== own_clip && element.namespaceURI !== 'http://www.w3.org/2000/svg' && (rect.width <= 1 || rect.height <= 1);
        if (is_cut_to_nothing || is_clipped_away(style)) {
            this.hidden_fields(element, outer);
            return;
        }
        const is_container = position !== 'static' || style.transform !== 'none';
        if (is_container) absolute = clip;
        if (style.transform !== 'none') fixed = clip;
        if (position === 'fixed') origin = { x: 0, y: 0, is_rtl: false };

        const root = shadow_root_of(element);
        if (root) note_root(root);
        else if (this.may_have_closed_root(element, tag) && !hosts_examined.has(element)) this.suspects.push(element);

        const is_svg = element.namespaceURI === 'http://www.w3.org/2000/svg';
        const role = role_of(element, tag);
        const cursor = style.cursor;
        const part = is_contents ? null : this.shown_part_of(rect, own_clip, outer.origin, position);
        const has_box = part !== null;

        // -- can a person operate it? ------------------------------------------------------------------------------
        let is_operable = OPERABLE_ROLES.has(role);
        const is_edit_root = element.isContentEditable && !(element.parentElement && element.parentElement.isContentEditable);
        const heard = elements_with_listeners.has(element);
        let is_only_heard = false;
        if (!is_operable) {
            is_operable = is_edit_root || tag === 'label' ||
                (POINTER_CURSORS.has(cursor) && cursor !== outer.cursor) ||
                element.hasAttribute('tabindex') && element.tabIndex >= 0 && !scrolls ||
                element.getAttribute('draggable') === 'true' || this.has_handler(element) ||
                ((tag === 'video' || tag === 'audio') && element.controls);
            is_only_heard = heard && !is_operable;
            is_operable = is_operable || heard;
            if (element === document.documentElement || element === document.body) is_operable = is_edit_root;
        }
        if (tag === 'input' && element.type === 'hidden') return;

        let direct_text = false;
        let has_elements = false;
        for (const child of drawn_children(element)) {
            if (child.nodeType === 3) {
                if (!direct_text && /\S/.test(child.data)) direct_text = true;
            } else if (child.nodeType === 1) {
                has_elements = true;
            }
            if (direct_text && has_elements) break;
        }

        // A symbol is one thing, not its strokes.
        const is_icon = tag === 'svg' && rect.width <= 64 && rect.height <= 64;
        let is_kept = is_operable || STRUCTURE.has(role) || direct_text || scrolls || (this.with_options.boxes === true && has_box && has_elements);
        if (role === 'shape') is_kept = is_operable || (!outer.in_icon && (style.fill !== 'none' || style.stroke !== 'none'));
        else if (is_svg && tag === 'g') is_kept = is_operable;
        let is_painted_box = false;
        if (!is_kept && has_box && rect.width >= 4 && rect.height >= 4) {
            is_painted_box = is_painted(style) || (!has_elements && (tag === 'i' || tag === 'span' || element.hasAttribute('class')) && has_drawn_mark(element));
            is_kept = is_painted_box && element !== document.body && element !== document.documentElement;
        }
        const is_field_like = is_kept_field && (!has_box || !is_shown);
        let is_hidden_field = false;
        if (is_field_like) {
            is_hidden_field = true;
            is_kept = this.has_visible_stand_in(element);
        } else if (!is_shown) {
            is_kept = false;
        } else if (!has_box) {
            // Without a box of its own only what lies in it can be seen (a link around floats, a fragment).
            if (role === 'shape' || !has_elements || is_replaced) is_kept = is_kept && is_svg && rect.width + rect.height >= 1 && this.shown_line(rect, own_clip);
            else if (!is_contents && !(rect.width < 1 || rect.height < 1)) is_kept = false;
            else is_kept = is_kept && is_operable;
        }

        const inner = {
            parent: outer.parent, depth: outer.depth + 1, clip, absolute, fixed, origin, cursor, opacity,
            background: outer.background, background_owner: outer.background_owner, is_inert: outer.is_inert || element.inert === true,
            in_icon: outer.in_icon || is_icon, in_operable: outer.in_operable, is_pre: style.whiteSpace.startsWith('pre'), in_button: outer.in_button,
            shows_text: is_shown && !(is_svg && outer.in_icon), is_suspicious: false, style_number: 0, element, texts: 0,
        };
        if (style.backgroundImage !== 'none') {
            inner.background = null;
        } else {
            const ground = parse_colour(style.backgroundColor);
            if (ground && ground[3] > 0.95) {
                inner.background = ground;
                inner.background_owner = element;
            } else if (!ground || ground[3] > 0.05) {
                inner.background = null;
            }
        }
        if (direct_text && inner.shows_text) {
            const ink = parse_colour(is_svg ? style.fill : style.color);
            const size = parseFloat(style.fontSize);
            if (ink && ink[3] < 0.1 && style.webkitTextFillColor === style.color && style.textShadow === 'none') inner.shows_text = false;
            if (size < 2) inner.shows_text = false;
            inner.is_suspicious = ink !== null && inner.background !== null && !is_svg && style.textShadow === 'none' && contrast(ink, inner.background) < 1.05;
        }

        let index = -1;
        const log_start = this.log.length;
        const operables_before = this.operables;
        if (is_block) this.log.push(' ');
        const wants_name = is_kept && (is_operable || NAMED_BY_CONTENT.has(role));
        if (is_kept) {
            inner.style_number = this.style_number(style, role === 'shape' || (is_svg && tag === 'text'));
            number_of(element);  // numbers follow the reading order
            index = this.count++;
            this.lines.push('');  // written when the content is known
            inner.parent = index;
            if (is_operable) inner.in_operable = true;
        }
        const line = this.lines.length - 1;

        const takes_content = !FIELD_TAGS.has(tag) && tag !== 'iframe' && tag !== 'video' && tag !== 'audio' && tag !== 'canvas';
        if (takes_content && !is_edit_root) this.children(element, inner);
        else if (is_edit_root) this.children(element, inner);
        if (is_block) this.log.push(' ');
        if (!is_kept) return;

        // One listener for many things below is no sign that the whole is one thing to click.
        if (is_only_heard && (this.operables - operables_before > 9 || rect.width * rect.height > this.width * this.height * 0.3) && has_elements) {
            is_operable = false;
        }
        if (is_operable) ++this.operables;

        // -- its line ----------------------------------------------------------------------------------------------
        let flags = 0;
        const fields = [];
        const add = (key, text) => fields.push('\t' + key + '\t' + text);
        let name = given_name(element, tag, role);
        if (!name && wants_name && !is_edit_root) {
            name = collapse(shown_characters(this.log.slice(log_start).join(''))).slice(0, MAX_NAME);
            if (name) flags |= FLAG.content_name;
            if (!name && element.title) name = collapse(element.title);
            if (!name && element.querySelector) {
                const image = element.querySelector('img[alt]:not([alt=""]),svg > title,[aria-label]');
                if (image) name = collapse(image.getAttribute('alt') || image.getAttribute('aria-label') || image.textContent || '');
            }
        }
        if (tag === 'img' && name) this.log.push(' ' + name + ' ');
        if (is_operable) flags |= FLAG.operable;
        if (heard) flags |= FLAG.listens;
        if (is_block) flags |= FLAG.block;
        if (scrolls) flags |= FLAG.can_scroll;
        if (is_hidden_field) flags |= FLAG.hidden;
        if (element === this.active) flags |= FLAG.focused;
        if (part && this.is_in_viewport(part)) flags |= FLAG.in_viewport;
        const is_editable = is_edit_root || tag === 'textarea' || (tag === 'input' && (role === 'textbox' || role === 'searchbox' || role === 'combobox' || role === 'spinbutton' || role === 'datepicker'));
        if (is_editable && !element.readOnly) flags |= FLAG.editable;
        if (is_operable) {
            if (inner.is_inert || is_disabled(element) || (style.pointerEvents === 'none' && !is_hidden_field)) flags |= FLAG.disabled;
            if (element.required === true || element.getAttribute('aria-required') === 'true') flags |= FLAG.required;
            if ((flags & FLAG.in_viewport) && this.is_covered(element, part, tag)) flags |= FLAG.covered;
        }
        flags += checked_state(element, tag, role) * FLAG.checked;
        flags += tristate(element.getAttribute('aria-selected')) * FLAG.selected;
        flags += expanded_state(element, tag) * FLAG.expanded;

        const value = value_of(element, tag, role);
        if (value) add('v', clean_value(value));
        const placeholder = element.placeholder || element.getAttribute('aria-placeholder');
        if (placeholder && typeof placeholder === 'string') add('p', clean(collapse(placeholder)));
        const described = element.getAttribute('aria-describedby');
        const description = (described && text_of_ids(element, described)) || element.getAttribute('aria-description') || (typeof element.title === 'string' ? element.title : '');
        if (description && collapse(description) !== name) add('d', clean(collapse(description)).slice(0, MAX_ATTRIBUTE));
        if (role === 'link') {
            const address = typeof element.href === 'string' ? element.href : element.href && element.href.baseVal;
            if (address) add('h', clean(address).slice(0, 2000));
        }
        if (tag === 'input') add('i', element.type);
        if (role === 'heading') add('l', /^h[1-6]$/.test(tag) && !element.hasAttribute('aria-level') ? tag[1] : element.getAttribute('aria-level') || '2');
        if (tag === 'select') for (const option of Array.prototype.slice.call(element.options, 0, MAX_OPTIONS)) add('o', clean(option_text(option)));
        else if (tag === 'input' && element.list) for (const option of Array.prototype.slice.call(element.list.options, 0, MAX_OPTIONS)) add('o', clean(option.value || option_text(option)));
        if (tag === 'iframe') {
            const left = rect.left + element.clientLeft + parseFloat(style.paddingLeft);
            const top = rect.top + element.clientTop + parseFloat(style.paddingTop);
            add('f', [left, top, element.clientWidth, element.clientHeight].map(number_text).join(' '));
        }
        if (is_operable && !name) {
            const hint = icon_hint(element);
            if (hint) add('@icon', clean(hint));
        }
        this.attributes(element, is_operable || is_svg || is_replaced || (!has_elements && !direct_text), is_svg, style, add);

        this.lines[line] = 'E\t' + outer.parent + '\t' + number_of(element) + '\t' + tag + '\t' + (role || 'generic') + '\t' + flags + '\t' + number_text(rect.left) + '\t' +
            number_text(rect.top) + '\t' + number_text(rect.width) + '\t' + number_text(rect.height) + '\t' + inner.style_number + '\t' + clean(name) + fields.join('');
    }

    shown_part_of(rect, clip, origin, position) {
        if (position !== 'fixed') {
            if (rect.right <= origin.x && !origin.is_rtl) return null;
            if (rect.bottom <= origin.y) return null;
        } else if (!(rect.right > 0 && rect.bottom > 0 && rect.left < this.width && rect.top < this.height)) {
            return null;  // no scrolling brings it in
        }
        return visible_part(rect, clip);
    }

    // Elements of the page's own making, and empty boxes that are not empty to the eye.
    may_have_closed_root(element, tag) {
        if (tag.includes('-')) return true;
        return !element.firstChild && HOSTS.has(tag) && element.clientHeight >= 8 && element.clientWidth >= 8;
    }

    // Lines of a drawing have no width; they are seen all the same.
    shown_line(rect, clip) {
        return visible_part({ left: rect.left - 1, top: rect.top - 1, right: rect.right + 1, bottom: rect.bottom + 1 }, clip) !== null;
    }

    has_handler(element) {
        for (const name of HANDLERS) {
            if (typeof element[name] === 'function') return true;
        }
        for (const name of HANDLER_ATTRIBUTES) {
            if (element.hasAttribute(name)) return true;
        }
        return false;
    }

    // Sites hide the real box or file field and draw their own: its label, or what lies around it, is what people click.
    has_visible_stand_in(field) {
        const type = field.type;
        if (field.localName === 'input' && type === 'file') return true;
        if (field.localName === 'input' && type !== 'checkbox' && type !== 'radio') return false;
        if (field.localName === 'select') return false;
        for (const label of field.labels || []) {
            const box = label.getBoundingClientRect();
            if (box.width >= 1 && box.height >= 1 && label.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return true;
        }
        return false;
    }

    // Inside of what is not drawn only fields matter, and only those that something drawn stands for.
    hidden_fields(element, outer) {
        if (element.localName === 'input') this.hidden_field(element, outer);
        else if (element.firstElementChild) for (const field of element.querySelectorAll('input[type=checkbox],input[type=radio],input[type=file]')) this.hidden_field(field, outer);
    }

    hidden_field(field, outer) {
        const tag = field.localName;
        if (!this.has_visible_stand_in(field)) return;
        const role = role_of(field, tag);
        let flags = FLAG.operable | FLAG.hidden;
        if (is_disabled(field)) flags |= FLAG.disabled;
        if (field.required) flags |= FLAG.required;
        flags += checked_state(field, tag, role) * FLAG.checked;
        const fields = [];
        const add = (key, text) => fields.push('\t' + key + '\t' + text);
        const value = value_of(field, tag, role);
        if (value) add('v', clean_value(value));
        add('i', field.type);
        const stand_in = field.labels && field.labels[0] ? field.labels[0].getBoundingClientRect() : new DOMRect();
        if (stand_in.width && this.is_in_viewport(stand_in)) flags |= FLAG.in_viewport;
        for (const attribute of ['id', 'name', 'class', 'accept']) {
            const text = field.getAttribute(attribute);
            if (text) add('@' + attribute, clean(text).slice(0, MAX_ATTRIBUTE));
        }
        ++this.count;
        this.lines.push('E\t' + outer.parent + '\t' + number_of(field) + '\t' + tag + '\t' + role + '\t' + flags + '\t' + number_text(stand_in.left) + '\t' + number_text(stand_in.top) + '\t' +
            number_text(stand_in.width) + '\t' + number_text(stand_in.height) + '\t0\t' + clean(given_name(field, tag, role)) + fields.join(''));
    }

    is_covered(element, part, tag) {
        const x = (Math.max(part.left, 0) + Math.min(part.right, this.width)) / 2;
        const y = (Math.max(part.top, 0) + Math.min(part.bottom, this.height)) / 2;
        const hit = element_at(x, y);
        return hit !== null && !is_same_target(element, hit) && !contains_drawn(hit, element);
    }

    attributes(element, takes_all, is_svg, style, add) {
        if (!takes_all) {
            if (element.id) add('@id', clean(element.id).slice(0, 80));
            const names = element.getAttribute('class');
            if (names) add('@class', clean(names).slice(0, 80));
            const span = element.getAttribute('colspan');
            if (span) add('@colspan', span);
            return;
        }
        for (const attribute of element.attributes) {
            const name = attribute.name;
            if (!KEPT_ATTRIBUTES.has(name) && !name.startsWith('data-')) continue;
            const text = attribute.value;
            if (text && !(name === 'src' && text.startsWith('data:'))) add('@' + name, clean(text).slice(0, MAX_ATTRIBUTE));
        }
        if (is_svg && !element.hasAttribute('fill')) {
            const fill = to_hex(style.fill);
            if (fill) add('@fill', fill);
        }
    }
}

function snapshot(options) {
    sweep_numbers();
    reserve(options.next_ref);
    const started = performance.now();
    const walk = new Walk(options);
    walk.run();
    const scroller = document.scrollingElement || document.documentElement;
    const head = [
        'lissom 1', next_number, innerWidth, innerHeight, scroller ? scroller.scrollTop : 0, scroller ? scroller.scrollHeight : 0,
        walk.suspects.length, number_text(performance.now() - started),
    ].join('\t');
    suspects = walk.suspects;
    return head + '\n' + clean(location.href) + '\n' + clean(collapse(document.title)) + '\n' + Array.from(walk.styles.keys()).join('\t') + '\n' + walk.lines.join('\n');
}
