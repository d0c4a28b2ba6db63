// @ts-check
// The live viewer: draws the pictures of one browser session, tells what happens in it, and hands on what a
// person does. What travels over its WebSocket is in docs/live.md. Text of strangers is only ever textContent.

import { Files, onEscape } from './files.js';
import { Input } from './input.js';
import { Picture } from './picture.js';
import { Steps } from './steps.js';

/**
 * @typedef {{id: string, title: string, url: string, front: boolean}} Tab
 * @typedef {{kind: string, message: string, text: string}} Dialog
 */

// After a lost connection: soon at first, then less and less often.
const RETRY_MS = 1000;
const LONGEST_RETRY_MS = 15000;

const query = new URLSearchParams(location.search);
const isEmbedded = isTrue(query.get('embed'));
const wantsControl = isTrue(query.get('interactive'));

/** @param {string | null} text */
function isTrue(text) {
  return ['true', 'True', '1'].includes(text ?? '');
}

/**
 * @template {HTMLElement} T
 * @param {string} id
 * @param {new (...args: any[]) => T} kind
 * @returns {T}
 */
function element(id, kind) {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(`the page has no ${id}`);
  return found;
}

const bar = {
  tabs: element('tabs', HTMLDivElement),
  back: element('back', HTMLButtonElement),
  reload: element('reload', HTMLButtonElement),
  address: element('address', HTMLOutputElement),
  status: element('status', HTMLSpanElement),
  control: element('control', HTMLButtonElement),
};
const notice = element('notice', HTMLParagraphElement);
const question = element('question', HTMLDialogElement);
const questionTitle = element('question-title', HTMLParagraphElement);
const questionText = element('question-text', HTMLParagraphElement);
const questionAnswer = element('question-answer', HTMLInputElement);

const steps = new Steps(element('steps', HTMLOListElement));
const picture = new Picture(element('picture', HTMLCanvasElement), element('pointer', HTMLDivElement), (number) =>
  send({ type: 'seen', number })
);

/** @type {WebSocket | null} */
let socket = null;
let isOver = false;
let isFull = false; // there are as many viewers as there may be
let failures = 0; // since the last connection that worked
let mayControl = false;
/** @type {'agent' | 'person' | 'you'} */
let holder = 'agent';
let isCrashShown = false;
let frontTab = '';
let asked = 'null'; // the dialog that is shown, as JSON

const input = new Input(
  element('picture', HTMLCanvasElement),
  element('keys', HTMLTextAreaElement),
  (message) => send(message),
  leavePicture
);

const files = new Files(element('files', HTMLDialogElement), (message) => send(message));

// An embedded picture has no button to go to: whoever leaves it gives the controls back.
function leavePicture() {
  if (!isEmbedded) return bar.control.focus();
  input.blur(); // lets go of the keys, which is an input, too
  if (holder === 'you') send({ type: 'control', take: false });
}

/** @param {object} message */
function send(message) {
  if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
}

// -- what the server says

/** @param {any} message */
function hear(message) {
  switch (message.type) {
    case 'hello':
      mayControl = message.may_control;
      input.isTouch = message.device === 'mobile';
      picture.begin();
      steps.clear();
      for (const step of message.steps) steps.add(step);
      isFull = false;
      failures = 0;
      say('');
      break;
    case 'page':
      showPage(message);
      break;
    case 'step':
    case 'notice':
    case 'tool_call':
      steps.add(message);
      break;
    case 'pointer':
      picture.point(message);
      break;
    case 'control':
      holder = message.holder;
      showControl();
      break;
    case 'files':
      files.ask(message.several);
      break;
    case 'full':
      isFull = true;
      break;
    case 'ended':
      end(message);
      break;
  }
}

/** @param {{url: string, title: string, tabs: Tab[], dialog: Dialog | null, crashed: boolean}} page */
function showPage(page) {
  document.title = page.title ? `${page.title} – Lissom live` : 'Lissom live';
  bar.address.value = page.url;
  bar.address.title = page.url;
  bar.tabs.hidden = page.tabs.length < 2;
  showTabs(page.tabs);
  if (page.crashed || isCrashShown) say(page.crashed ? 'This page has crashed.' : '');
  isCrashShown = page.crashed;
  showDialog(page.dialog);
}

/** Those that stay are the same elements, so that the focus stays, too. @param {Tab[]} tabs */
function showTabs(tabs) {
  const known = new Map([...bar.tabs.children].map((button) => [/** @type {HTMLElement} */ (button).dataset.id, button]));
  const buttons = tabs.map((tab) => showTab(tab, /** @type {HTMLButtonElement | undefined} */ (known.get(tab.id))));
  for (const button of known.values()) if (!buttons.includes(/** @type {HTMLButtonElement} */ (button))) button.remove();
  buttons.forEach((button, at) => {
    if (bar.tabs.children[at] !== button) bar.tabs.insertBefore(button, bar.tabs.children[at] ?? null);
  });
  const front = tabs.find((tab) => tab.front)?.id ?? '';
  if (front !== frontTab) buttons[tabs.findIndex((tab) => tab.front)]?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  frontTab = front;
}

/** @param {Tab} tab @param {HTMLButtonElement} [known] */
function showTab(tab, known) {
  const button = known ?? document.createElement('button');
  if (!known) {
    button.type = 'button';
    button.role = 'tab';
    button.dataset.id = tab.id;
    button.addEventListener('click', () => send({ type: 'tab', id: tab.id }));
  }
  button.textContent = tab.title || tab.url || 'New tab';
  button.title = tab.url;
  button.setAttribute('aria-selected', String(tab.front));
  button.disabled = !mayControl && !tab.front;
  return button;
}

