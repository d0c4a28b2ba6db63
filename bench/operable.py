"""What of a page a person could operate, counted in the page by rules of our own making that neither our program nor a peer shares, and
how much of it a snapshot leads to."""

# Visible elements a person could click, type into or drag: by tag, role, handler in the markup, editability and the pointer's
# look. Of nested ones with the same pointer only the outermost counts.
COUNT = """(() => {
  const found = [];
  // Of its box, what the boxes that cut off their content leave of it.
  const shown = element => {
    let {left, top, right, bottom} = element.getBoundingClientRect();
    let floats = getComputedStyle(element).position;
    for (let around = element.parentElement; around && floats !== 'fixed'; around = around.parentElement) {
      const style = getComputedStyle(around), box = around.getBoundingClientRect();
      if (floats === 'absolute' && style.position === 'static') continue;
      floats = style.position;
      if (around === document.body || around === document.documentElement || style.display === 'inline') continue;
      if (['hidden', 'clip'].includes(style.overflowX)) left = Math.max(left, box.left), right = Math.min(right, box.right);
      if (['hidden', 'clip'].includes(style.overflowY)) top = Math.max(top, box.top), bottom = Math.min(bottom, box.bottom);
    }
    return right - left >= 4 && bottom - top >= 4 && right > 0 && bottom > 0;
  };
  const seen = element => element.checkVisibility({opacityProperty: true, visibilityProperty: true}) && shown(element);
  const roles = new Set(['button', 'link', 'checkbox', 'radio', 'switch', 'tab', 'menuitem', 'option', 'combobox', 'textbox',
    'searchbox', 'slider', 'spinbutton', 'treeitem']);
  for (const element of document.querySelectorAll('body *')) {
    const tag = element.localName;
    const is_native = (tag === 'a' && element.hasAttribute('href')) || ['button', 'select', 'textarea', 'summary'].includes(tag) ||
      (tag === 'input' && element.type !== 'hidden');
    const is_known = is_native || roles.has(element.getAttribute('role')) || element.isContentEditable || element.hasAttribute('onclick');
    const points = getComputedStyle(element).cursor === 'pointer' &&
      getComputedStyle(element.parentElement).cursor !== 'pointer' && tag !== 'label';
    if (!(is_known || points) || !seen(element)) continue;
    if (element.isContentEditable && element.parentElement.isContentEditable) continue;
    const box = element.getBoundingClientRect();
    found.push([box.x, box.y, box.width, box.height]);
  }
  return JSON.stringify(found);
})()"""


def share_found(wanted, boxes):
    """(how many, of how many) of the boxes that were counted, something operable in the snapshot stands for; `boxes` are those that its
    references lead to."""
    near = lambda a, b: all(abs(x - y) <= 3 for x, y in zip(a, b))  # noqa: E731
    inside = lambda a, b: b[0] - 2 <= a[0] and b[1] - 2 <= a[1] and a[0] + a[2] <= b[0] + b[2] + 2 and a[1] + a[3] <= b[1] + b[3] + 2  # noqa: E731
    # Something inside of it may stand for it (a link's picture), or the label around it.
    found = [any(near(box, one) or (inside(one, box) and one[2] * one[3] > 0) for one in boxes) for box in wanted]
    return sum(found), len(found)
