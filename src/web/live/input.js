// @ts-check
// What a person does over the picture, as messages for the browser behind it.

const BUTTONS = ['left', 'middle', 'right', 'back', 'forward'];
const IS_MAC = /Mac|iP(hone|ad|od)/.test(navigator.platform);

/** @param {MouseEvent | KeyboardEvent | WheelEvent} event */
function modifiers(event) {
  // The browser behind the picture is one of Linux: what a Mac does with Command, it does with Control.
  const control = event.ctrlKey || (IS_MAC && event.metaKey);
  const meta = event.metaKey && !IS_MAC;
  return (event.altKey ? 1 : 0) + (control ? 2 : 0) + (meta ? 4 : 0) + (event.shiftKey ? 8 : 0);
}

export class Input {
  /**
   * @param {HTMLCanvasElement} canvas
   * @param {HTMLTextAreaElement} keys  has the focus while a person types: brings input methods and telephones' keyboards
   * @param {(message: object) => void} send
   * @param {() => void} leave  puts the focus somewhere else
   */
  constructor(canvas, keys, send, leave) {
    this.canvas = canvas;
    this.keys = keys;
    this.send = send;
    this.leave = leave;
    this.isOn = false;
    this.isTouch = false; // the session is one of a telephone
    /** @type {Map<number, {x: number, y: number, id: number}>} */
    this.fingers = new Map();
    /** @type {Set<string>} */
    this.held = new Set();
    this.clicks = { count: 0, at: 0, x: 0, y: 0 };
    this.listen();
  }

  focus() {
    this.keys.focus({ preventScroll: true });
  }

  blur() {
    this.keys.blur();
  }

  /** @param {MouseEvent} event */
  place(event) {
    const box = this.canvas.getBoundingClientRect();
    const x = ((event.clientX - box.left) / box.width) * Number(this.canvas.dataset.width);
    const y = ((event.clientY - box.top) / box.height) * Number(this.canvas.dataset.height);
    return { x: Math.round(x * 10) / 10, y: Math.round(y * 10) / 10 };
  }

  listen() {
    const { canvas, keys } = this;
    canvas.addEventListener('pointerdown', (event) => this.pointer(event, 'down'));
    canvas.addEventListener('pointermove', (event) => this.pointer(event, 'move'));
    canvas.addEventListener('pointerup', (event) => this.pointer(event, 'up'));
    canvas.addEventListener('pointercancel', (event) => this.pointer(event, 'up'));
    canvas.addEventListener('contextmenu', (event) => event.preventDefault());
    canvas.addEventListener('wheel', (event) => this.wheel(event), { passive: false });
    keys.addEventListener('keydown', (event) => this.key(event, 'down'));
    keys.addEventListener('keyup', (event) => this.key(event, 'up'));
    keys.addEventListener('paste', (event) => this.paste(event));
    keys.addEventListener('input', (event) => this.typed(/** @type {InputEvent} */ (event)));
    keys.addEventListener('compositionend', (event) => this.composed(event));
    keys.addEventListener('blur', () => this.releaseKeys());
  }

  // -- mouse and fingers

  /** @param {PointerEvent} event @param {'down' | 'move' | 'up'} kind */
  pointer(event, kind) {
    if (!this.isOn) return;
    event.preventDefault();
    if (kind === 'down') {
      this.canvas.setPointerCapture(event.pointerId);
      this.focus();
    }
    if (this.isTouch) return this.touch(event, kind);
    // A finger that looks at the page of a desktop: it is a mouse that is only there while it presses.
    const { x, y } = this.place(event);
    if (kind === 'down') this.countClicks(event);
    const button = kind === 'move' ? heldButton(event.buttons) : (BUTTONS[event.button] ?? 'left');
    this.send({
      type: 'mouse', kind, x, y, button, buttons: event.buttons, count: this.clicks.count || 1, modifiers: modifiers(event),
    });
  }

