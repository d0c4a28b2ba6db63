// What a page says for machines: JSON-LD, microdata, RDFa Lite, meta tags.

const ITEMS = 2000;
const ITEM_DEPTH = 8;

// Many pages write "&amp;", "&#8217;" and links into their JSON, where no browser would read them.
function withoutMarkup(text) {
    if (!/&(#\d+|#x[\da-f]+|[a-z]\w*);|<\/?[a-z][^<>]*>/i.test(text)) return text;
    try {
        return new DOMParser().parseFromString(text.replace(/<(br|\/p|\/li|\/div)\b[^>]*>/gi, '$&\n'), 'text/html').documentElement.textContent.trim();
    } catch {
        return text;  // a page may forbid to read markup out of strings
    }
}

function jsonLd() {
    const found = [];
    const take = (value, depth) => {
        if (found.length >= ITEMS || depth > 4 || value === null || typeof value !== 'object') return;
        if (Array.isArray(value)) value.forEach((one) => take(one, depth + 1));
        else if (Array.isArray(value['@graph'])) value['@graph'].forEach((one) => take(one, depth + 1));
        else found.push(value);
    };
    for (const script of document.querySelectorAll('script[type="application/ld+json" i]')) {
        const text = script.textContent.replace(/^\s*(<!--|\/\*\s*<!\[CDATA\[\s*\*\/|<!\[CDATA\[)/, '').replace(/(-->|\/\*\s*\]\]>\s*\*\/|\]\]>)\s*$/, '').trim().replace(/;$/, '');
        for (const attempt of [text, text.replace(/[\u0000-\u001f]+/g, ' '), text.replace(/[\u0000-\u001f]+/g, ' ').replace(/,\s*([}\]])/g, '$1')]) {
            try {
                take(JSON.parse(attempt, (_, value) => (typeof value === 'string' ? withoutMarkup(value) : value)), 0);
                break;
            } catch {
                continue;  // pages leave raw line breaks and trailing commas in theirs
            }
        }
    }
    return found;
}

function lastPart(name) {
    return name.split(/[/#:]/).filter(Boolean).pop() || '';
}

function itemValue(element) {
    const content = element.getAttribute('content');
    if (content !== null) return content;
    switch (element.tagName) {
        case 'A': case 'LINK': case 'AREA': return element.href;
        case 'IMG': return pictureOf(element);
        case 'AUDIO': case 'VIDEO': case 'SOURCE': case 'IFRAME': case 'EMBED': return element.src;
        case 'METER': case 'DATA': return element.getAttribute('value') || squeeze(element.textContent).trim();
        case 'TIME': return element.dateTime || squeeze(element.textContent).trim();
        default: return squeeze(element.textContent).trim().slice(0, LIMIT.text);
    }
}

function putItem(item, names, value) {
    for (const name of names.split(/\s+/).filter(Boolean).map(lastPart)) {
        if (!(name in item)) item[name] = value;
        else if (Array.isArray(item[name])) item[name].push(value);
        else item[name] = [item[name], value];
    }
}

// Microdata and RDFa Lite are the same tree in other words.
function annotated(scope, type, property) {
    const read = (element, depth) => {
        const item = { '@type': lastPart((element.getAttribute(type) || '').trim().split(/\s+/)[0] || '') };
        const visit = (parent) => {
            for (const child of parent.children) {
                const name = child.getAttribute(property);
                const isItem = child.hasAttribute(scope);
                if (name) putItem(item, name, isItem && depth < ITEM_DEPTH ? read(child, depth + 1) : itemValue(child));
                if (!isItem) visit(child);
            }
        };
        visit(element);
        return item;
    };
    const items = [];
    for (const element of document.querySelectorAll('[' + scope + ']')) {
        if (element.hasAttribute(property) && element.parentElement.closest('[' + scope + ']')) continue;
        const item = read(element, 0);
        if (Object.keys(item).length > 1) items.push(item);
        if (items.length >= ITEMS) break;
    }
    return items;
}

function metaTags() {
    const tags = [];
    for (const meta of document.querySelectorAll('meta[content]')) {
        const name = meta.getAttribute('property') || meta.getAttribute('name') || meta.getAttribute('itemprop');
        const content = squeeze(meta.content).trim();
        // One tag may have several names: property="dc:title og:title".
        for (const one of content ? (name || '').toLowerCase().split(/\s+/).filter(Boolean) : [])
            if (tags.length < 300) tags.push([one, content.slice(0, LIMIT.text)]);
    }
    const canonical = document.querySelector('link[rel="canonical"]');
    if (canonical) tags.push(['canonical', canonical.href]);
    return tags;
}
