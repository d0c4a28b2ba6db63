// @ts-check
// A page that asks for a file: the person chooses one of theirs, and only that one leaves their machine.

const MOST_BYTES = 10 * 2 ** 20; // in all; the server takes no longer messages

export class Files {
  /** @param {HTMLDialogElement} dialog @param {(message: object) => void} send */
  constructor(dialog, send) {
    this.dialog = dialog;
    this.send = send;
    const [choice, no, yes] = ['#files-choice', '#files-no', '#files-yes'].map((name) => dialog.querySelector(name));
    if (!(choice instanceof HTMLInputElement && no instanceof HTMLButtonElement && yes instanceof HTMLButtonElement))
      throw new Error('the page has no way to choose files');
    this.choice = choice;
    this.yes = yes;
    this.choice.addEventListener('change', () => this.check());
    no.addEventListener('click', () => this.give([]));
    yes.addEventListener('click', () => this.give([...(this.choice.files ?? [])]));
    onEscape(dialog, () => this.give([]));
  }

  /** @param {boolean} several */
  ask(several) {
    this.choice.value = '';
    this.choice.multiple = several;
    this.check();
    if (!this.dialog.open) this.dialog.show();
  }

  close() {
    this.dialog.close();
  }

  check() {
    const chosen = [...(this.choice.files ?? [])];
    const isTooLarge = chosen.reduce((sum, file) => sum + file.size, 0) > MOST_BYTES;
    this.choice.setCustomValidity(isTooLarge ? 'All files together may have 10 MB.' : '');
    this.choice.reportValidity();
    this.yes.disabled = chosen.length === 0 || isTooLarge;
  }

  /** @param {File[]} chosen */
  async give(chosen) {
    this.dialog.close();
    const files = await Promise.all(chosen.map(async (file) => ({ name: file.name, data: await base64(file) })));
    this.send({ type: 'files', files });
  }
}

/** Browsers let Escape cancel modal dialogs only; ours leave the rest of the page to be used. @param {HTMLDialogElement} dialog @param {() => void} cancel */
export function onEscape(dialog, cancel) {
  dialog.addEventListener('keydown', (event) => event.key === 'Escape' && !event.isComposing && cancel());
}

/** @param {File} file @returns {Promise<string>} */
function base64(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).split(',')[1] ?? '');
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
}
