// The banner that asks about cookies, and the newsletter that opens once a reader scrolls or lingers.
const send = (path, fields) => fetch(path, {method: 'POST', body: new URLSearchParams(fields)});
const banner = document.querySelector('.consent');

banner?.addEventListener('click', async event => {
  const choice = event.target.dataset.consent;
  if (!choice) return;
  if (choice === 'settings') {
    event.target.hidden = true;
    banner.querySelector('p').insertAdjacentHTML('afterend',
      '<p><label><input type="checkbox" checked disabled> Necessary</label> <label><input type="checkbox"> Statistics</label> ' +
      '<label><input type="checkbox"> Marketing</label></p>');
    return;
  }
  await send('/news/consent', {choice});
  banner.remove();
  document.querySelector('.consent-backdrop').remove();
});

const newsletter = document.querySelector('.newsletter');
let offered = document.body.dataset.newsletter === 'seen';
const offer = () => {
  if (offered) return;
  offered = true;
  newsletter.hidden = false;
};
if (location.pathname.startsWith('/news/article/')) {
  setTimeout(offer, 2500);
  addEventListener('scroll', () => scrollY > 500 && offer());
}
const decline = () => { newsletter.hidden = true; send('/news/newsletter', {}); };
newsletter.querySelector('.close').addEventListener('click', decline);
newsletter.querySelector('[data-no]').addEventListener('click', decline);
newsletter.querySelector('form').addEventListener('submit', event => {
  event.preventDefault();
  send('/news/newsletter', new FormData(event.target));
  event.target.innerHTML = '<h2>Thank you</h2><p>Please confirm your address in the mail we sent.</p>';
  setTimeout(() => { newsletter.hidden = true; }, 1500);
});
