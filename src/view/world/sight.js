// What a person can see: boxes, clips, colours.

const EVERYWHERE = { left: -1e9, top: -1e9, right: 1e9, bottom: 1e9 };

function cut(clip, left, top, right, bottom) {
    return {
        left: Math.max(clip.left, left),
        top: Math.max(clip.top, top),
        right: Math.min(clip.right, right),
        bottom: Math.min(clip.bottom, bottom),
    };
}

// Parts of the box that the clips leave; null when none.
function visible_part(rect, clip) {
    const left = Math.max(rect.left, clip.left);
    const top = Math.max(rect.top, clip.top);
    const right = Math.min(rect.right, clip.right);
    const bottom = Math.min(rect.bottom, clip.bottom);
    return right - left >= 1 && bottom - top >= 1 ? { left, top, right, bottom } : null;
}

// "rgb(1, 2, 3)" and "rgba(…)" to [r, g, b, alpha]; null for what is no such colour ("none", a gradient).
const colour_cache = new Map();
function parse_colour(text) {
    let parsed = colour_cache.get(text);
    if (parsed === undefined) {
        const match = /^rgba?\((\d+(?:\.\d+)?),\s*(\d+(?:\.\d+)?),\s*(\d+(?:\.\d+)?)(?:,\s*([\d.]+))?\)$/.exec(text);
        parsed = match ? [+match[1], +match[2], +match[3], match[4] === undefined ? 1 : +match[4]] : painted_colour(text);
        if (colour_cache.size > 2000) colour_cache.clear();
        colour_cache.set(text, parsed);
    }
    return parsed;
}

// oklch(), color() and their kind: let a canvas turn them into bytes.
let colour_canvas = null;
function painted_colour(text) {
    if (!/^(color|oklch|oklab|lab|lch|hsl)/.test(text)) return null;
    if (!colour_canvas) colour_canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
    colour_canvas.clearRect(0, 0, 1, 1);
    colour_canvas.fillStyle = text;
    colour_canvas.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = colour_canvas.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
}

const hex_cache = new Map();
function to_hex(text) {
    let hex = hex_cache.get(text);
    if (hex === undefined) {
        const colour = parse_colour(text);
        hex = !colour || colour[3] < 0.05 ? '' : '#' + colour.slice(0, 3).map(part => Math.round(part).toString(16).padStart(2, '0')).join('');
        if (hex_cache.size > 2000) hex_cache.clear();
        hex_cache.set(text, hex);
    }
    return hex;
}

function luminance([r, g, b]) {
    const part = value => {
        const share = value / 255;
        return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    };
    return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
}

function contrast(one, other) {
    const a = luminance(one) + 0.05;
    const b = luminance(other) + 0.05;
    return a > b ? a / b : b / a;
}

// Clipped to nothing by the old `clip`: how sites hide words from the eye but not from screen readers.
function is_clipped_away(style) {
    const old = style.clip;
    if (old === 'auto') return false;
    const edges = old.match(/-?[\d.]+(?=px)|auto/g);
    return edges !== null && edges.length === 4 && !edges.includes('auto') && (edges[2] - edges[0] <= 1 || edges[1] - edges[3] <= 1);
}

// The same by the new `clip-path`.
function is_cut_by_path(style) {
    const path = style.clipPath;
    if (path === 'none') return false;
    const inset = /^inset\(([\d.]+)%/.exec(path);
    return (inset !== null && +inset[1] >= 50) || /^(circle|ellipse)\(0(px|%)/.test(path);
}

// A box of its own colour, picture or border: a person sees it even when it is empty.
function is_painted(style) {
    const background = style.backgroundColor;
    if (background !== 'rgba(0, 0, 0, 0)' && background !== 'transparent') return true;
    if (style.backgroundImage !== 'none') return true;
    if (style.content.startsWith('url(')) return true;  // an icon in place of the element's own content
    return (style.borderTopStyle !== 'none' && style.borderTopWidth !== '0px') || (style.borderLeftStyle !== 'none' && style.borderLeftWidth !== '0px');
}

// Icon fonts and drawn marks.
function has_drawn_mark(element) {
    for (const pseudo of ['::before', '::after']) {
        const content = getComputedStyle(element, pseudo).content;
        if (content !== 'none' && content !== 'normal' && content !== '""' && content !== 'counters') return true;
    }
    return false;
}

// The innermost element at a point, through shadow roots.
function element_at(x, y) {
    let found = document.elementFromPoint(x, y);
    for (let root = found && shadow_root_of(found); root; root = shadow_root_of(found)) {
        const inner = root.elementFromPoint(x, y);
        if (!inner || inner === found) break;
        found = inner;
    }
    return found;
}
