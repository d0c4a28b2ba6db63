// @ts-check
// Draws frames, and the agent's pointer over them.

const SHAPES = { desktop: [1280, 720], 'desktop-lg': [1920, 1080], mobile: [390, 844] };
const HEADER_BYTES = 16; // number, width, height, time waited: docs/live.md

export class Picture {
  /**
   * @param {HTMLCanvasElement} canvas
   * @param {HTMLElement} pointer
   * @param {(number: number) => void} seen  told when a frame is drawn, so that the next may come
   */
  constructor(canvas, pointer, seen) {
    this.canvas = canvas;
    this.pointer = pointer;
    this.seen = seen;
    this.context = canvas.getContext('2d', { alpha: false });
    this.connection = 0;
    this.drawn = 0; // number of this connection's newest frame that is drawn
  }

  /** The shape to expect, so that nothing jumps when the first frame comes. @param {string} device */
  shape(device) {
    const [width, height] = SHAPES[/** @type {keyof typeof SHAPES} */ (device)] ?? SHAPES.desktop;
    this.resize(width, height, width, height);
  }

  /** Another connection: it counts its frames from one. */
  begin() {
    this.connection++;
    this.drawn = 0;
  }

  /** @param {ArrayBuffer} message */
  async draw(message) {
    const { connection } = this;
    const view = new DataView(message);
    const number = view.getUint32(0);
    const [width, height] = [view.getUint32(4), view.getUint32(8)];
    try {
      const bitmap = await createImageBitmap(new Blob([new Uint8Array(message, HEADER_BYTES)], { type: 'image/jpeg' }));
      // Decoding may overtake: an older frame must not cover a newer one.
      if (connection === this.connection && number > this.drawn) {
        this.drawn = number;
        this.resize(bitmap.width, bitmap.height, width || bitmap.width, height || bitmap.height);
        this.context?.drawImage(bitmap, 0, 0);
        this.canvas.dataset.drawn = '';
      }
      bitmap.close();
    } finally {
      this.seen(number);
    }
  }

  /**
   * @param {number} width
   * @param {number} height
   * @param {number} cssWidth  of the page's viewport, in whose pixels input is given
   * @param {number} cssHeight
   */
  resize(width, height, cssWidth, cssHeight) {
    if (this.canvas.width !== width || this.canvas.height !== height) {
      this.canvas.width = width;
      this.canvas.height = height;
    }
    this.canvas.dataset.width = String(cssWidth);
    this.canvas.dataset.height = String(cssHeight);
  }

  /** @param {{kind: string, x: number, y: number}} message */
  point({ kind, x, y }) {
    const box = this.canvas.getBoundingClientRect();
    const scale = box.width / Number(this.canvas.dataset.width);
    this.pointer.hidden = false;
    this.pointer.style.transform = `translate(${x * scale + this.canvas.offsetLeft}px, ${y * scale + this.canvas.offsetTop}px)`;
    this.pointer.classList.toggle('down', kind === 'down');
  }

  hidePointer() {
    this.pointer.hidden = true;
  }
}
