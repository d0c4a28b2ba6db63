// Finds what repeats: neighbours of like structure (list items, cards, rows), runs of several elements that
// repeat together (a title row and a detail row), and such groups continued under neighbouring parents.

const RECORD_FIELDS = 60;     // more than any card has
const RECORDS = 1000;         // of one group
const GROUPS = 250;           // of a page; pages have some dozens
const ALL_FIELDS = 40000;     // of all groups: some 4 MB
const PATHS = 80;             // of one element's outline
const ALIKE = 0.55;           // share of the outline that two records have in common
const KIDS = 3000;            // of one parent
const LISTED = new Set(['LI', 'TR', 'DT', 'DD', 'P', 'A', 'OPTION']);  // alike by being what they are

// The tags below an element as a set of paths, four deep: what it looks like, whatever it says.
function outlineOf(node, depth = 4) {
    if (depth === 4 && node.outline) return node.outline;
    const outline = new Set();
    const collect = (at, path, left) => {
        if (outline.size >= PATHS) return;
        for (const kid of nodesIn(at)) {
            const step = FORMATTING.has(kid.tag) ? path : path + '/' + kid.tag;
            outline.add(step);
            if (left > 1) collect(kid, step, left - 1);
        }
    };
    collect(node, node.tag, depth);
    outline.add(node.tag);
    if (depth === 4) node.outline = outline;
    return outline;
}

function likeness(one, other) {
    const a = outlineOf(one);
    const b = outlineOf(other);
    let common = 0;
    for (const path of a) if (b.has(path)) common++;
    return (2 * common) / (a.size + b.size);
}

function mainClass(node) {
    return classOf(node.element).split(/\s+/).filter((name) => !STATE_CLASS.test(name)).sort().join(' ');
}

function areAlike(one, other) {
    if (one.tag !== other.tag) return false;
    const a = mainClass(one);
    const b = mainClass(other);
    const shared = a && b && a.split(' ').some((name) => b.split(' ').includes(name));
    const like = likeness(one, other);
    // Bare elements look all the same: only their class can tell a price from a stock line.
    const areBare = outlineOf(one).size === 1 && outlineOf(other).size === 1;
    if (areBare && !shared && (a || b) && !LISTED.has(one.tag)) return false;
    if (a && a === b) return like >= 0.3;
    if (shared) return like >= 0.4;
    return (!a || !b || a === b ? like >= ALIKE : like >= 0.75);
}

// Without doubt the same kind: to tell the title rows from the detail rows between them.
function areSame(one, other) {
    if (one.tag !== other.tag) return false;
    const a = mainClass(one);
    const b = mainClass(other);
    if (a === b) return likeness(one, other) >= (a ? 0.3 : 0.8);
    return a.split(' ').some((name) => name && b.split(' ').includes(name)) && likeness(one, other) >= 0.4;
}

function hasContent(node) {
    if (wordsOf(node)) return true;
    let found = false;
    walk(node, (at) => { if (at.tag === 'IMG' || at.tag === 'INPUT') found = true; return !found; });
    return found;
}

function clusters(kids, alike) {
    const found = [];
    for (const kid of kids) {
        if (kid.tag === 'BR' || kid.tag === 'HR') continue;
        const mine = found.slice(0, 24).find((cluster) => alike(cluster[0], kid));
        if (mine) mine.push(kid);
        else found.push([kid]);
    }
    return found;
}

// A first row that names the columns of the rows after it, in grids that are made of boxes. Answers the names, one for
// each cell, or null.
function columnHeads(rows, kids) {
    const cellsIn = (row) => nodesIn(row).filter((kid) => kid.tag !== 'BR');
    const before = kids[kids.indexOf(rows[0]) - 1];
    const candidates = before && before.tag === rows[0].tag ? [before, rows[0]] : [rows[0]];
    for (const head of candidates) {
        const cells = cellsIn(head);
        const below = rows.filter((row) => row !== head);
        if (cells.length < 2 || below.length < 2 || !below.every((row) => cellsIn(row).length === cells.length)) continue;
        const names = cells.map((cell) => wordsOf(cell));
        const areNames = names.every((name, x) => (isLabelText(name) && !/\d/.test(name) && name.length <= 32) || (!name && x > 0)) && new Set(names).size === names.length;
        if (!areNames || cells.some((cell) => cell.element.querySelector('img,button'))) continue;
        const isSaid = /(^|[-_\s])(t?head(er|ers|ing|ings|row)?|th|columns?|labels?|titles?)([-_\s]|$)/i.test(classOf(head.element));
        const isValued = names.some((_, x) => below.filter((row) => looksLikeValue(wordsOf(cellsIn(row)[x]))).length >= below.length * 0.6);
        if (isSaid || isValued) return { head, names };
    }
    return null;
}

// Several kinds of elements that come again and again in the same order; a record starts at the first kind.
function runsOf(kids, found) {
    const several = found.filter((cluster) => cluster.length >= 2);
    if (several.length < 2) return null;
    const kind = new Map();
    several.forEach((cluster, index) => cluster.forEach((kid) => kind.set(kid, index)));
    for (let leader = 0; leader < several.length; leader++) {
        const runs = [];
        for (const kid of kids) {
            if (kind.get(kid) === leader) runs.push([kid]);
            else if (runs.length && kid.tag !== 'HR' && kid.tag !== 'BR') runs[runs.length - 1].push(kid);
        }
        const longest = Math.max(...runs.map((run) => run.length));
        // Rows that differ in their colour only are records each.
        const partners = several.some((cluster, index) => index !== leader && likeness(cluster[0], several[leader][0]) < 0.9 &&
            runs.filter((run) => run.filter((kid) => kind.get(kid) === index).length === 1).length >= runs.length * 0.6);
        const isStart = kids.findIndex((kid) => kind.get(kid) === leader) <= kids.findIndex((kid) => kind.has(kid) && kind.get(kid) !== leader);
        if (partners && isStart && longest <= 12) return runs;
        if (headingLevel(several[leader][0]) && runs.length >= 2 && runs.every((run) => run.length >= 2)) return runs;
    }
    return null;
}

