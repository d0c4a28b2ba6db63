// The shop works without this; it adds what shops add: suggestions, adding without a new page, tabs, "load more".
const search = document.querySelector('.search input');
const list = document.getElementById('suggestions');
let pending = 0;

const close = () => { list.hidden = true; search.setAttribute('aria-expanded', 'false'); };

search.addEventListener('input', () => {
  clearTimeout(pending);
  const words = search.value.trim();
  if (words.length < 2) return close();
  pending = setTimeout(async () => {
    const answer = await fetch('/shop/api/suggest?q=' + encodeURIComponent(words));
    const items = await answer.json();
    list.replaceChildren(...items.map((item, index) => {
      const entry = document.createElement('li');
      entry.setAttribute('role', 'option');
      entry.setAttribute('aria-selected', 'false');
      entry.id = 'suggestion-' + index;
      const name = document.createElement('span');
      name.textContent = item.name + ' (' + item.colour + ')';
      const price = document.createElement('span');
      price.textContent = item.price;
      entry.append(name, price);
      entry.addEventListener('mousedown', event => { event.preventDefault(); location.href = item.url; });
      return entry;
    }));
    list.hidden = items.length === 0;
    search.setAttribute('aria-expanded', String(items.length > 0));
  }, 150);
});
search.addEventListener('keydown', event => {
  const entries = [...list.children];
  if (list.hidden || !entries.length) return;
  let at = entries.findIndex(entry => entry.getAttribute('aria-selected') === 'true');
  if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
    event.preventDefault();
    entries[at]?.setAttribute('aria-selected', 'false');
    at = (at + (event.key === 'ArrowDown' ? 1 : -1) + entries.length) % entries.length;
    entries[at].setAttribute('aria-selected', 'true');
    search.setAttribute('aria-activedescendant', entries[at].id);
  } else if (event.key === 'Enter' && at >= 0) {
    event.preventDefault();
    entries[at].dispatchEvent(new MouseEvent('mousedown'));
  } else if (event.key === 'Escape') {
    close();
  }
});
search.addEventListener('blur', close);

const toast = document.querySelector('.toast');
let hiding = 0;
const tell = (text, bad) => {
  toast.textContent = text;
  toast.classList.toggle('bad', Boolean(bad));
  toast.hidden = false;
  clearTimeout(hiding);
  hiding = setTimeout(() => { toast.hidden = true; }, 4000);
};

document.addEventListener('submit', async event => {
  const form = event.target.closest('form[data-add]');
  if (!form) return;
  event.preventDefault();
  const answer = await fetch(form.action, {
    method: 'POST', headers: {Accept: 'application/json'}, body: new URLSearchParams(new FormData(form)),
  });
  const result = await answer.json();
  if (!answer.ok) return tell(result.error, true);
  document.querySelector('[data-cart-count]').textContent = result.count;
  tell(result.name + ' was added to your cart.');
});

document.addEventListener('click', async event => {
  const more = event.target.closest('[data-more]');
  if (!more) return;
  more.disabled = true;
  const into = document.getElementById(more.dataset.into);
  const answer = await fetch(more.dataset.more + '?from=' + into.children.length);
  into.insertAdjacentHTML('beforeend', await answer.text());
  more.disabled = false;
  more.hidden = answer.headers.get('X-More') !== 'yes';
});

for (const tabs of document.querySelectorAll('[data-tabs]')) {
  tabs.addEventListener('click', event => {
    const tab = event.target.closest('[role=tab]');
    if (!tab) return;
    for (const other of tabs.querySelectorAll('[role=tab]')) {
      const chosen = other === tab;
      other.setAttribute('aria-selected', String(chosen));
      document.getElementById(other.getAttribute('aria-controls')).hidden = !chosen;
    }
  });
}

for (const form of document.querySelectorAll('[data-submit-on-change]')) {
  form.addEventListener('change', () => form.submit());
}
