// is `hit`, the innermost element at a point, one that stands for the target?
function is_same_target(target, hit) {
    if (contains_drawn(target, hit)) return true;
    // A label's click is its field's click, and the field lies in the label's box.
    const label = hit.closest ? hit.closest('label') : null;
    if (label && label.control === target) return true;
    return target.localName === 'label' && target.control === hit;
}
