// @ts-check
// The list of what the agent did, newest at the end and in sight.

const MOST_ENTRIES = 300;

/** @param {string} kind @param {string} text */
function span(kind, text) {
  const made = document.createElement('span');
  made.className = kind;
  made.textContent = text;
  return made;
}

export class Steps {
  /** @param {HTMLOListElement} list */
  constructor(list) {
    this.list = list;
  }

  clear() {
    this.list.replaceChildren();
  }

  /** @param {any} step  a message step, notice or tool_call */
  add(step) {
    const entry = document.createElement('li');
    if (step.type === 'step') {
      entry.append(
        span('time', seconds(step.took_ms)),
        span('action', `${step.number}. ${step.action} `),
        span(step.failed ? 'failed' : 'effect', step.effect)
      );
    } else {
      const text = step.type === 'tool_call' ? `waits for the tool ${step.name}` : step.message;
      entry.append(span('note', String(text)));
    }
    const side = this.list.parentElement;
    const isAtEnd = !side || side.scrollHeight - side.scrollTop - side.clientHeight < 40;
    this.list.append(entry);
    while (this.list.children.length > MOST_ENTRIES) this.list.firstElementChild?.remove();
    if (isAtEnd) side?.scrollTo({ top: side.scrollHeight });
  }
}

/** @param {number} milliseconds */
function seconds(milliseconds) {
  return milliseconds ? `${(milliseconds / 1000).toFixed(1)} s` : '';
}
