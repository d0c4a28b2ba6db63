// Menus, tabs and dialogs of the app.
document.addEventListener('click', event => {
  const opener = event.target.closest('[data-menu]');
  for (const button of document.querySelectorAll('[data-menu]')) {
    const menu = document.getElementById(button.dataset.menu);
    const open = button === opener && menu.hidden;
    menu.hidden = !open;
    button.setAttribute('aria-expanded', String(open));
  }

  const tab = event.target.closest('[role=tab]');
  if (tab) {
    for (const other of tab.parentElement.querySelectorAll('[role=tab]')) {
      other.setAttribute('aria-selected', String(other === tab));
      document.getElementById(other.getAttribute('aria-controls')).hidden = other !== tab;
    }
  }

  const dialog = event.target.closest('[data-open]');
  if (dialog) document.getElementById(dialog.dataset.open).showModal();
  if (event.target.closest('[data-close]')) event.target.closest('dialog').close();

  const remove = event.target.closest('[data-delete]');
  if (remove) {
    const confirm = document.getElementById('confirm-delete');
    confirm.querySelector('[data-text]').textContent = remove.dataset.name + ' will be gone for good.';
    confirm.querySelector('[data-confirm]').onclick = async () => {
      await fetch('/app/customers/' + remove.dataset.delete + '/delete', {method: 'POST'});
      location.reload();
    };
    confirm.showModal();
  }
});

document.addEventListener('submit', async event => {
  const form = event.target;
  if (form.dataset.ask && !window.confirm(form.dataset.ask)) event.preventDefault();
  if (!form.dataset.post) return;
  event.preventDefault();
  const answer = await fetch(form.dataset.post, {method: 'POST', body: new URLSearchParams(new FormData(form))});
  const result = await answer.json();
  for (const place of form.querySelectorAll('[data-error]')) place.textContent = result.errors?.[place.dataset.error] ?? '';
  if (answer.ok) location.reload();
});

document.addEventListener('input', event => {
  if (event.target.type === 'range') event.target.nextElementSibling.textContent = event.target.value;
});