function chainOf(node) {
    const tags = [];
    for (let at = node; at; at = at.up) tags.push(at.tag);
    return tags.join('<');
}

function labelOf(node) {
    const told = node.element.getAttribute('aria-label');
    if (told) return told.trim();
    const by = node.element.getAttribute('aria-labelledby');
    return by ? squeeze(by.split(/\s+/).map((id) => document.getElementById(id)?.textContent || '').join(' ')).trim() : '';
}

// The outermost navigation, footer or sidebar around a node.
function landmarkOf(node) {
    let mark = null;
    for (let at = node; at && at.region === 'aside'; at = at.up) mark = at;
    return mark;
}

function areaOf(node) {
    const box = node.element.getBoundingClientRect();
    return box.width * box.height;
}

class Groups {
    constructor(headings) {
        this.headings = headings;
        this.list = [];
        this.fieldCount = 0;
        this.chains = new Map();  // like parents' groups: {groups, lone}
    }

    // The heading that a group stands under, if both are in the same part of the page.
    headingBefore(node) {
        let last = null;
        for (const heading of this.headings) {
            if (heading.order >= node.order) break;
            if (heading.region === node.region) last = heading;
        }
        return last && !(node.region === 'aside' && last.landmark !== landmarkOf(node)) ? last.text : '';
    }

    add(parent, runs, kind, heads = null) {
        if (this.list.length >= GROUPS || this.fieldCount > ALL_FIELDS) return null;
        const records = [];
        for (const run of runs.slice(0, RECORDS)) {
            if (!run.some(hasContent)) continue;
            const fields = heads ? this.cellFields(run[0], heads) : fieldsOf(run, RECORD_FIELDS);
            if (!fields.length) continue;
            this.fieldCount += fields.length;
            records.push({ from: run[0].order, to: run[run.length - 1].end, f: fields });
        }
        if (!records.length) return null;
        const first = runs[0][0];
        const group = {
            kind,
            name: this.headingBefore(first),
            label: labelOf(parent) || (parent.up ? labelOf(parent.up) : ''),
            words: [classWords(parent.element), parent.up ? classWords(parent.up.element) : '', ...runs[0].map((node) => classWords(node.element)), first.element.getAttribute('itemtype') || ''].join(' ').slice(0, 400),
            tag: first.tag.toLowerCase(),
            region: parent.region,
            area: Math.round(kind === 'cells' ? 0 : areaOf(parent)),
            named: heads ? 1 : 0,
            records,
        };
        this.list.push(group);
        return group;
    }

    cellFields(row, heads) {
        const cells = nodesIn(row).filter((kid) => kid.tag !== 'BR');
        const fields = [];
        cells.forEach((cell, x) => {
            for (const field of fieldsOf([{ node: cell, header: heads[x] || '' }], 20)) {
                field.k = x + field.k;
                fields.push(field);
            }
        });
        return fields;
    }

    // The repeated parts among the children of one node.
    mine(node) {
        const kids = nodesIn(node).slice(0, KIDS);
        if (!kids.length) return;
        const chain = chainOf(node);
        if (!this.chains.has(chain)) this.chains.set(chain, { groups: [], lone: [] });
        const bucket = this.chains.get(chain);
        const worth = kids.filter(hasContent);
        if (worth.length < 2) {
            if (worth.length) bucket.lone.push({ node, run: [worth[0]] });
            return;
        }
        const found = clusters(worth, areAlike);
        const runs = runsOf(worth, clusters(worth, areSame)) || runsOf(worth, found);
        if (runs) {
            const group = this.add(node, runs, 'run');
            if (group) bucket.groups.push({ group, first: runs[0], order: node.order });
        }
        for (const cluster of found) {
            if (cluster.length >= 2) {
                const heads = columnHeads(cluster, worth);
                const rows = heads ? cluster.filter((kid) => kid !== heads.head) : cluster;
                const group = this.add(node, rows.map((kid) => [kid]), heads ? 'table' : 'like', heads && heads.names);
                if (group) bucket.groups.push({ group, first: [cluster[0]], order: node.order });
            } else {
                bucket.lone.push({ node, run: cluster });
            }
        }
    }

    // Rows of cards, or one list in several boxes, are one list as well.
    join() {
        for (const { groups, lone } of this.chains.values()) {
            if (!groups.length || groups.length + lone.length < 2) continue;
            const taken = new Set();
            for (const seed of groups) {
                if (taken.has(seed)) continue;
                const fits = (first) => first.length === seed.first.length && first.every((node, index) => areAlike(seed.first[index], node));
                const same = groups.filter((other) => !taken.has(other) && other.group.kind === seed.group.kind && fits(other.first));
                same.forEach((other) => taken.add(other));
                const parents = new Set(same.map((other) => other.order));
                const more = lone.filter((other) => !parents.has(other.node.order) && fits(other.run));
                const parts = same.map((other) => other.group);
                for (const { node, run } of more.slice(0, RECORDS)) {
                    const part = this.add(node, [run], 'lone');
                    if (part) parts.push(part);
                }
                if (parts.length < 2 || this.list.length >= GROUPS) continue;
                this.list.push({ kind: 'joined', of: parts.map((part) => this.list.indexOf(part)), records: [] });
            }
        }
    }
}
