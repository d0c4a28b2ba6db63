// The shapes of the API that the pages use; types only.

/**
 * @typedef {"waiting" | "running" | "done" | "failed" | "cancelled"} Status
 *
 * @typedef {object} Task
 * @property {string} id
 * @property {Status} status
 * @property {unknown} output
 * @property {number} credits_used
 * @property {string} device
 * @property {string | null} live_url
 * @property {string | null} recording_url
 * @property {string | null} downloads_url
 * @property {number} created_at
 * @property {TaskEvent[] | null} events
 * @property {string | null} agent
 * @property {Record<string, any> | null} request
 * @property {boolean} is_session
 * @property {number} created_at_ms
 * @property {number | null} ended_at_ms
 *
 * @typedef {object} TaskEvent
 * @property {string} id
 * @property {string} name
 * @property {Record<string, any>} payload
 * @property {number} timestamp
 *
 * @typedef {object} TraceEntry
 * @property {number} n
 * @property {number} at_ms
 * @property {"step" | "action" | "result" | "full"} kind
 * @property {number} [step]
 * @property {string} [url]
 * @property {string | null} [observation]
 * @property {string | null} [asked]
 * @property {string | null} [answered]
 * @property {string} [action]
 * @property {unknown} [params]
 * @property {string} [effect]
 * @property {boolean} [failed]
 * @property {unknown} [output]
 * @property {number} [took_ms]
 * @property {number} [thinking_ms]
 * @property {{input: number, cached: number, output: number}} [tokens]
 * @property {number} [cost_usd]
 * @property {boolean} [picture] There is one of the page after it.
 *
 * @typedef {object} Page A page of the dashboard on the screen.
 * @property {string} title
 * @property {HTMLElement} root
 * @property {() => void} [leave] Called before another page comes.
 */

export {};
