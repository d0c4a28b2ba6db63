// The API of this server, asked with the key that the person gave.

const place = "lissom-key";

/** What the server said no to, in its own words. */
export class ApiError extends Error {
  /** @param {number} status @param {string} detail */
  constructor(status, detail) {
    super(detail);
    this.status = status;
  }
}

// Gone with the tab. It is in no address, no cookie and no storage that outlives the session.
export const key = {
  get: () => sessionStorage.getItem(place) ?? "",
  /** @param {string} text */
  set: (text) => sessionStorage.setItem(place, text),
  forget: () => sessionStorage.removeItem(place),
};

/** Called when the server does not know the key any more. */
export const refused = { then: () => {} };

/**
 * @param {string} method @param {string} path below /api/v1
 * @param {{body?: unknown, form?: FormData, signal?: AbortSignal}} [more]
 */
async function send(method, path, { body, form, signal } = {}) {
  /** @type {Record<string, string>} */
  const headers = { apikey: key.get() };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  let response;
  try {
    response = await fetch(`/api/v1${path}`, {
      method,
      headers,
      body: form ?? (body === undefined ? undefined : JSON.stringify(body)),
      signal,
      cache: "no-store",
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new ApiError(0, "The server does not answer.");
  }
  if (response.ok) return response;
  if (response.status === 401) refused.then();
  throw new ApiError(response.status, await detailOf(response));
}

/** @param {Response} response */
async function detailOf(response) {
  try {
    return (await response.json()).detail || `The server answered ${response.status}.`;
  } catch {
    return `The server answered ${response.status}.`;
  }
}

/** @param {string} path @param {AbortSignal} [signal] @returns {Promise<any>} */
export const get = async (path, signal) => (await (await send("GET", path, { signal })).json()).r;
/** The whole body, `r` and what stands beside it. @param {string} path @param {AbortSignal} [signal] @returns {Promise<any>} */
export const getBody = async (path, signal) => (await send("GET", path, { signal })).json();
/** A file of the API as an address for this page alone; whoever has it revokes it. @param {string} path @param {AbortSignal} [signal] */
export const getPicture = async (path, signal) => URL.createObjectURL(await (await send("GET", path, { signal })).blob());
/** @param {string} path @param {unknown} body @returns {Promise<any>} */
export const post = async (path, body) => (await (await send("POST", path, { body })).json()).r;
/** @param {string} path @returns {Promise<any>} */
export const del = async (path) => (await (await send("DELETE", path)).json()).r;

/** @param {string} path @param {File} file @param {Record<string, string>} [fields] @returns {Promise<any>} */
export async function upload(path, file, fields = {}) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append("file", file);
  return (await (await send("POST", path, { form })).json()).r;
}

/** Whether the server takes this key; throws its reason where not. @param {string} text */
export async function check(text) {
  const response = await fetch("/api/v1/task?l=1", { headers: { apikey: text }, cache: "no-store" });
  if (!response.ok) throw new ApiError(response.status, await detailOf(response));
}

let openapiAsked = /** @type {Promise<any> | null} */ (null);
/** The document this server publishes about itself. */
export function openapi() {
  openapiAsked ??= fetch("/openapi.json").then((response) => {
    if (!response.ok) throw new ApiError(response.status, "There is no OpenAPI document.");
    return response.json();
  });
  openapiAsked.catch(() => (openapiAsked = null));
  return openapiAsked;
}

/**
 * Server-sent events of a path, until they end or the signal stops them. EventSource could not send the key.
 * @param {string} path @param {AbortSignal} signal @param {(name: string, data: any) => void} tell
 */
export async function stream(path, signal, tell) {
  const response = await send("GET", path, { signal });
  if (!response.body) return;
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    text += value;
    for (let end = text.indexOf("\n\n"); end >= 0; end = text.indexOf("\n\n")) {
      const lines = text.slice(0, end).split("\n");
      text = text.slice(end + 2);
      const field = (/** @type {string} */ name) =>
        lines.filter((line) => line.startsWith(name)).map((line) => line.slice(name.length)).join("\n");
      const data = field("data: ");
      if (data) tell(field("event: "), JSON.parse(data));
    }
  }
}

/** A link of this server, whatever name it knows itself by: relative, so that the page's own policy lets it in.
 * @param {string} url */
export function ownLink(url) {
  const parsed = new URL(url, location.href);
  return parsed.pathname + parsed.search;
}