/** @param {Dialog | null} dialog */
function showDialog(dialog) {
  // An answer half written is not to be lost because another tab has a new title.
  const now = JSON.stringify(dialog);
  if (now === asked) return;
  asked = now;
  if (!dialog) return question.close();
  const who = dialog.kind === 'before_unload' ? 'The page asks before it is left' : 'The page says';
  questionTitle.textContent = who;
  questionText.textContent = dialog.message || (dialog.kind === 'before_unload' ? 'Changes you made may not be saved.' : '');
  questionAnswer.hidden = dialog.kind !== 'prompt';
  questionAnswer.value = dialog.text;
  const [yes, no] = dialog.kind === 'before_unload' ? ['Leave', 'Stay'] : ['OK', 'Cancel'];
  element('question-yes', HTMLButtonElement).textContent = yes;
  element('question-no', HTMLButtonElement).textContent = no;
  element('question-no', HTMLButtonElement).hidden = dialog.kind === 'alert';
  for (const control of question.querySelectorAll('button, input'))
    if (control instanceof HTMLButtonElement || control instanceof HTMLInputElement) control.disabled = !mayControl;
  if (!question.open) question.show();
}

/** @param {boolean} accept */
function answerDialog(accept) {
  send({ type: 'dialog', accept, text: questionAnswer.hidden ? '' : questionAnswer.value });
}

function showControl() {
  const isMine = holder === 'you';
  input.isOn = mayControl && holder !== 'person';
  picture.hidePointer();
  document.body.dataset.state = isMine ? 'held' : 'live';
  bar.control.hidden = !mayControl;
  bar.control.textContent = isMine ? 'Give back' : 'Take over';
  bar.control.title = isMine ? 'The agent waits for you' : 'The agent waits while you have the controls';
  bar.back.disabled = bar.reload.disabled = !mayControl;
  bar.status.textContent = isMine
    ? 'You have the controls'
    : holder === 'person'
      ? 'Another person has the controls'
      : 'Live';
}

/** @param {{status: string, recording_url: string}} message */
function end(message) {
  isOver = true;
  input.isOn = false;
  question.close();
  files.close();
  picture.hidePointer();
  document.body.dataset.state = 'over';
  bar.control.hidden = true;
  bar.back.disabled = bar.reload.disabled = true;
  bar.status.textContent = 'Ended';
  const words = { done: 'It is done.', failed: 'It failed.', cancelled: 'It was closed.' };
  say(words[/** @type {'done'} */ (message.status)] ?? 'It has ended.', message.recording_url);
}

/**
 * @param {string} text
 * @param {string} [recording]
 */
function say(text, recording) {
  notice.hidden = !text;
  notice.textContent = text;
  if (!recording) return;
  const link = document.createElement('a');
  link.href = recording;
  link.target = '_blank';
  link.rel = 'noopener noreferrer';
  link.textContent = 'Watch the recording';
  notice.append(document.createElement('br'), link);
}

// -- the connection

let retry = 0;

function connect() {
  const address = new URL(`${location.pathname.replace(/\/$/, '')}/ws`, location.href);
  address.protocol = address.protocol.replace('http', 'ws');
  if (wantsControl) address.searchParams.set('interactive', 'true');
  let hasOpened = false;
  socket = new WebSocket(address);
  socket.binaryType = 'arraybuffer';
  socket.addEventListener('open', () => (hasOpened = true));
  socket.addEventListener('message', ({ data }) => {
    if (data instanceof ArrayBuffer) picture.draw(data);
    else hear(JSON.parse(data));
  });
  socket.addEventListener('close', async () => {
    if (isOver) return;
    input.isOn = false;
    document.body.dataset.state = 'away';
    bar.status.textContent = 'Not connected';
    // A browser does not tell why a WebSocket was refused; the page's own address does.
    if (!hasOpened && (await isGone())) {
      isOver = true;
      bar.status.textContent = 'Not there';
      return say('This link is not valid, or has expired.');
    }
    const wait = Math.min(LONGEST_RETRY_MS, RETRY_MS * 2 ** failures++);
    if (isFull) bar.status.textContent = 'Full';
    say(isFull ? 'As many people look on as can at once. Trying again …' : 'The connection was lost. Trying again …');
    clearTimeout(retry);
    retry = setTimeout(connect, wait);
  });
}

async function isGone() {
  try {
    return (await fetch(location.href, { method: 'HEAD' })).status === 404;
  } catch {
    return false;
  }
}

// A line that is cut tells nobody; the machine does.
addEventListener('offline', () => socket?.close());
addEventListener('online', () => {
  if (isOver || socket?.readyState === WebSocket.OPEN) return;
  clearTimeout(retry);
  failures = 0;
  connect();
});

bar.control.addEventListener('click', () => {
  send({ type: 'control', take: holder !== 'you' });
  if (holder !== 'you') input.focus();
});
bar.back.addEventListener('click', () => send({ type: 'go', where: 'back' }));
bar.reload.addEventListener('click', () => send({ type: 'go', where: 'reload' }));
element('question-yes', HTMLButtonElement).addEventListener('click', () => answerDialog(true));
element('question-no', HTMLButtonElement).addEventListener('click', () => answerDialog(false));
onEscape(question, () => mayControl && answerDialog(false));
question.querySelector('form')?.addEventListener('submit', (event) => {
  event.preventDefault();
  answerDialog(true);
});

document.body.classList.toggle('embedded', isEmbedded);
picture.shape(query.get('device') ?? 'desktop');
connect();
