// What can be seen of a task: live while it runs, recorded after.

import { ownLink } from "./api.js";
import { button, fill, h } from "./dom.js";
import { inline } from "./format.js";

/** @typedef {import("./types.js").Task} Task */
/** @typedef {import("./types.js").TraceEntry} TraceEntry */

// How long the last word stays where nothing comes after it, as in the film's own track.
const captionShown = 6000;
// A picture that does not come within so long will not come.
const seekLimit = 4000;

export class Picture {
  constructor() {
    this.heading = h("h2", {}, "Picture");
    this.buttons = h("div", { class: "row" });
    this.stage = h("div", { class: "picture" });
    this.root = h("section", { class: "card", "aria-label": "Picture" }, h("div", { class: "head" }, this.heading, this.buttons), this.stage);
    /** @type {string | null} */
    this.shown = null;
    this.startedAt = 0;
    /** @type {HTMLVideoElement | null} */
    this.video = null;
    /** @type {HTMLVideoElement | null} */
    this.reader = null;
    this.reading = Promise.resolve();
    /** @type {TraceEntry[]} */
    this.steps = [];
    /** @type {TextTrack | null} */
    this.captions = null;
  }

  leave() {
    for (const video of [this.video, this.reader])
      if (video) {
        video.pause();
        video.removeAttribute("src");
        video.load();
      }
  }

  /** @param {Task} task @param {number} startedAt when its browser was there, in ms */
  show(task, startedAt) {
    this.startedAt = startedAt;
    this.stage.classList.toggle("mobile", task.device === "mobile");
    const isLive = task.status === "running" && Boolean(task.live_url);
    const wanted = isLive ? `live ${task.live_url}` : task.recording_url ? `video ${task.recording_url}` : task.status;
    if (wanted === this.shown) return;
    this.shown = wanted;
    this.leave();
    this.video = this.reader = this.captions = null;
    fill(this.buttons);
    if (isLive && task.live_url) this.showLive(ownLink(task.live_url));
    else if (task.recording_url) this.showRecording(ownLink(task.recording_url));
    else this.showNothing(task);
  }

  /** @param {string} link */
  showLive(link) {
    this.stage.classList.remove("none");
    this.heading.textContent = "Live";
    const frame = h("iframe", { title: "Live picture of the browser", src: `${link}&embed=true&interactive=false`, allow: "fullscreen" });
    fill(this.buttons, button("Full screen", () => frame.requestFullscreen(), "small"), h("a", { class: "button small", href: link, target: "_blank", rel: "noopener" }, "Open"));
    fill(this.stage, frame);
  }

  /** @param {string} link */
  showRecording(link) {
    this.stage.classList.remove("none");
    this.heading.textContent = "Recording";
    this.video = h("video", { src: link, controls: true, preload: "metadata", playsinline: true });
    const video = this.video;
    // How it ended says more than the empty page it began with; to play begins at the beginning.
    video.addEventListener("loadedmetadata", () => (video.currentTime = Math.max(0, video.duration - 0.1)), { once: true });
    video.addEventListener("loadedmetadata", () => this.showCaptions(), { once: true });
    video.addEventListener("play", () => video.currentTime > video.duration - 0.2 && (video.currentTime = 0), { once: true });
    video.addEventListener("error", () => fill(this.stage, h("p", {}, "The recording cannot be played here.")));
    fill(this.buttons, h("a", { class: "button small", href: link, download: "recording.mp4" }, "Download"));
    fill(this.stage, this.video);
  }

  /** @param {Task} task */
  showNothing(task) {
    this.heading.textContent = "Picture";
    this.stage.classList.add("none");
    const why =
      task.status === "waiting" ? "The browser is not open yet."
      : task.status === "running" ? "This server shows no live picture."
      : "There is no recording.";
    fill(this.stage, h("p", {}, why));
  }

  /** What the recording says while it plays. @param {TraceEntry[]} entries */
  caption(entries) {
    this.steps = entries.filter((entry) => entry.kind === "step");
    this.showCaptions();
  }

  // The film has these words as a track of its own. Chromium and Firefox know nothing of it, and WebKit leaves it off.
  showCaptions() {
    if (!this.video || this.video.readyState < HTMLMediaElement.HAVE_METADATA) return;
    if (!this.captions) for (const own of this.video.textTracks) own.mode = "disabled"; // not the same words twice
    this.captions ??= this.video.addTextTrack("captions", "Steps", "en");
    this.captions.mode = "showing";
    for (const cue of [...(this.captions.cues ?? [])]) this.captions.removeCue(cue);
    const begins = this.steps.map((step) => step.at_ms - (step.took_ms ?? 0));
    this.steps.forEach((step, at) => {
      const end = Math.min(begins[at + 1] ?? Infinity, step.at_ms + captionShown);
      const [from, until] = [begins[at], end].map((each) => Math.max(0, each - this.startedAt) / 1000);
      if (until > from) this.captions?.addCue(new VTTCue(from, until, asCue([`${step.step ?? step.n}. ${step.action}`, inline(step.effect ?? "", 300)].filter(Boolean).join(": "))));
    });
  }

  get hasRecording() {
    return this.video !== null;
  }

  /** Plays on from this moment. @param {number} at ms since 1970 */
  seek(at) {
    if (!this.video) return;
    this.video.currentTime = Math.max(0, (at - this.startedAt) / 1000);
    this.root.scrollIntoView({ block: "nearest" });
  }

  /** Draws what was to be seen at this moment; answers whether there was a picture.
   * @param {HTMLCanvasElement} canvas @param {number} at ms since 1970 @returns {Promise<boolean>} */
  draw(canvas, at) {
    // One after the other: they share one reader.
    const drawn = this.reading.then(() => this.drawNow(canvas, at));
    this.reading = drawn.then(() => {}, () => {});
    return drawn;
  }

  /** @param {HTMLCanvasElement} canvas @param {number} at @returns {Promise<boolean>} */
  async drawNow(canvas, at) {
    if (!this.video) return false;
    if (!this.reader) {
      this.reader = h("video", { src: this.video.src, preload: "auto", muted: true, playsinline: true });
      await happened(this.reader, "loadeddata");
    }
    const reader = this.reader;
    const latest = Math.max(0, reader.duration - 0.05);
    const wanted = Math.min(latest, Math.max(0, (at - this.startedAt) / 1000));
    if (Math.abs(reader.currentTime - wanted) > 0.001) {
      const sought = happened(reader, "seeked");
      reader.currentTime = wanted;
      await sought;
    }
    canvas.width = reader.videoWidth;
    canvas.height = reader.videoHeight;
    canvas.getContext("2d")?.drawImage(reader, 0, 0);
    return reader.videoWidth > 0;
  }
}

/** Captions have a markup of their own; what strangers wrote is none. @param {string} text */
const asCue = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

/** @param {HTMLElement} target @param {string} name */
function happened(target, name) {
  return new Promise((resolve, reject) => {
    const limit = setTimeout(() => reject(new Error(`no ${name} in time`)), seekLimit);
    target.addEventListener(name, () => (clearTimeout(limit), resolve(null)), { once: true });
    target.addEventListener("error", () => (clearTimeout(limit), reject(new Error("not playable"))), { once: true });
  });
}
