// Called with the values of secrets that this document may know: covers them wherever the page shows them, now and later,
// before the picture with them is drawn. It paints, and leaves the document's nodes as they are.
(values) => {
    const begin = () => {
        const secrets = new Set();
        const highlight = new Highlight();
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(`:root::highlight(lissom-veil) {
            color: transparent !important; -webkit-text-fill-color: transparent !important; -webkit-text-stroke-color: transparent !important;
            text-shadow: none !important; background-color: #808080 !important; }`);
        const roots = new Set();
        const observer = new MutationObserver(records => {
            for (const { addedNodes } of records) for (const node of addedNodes) if (node.nodeType === Node.ELEMENT_NODE) find_shadows(node);
            cover();
        });
        const last_at_or_before = (starts, at) => {
            let [low, high] = [0, starts.length - 1];
            while (low < high) {
                const middle = (low + high + 1) >> 1;
                if (starts[middle] <= at) low = middle;
                else high = middle - 1;
            }
            return low;
        };

        // A value may be spread over several nodes: the text is searched as a whole.
        function add_ranges(root, ranges) {
            const whole = (root.documentElement ?? root).textContent;
            if (![...secrets].some(secret => whole.includes(secret))) return;
            const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
            const [nodes, starts] = [[], []];
            let text = '';
            while (walker.nextNode()) {
                nodes.push(walker.currentNode);
                starts.push(text.length);
                text += walker.currentNode.data;
            }
            for (const secret of secrets)
                for (let at = text.indexOf(secret); at >= 0; at = text.indexOf(secret, at + 1)) {
                    const [first, last] = [last_at_or_before(starts, at), last_at_or_before(starts, at + secret.length - 1)];
                    ranges.push(new StaticRange({
                        startContainer: nodes[first], startOffset: at - starts[first],
                        endContainer: nodes[last], endOffset: at + secret.length - starts[last],
                    }));
                }
        }

        // What stands in a field is no text of the document: it becomes dots.
        function cover_fields(root) {
            for (const field of root.querySelectorAll('input, textarea'))
                if ([...secrets].some(secret => field.value.includes(secret)))
                    field.style.setProperty('-webkit-text-security', 'disc', 'important');
        }

        function look_into(root) {
            if (roots.has(root)) return;
            roots.add(root);
            observer.observe(root, { subtree: true, childList: true, characterData: true });
            find_shadows(root);
        }

        function find_shadows(tree) {
            if (tree.shadowRoot) look_into(tree.shadowRoot);
            for (const element of tree.querySelectorAll('*')) if (element.shadowRoot) look_into(element.shadowRoot);
        }

        function cover() {
            const ranges = [];
            for (const root of roots) {
                if (!root.isConnected) roots.delete(root); // it is found again when it comes again
                add_ranges(root, ranges);
                cover_fields(root);
            }
            // Touching the highlight makes Chromium paint the page anew: not where nothing is covered.
            if (highlight.size > 0) highlight.clear();
            for (const range of ranges) highlight.add(range);
            // The page may have its own ideas of both.
            if (CSS.highlights.get('lissom-veil') !== highlight) CSS.highlights.set('lissom-veil', highlight);
            if (!document.adoptedStyleSheets.includes(sheet)) document.adoptedStyleSheets.push(sheet);
        }

        look_into(document);
        // The page may put into one field what comes into another.
        for (const kind of ['input', 'change', 'keyup']) addEventListener(kind, () => requestAnimationFrame(cover), true);
        return { secrets, cover };
    };
    const veil = globalThis.__lissom_veil ??= begin();
    for (const value of values) veil.secrets.add(value);
    veil.cover();
    // It is to be seen two frames later; a page in the background draws none.
    const frame = () => new Promise(resolve => { requestAnimationFrame(resolve); setTimeout(resolve, 100); });
    return frame().then(frame).then(() => null);
}
