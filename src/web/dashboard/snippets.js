// A task as a command or a program that does the same.

/** What was asked, without what is as it would be anyway. @param {Record<string, any>} request */
export function essential(request) {
  const usual = /** @type {Record<string, any>} */ ({
    agent: "smooth",
    max_steps: 32,
    device: "desktop",
    enable_recording: true,
    profile_read_only: false,
    use_stealth: true,
    use_adblock: true,
    use_captcha_solver: true,
    show_cursor: false,
  });
  return Object.fromEntries(
    Object.entries(request).filter(([name, value]) => {
      if (name === "task") return true;
      if (value === null || value === undefined || value === "" || value === usual[name]) return false;
      return typeof value !== "object" || Object.keys(value).length > 0;
    }),
  );
}

/** For a shell: nothing in it is expanded. @param {string} text */
const quoted = (text) => `'${text.replaceAll("'", "'\\''")}'`;

/** @param {Record<string, any>} request */
export function asCurl(request) {
  return [
    `curl ${quoted(`${location.origin}/api/v1/task`)} \\`,
    '  -H "apikey: $LISSOM_API_KEY" \\',
    "  -H 'Content-Type: application/json' \\",
    `  -d ${quoted(JSON.stringify(essential(request)))}`,
  ].join("\n");
}

/** A value as Python writes it. @param {unknown} value @param {string} [indent] @returns {string} */
export function asPythonValue(value, indent = "    ") {
  if (value === null || value === undefined) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  // A string of JSON is one of Python, too.
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value !== "object") return String(value);
  const inner = indent + "    ";
  const parts = Array.isArray(value)
    ? value.map((each) => asPythonValue(each, inner))
    : Object.entries(value).map(([name, each]) => `${asPythonValue(name)}: ${asPythonValue(each, inner)}`);
  const [open, close] = Array.isArray(value) ? "[]" : "{}";
  const line = `${open}${parts.join(", ")}${close}`;
  if (line.length <= 80) return line;
  return `${open}\n${parts.map((part) => inner + part + ",\n").join("")}${indent}${close}`;
}

// The arguments of the published SDK's session(), and those that its run() has besides.
const ofSessions = new Set(
  "files agent device allowed_urls enable_recording profile_id profile_read_only use_stealth proxy_server proxy_username proxy_password certificates use_adblock use_captcha_solver additional_tools custom_tools experimental_features extensions show_cursor".split(" "),
);
const ofRuns = new Set([...ofSessions, "response_model", "url", "metadata", "max_steps"]);

/** With the published SDK, which takes these arguments by name. @param {Record<string, any>} request */
export function asPython(request) {
  const { task, ...more } = essential(request);
  const base = asPythonValue(`${location.origin}/api`);
  const client = `with SmoothClient(api_key=os.environ["LISSOM_API_KEY"], base_url=${base}) as client:`;
  const isSession = task === null || task === undefined;
  const taken = isSession ? ofSessions : ofRuns;
  const args = Object.entries(more).filter(([name]) => taken.has(name)).map(([name, value]) => `        ${name}=${asPythonValue(value, "        ")},\n`);
  const head = ["import os", "", "from smooth import SmoothClient", "", client];
  if (isSession)
    return [
      ...head,
      `    with client.session(${args.length ? `\n${args.join("")}    ` : ""}) as session:`,
      "        print(session.live_url())",
      ...(more.url ? [`        session.goto(${asPythonValue(more.url)})`] : []),
      "",
    ].join("\n");
  return [
    ...head,
    `    task = client.run(\n        ${asPythonValue(task, "        ")},\n${args.join("")}    )`,
    "    print(task.result().output)",
    "",
  ].join("\n");
}