  /** @param {PointerEvent} event */
  countClicks(event) {
    const last = this.clicks;
    const isNear = Math.hypot(event.clientX - last.x, event.clientY - last.y) < 6;
    const count = isNear && event.timeStamp - last.at < 500 && last.count < 3 ? last.count + 1 : 1;
    this.clicks = { count, at: event.timeStamp, x: event.clientX, y: event.clientY };
  }

  /** @param {PointerEvent} event @param {'down' | 'move' | 'up'} kind */
  touch(event, kind) {
    if (kind !== 'down' && !this.fingers.has(event.pointerId)) return;
    if (kind === 'up') this.fingers.delete(event.pointerId);
    else this.fingers.set(event.pointerId, { ...this.place(event), id: event.pointerId });
    const names = { down: 'start', move: 'move', up: event.type === 'pointercancel' ? 'cancel' : 'end' };
    this.send({ type: 'touch', kind: names[kind], points: [...this.fingers.values()], modifiers: modifiers(event) });
  }

  /** @param {WheelEvent} event */
  wheel(event) {
    if (!this.isOn) return;
    event.preventDefault();
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 40 : event.deltaMode === WheelEvent.DOM_DELTA_PAGE ? 700 : 1;
    this.send({ type: 'wheel', ...this.place(event), dx: event.deltaX * unit, dy: event.deltaY * unit, modifiers: modifiers(event) });
  }

  // -- keys

  /** @param {KeyboardEvent} event @param {'down' | 'up'} kind */
  key(event, kind) {
    if (!this.isOn || event.isComposing || event.key === 'Process' || event.key === 'Unidentified') return;
    const held = modifiers(event);
    const isCommand = (held & (2 | 4)) !== 0 && !event.getModifierState('AltGraph');
    // The way out for people who use the keyboard alone.
    if (event.key === 'Escape' && event.shiftKey) {
      if (kind === 'down') this.leave();
      return;
    }
    // Left to this browser, which answers with the event `paste`.
    if (isCommand && event.key.toLowerCase() === 'v') return;
    // Half of a character: this browser puts it together, and tells with `compositionend` or with the next key.
    if (event.key === 'Dead') return;
    event.preventDefault();
    const key = IS_MAC && event.key === 'Meta' ? 'Control' : event.key;
    const isText = [...event.key].length === 1 && !isCommand;
    if (kind === 'down') this.held.add(event.code);
    else this.held.delete(event.code);
    this.send({
      type: 'key', kind, key, code: event.code, text: isText ? event.key : '', number: event.keyCode, location: event.location,
      modifiers: event.getModifierState('AltGraph') ? held & 8 : held, repeats: event.repeat,
    });
  }

  /** Keys that are let go elsewhere must not stay down over there. */
  releaseKeys() {
    for (const code of this.held) this.send({ type: 'key', kind: 'up', key: '', code, modifiers: 0 });
    this.held.clear();
  }

  /** @param {ClipboardEvent} event */
  paste(event) {
    event.preventDefault();
    const text = event.clipboardData?.getData('text/plain');
    if (this.isOn && text) this.send({ type: 'text', text });
  }

  /** Keyboards of telephones tell no keys, only text. @param {InputEvent} event */
  typed(event) {
    if (event.isComposing) return;
    if (event.inputType === 'insertText' && event.data) this.send({ type: 'text', text: event.data });
    if (event.inputType === 'deleteContentBackward') this.tap('Backspace', 8);
    if (event.inputType === 'insertLineBreak') this.tap('Enter', 13);
    // One character stays, so that there is something to delete.
    this.keys.value = ' ';
  }

  /** @param {CompositionEvent} event */
  composed(event) {
    if (this.isOn && event.data) this.send({ type: 'text', text: event.data });
    this.keys.value = ' ';
  }

  /** @param {string} key @param {number} number */
  tap(key, number) {
    for (const kind of ['down', 'up']) this.send({ type: 'key', kind, key, code: key, number, modifiers: 0 });
  }
}

/** @param {number} buttons */
function heldButton(buttons) {
  return buttons & 1 ? 'left' : buttons & 2 ? 'right' : buttons & 4 ? 'middle' : 'none';
}
