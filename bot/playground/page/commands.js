// In front of simcord's module of that name. Discord's own client takes a slash command apart that is typed or pasted as
// a whole: the command is chosen, the rest goes into its first option. And a line that is sent while the page has yet to
// learn the bot's commands waits for them.

import { createCommandPicker as createTheirs } from "./simcord.commands.js";

const LINE = /^\/([\p{L}\w-]+)(?:\s([^]*))?$/u;

export function createCommandPicker(options) {
  const { form, input, composer } = options;
  let names = new Set();
  let wanted = false;

  form.addEventListener("submit", sent, true);
  input.addEventListener("keydown", (event) => { if (event.key === "Enter" && !event.shiftKey) sent(event); }, true);
  const picker = createTheirs({ ...options, fetchCatalog });
  input.addEventListener("input", () => { wanted = false; });
  for (const type of ["input", "compositionend"]) input.addEventListener(type, takeApart);
  return picker;

  async function fetchCatalog() {
    try {
      const catalog = await options.fetchCatalog();
      names = new Set(catalog.entries.map((entry) => entry.invocation));
      return catalog;
    } finally {
      setTimeout(arrived);  // Once simcord has them too.
    }
  }

  function arrived() {
    const send = wanted;
    takeApart();
    if (send) form.requestSubmit();
  }

  function sent(event) {
    if (event.isComposing || !input.isConnected || composer.report().editTargetId || !input.value.startsWith("/")) return;
    wanted = ["idle", "loading"].includes(picker.status().catalog.state);
    if (wanted) {
      event.preventDefault();
      event.stopImmediatePropagation();
    } else if (event.type === "submit") takeApart(event);
  }

  function takeApart(event) {
    const { state, catalog } = picker.status();
    const [, name, rest] = LINE.exec(input.value) ?? [];
    if (event?.isComposing || state === "unavailable" || catalog.state !== "ready" || !names.has(name)) return;
    // More of the name may come, unless the line has been sent.
    if (rest === undefined && event?.type !== "submit") return;
    write(input, `/${name}`);
    const entries = [...form.querySelectorAll(".command-entry")];
    entries.find((entry) => entry.querySelector("strong").textContent === `/${name}`).click();
    if (rest && !option()) form.querySelector(".command-suggestion")?.click();
    if (option()) write(option(), rest);
  }

  function option() {
    return form.querySelector(".command-option-input");
  }
}

export function write(field, text) {
  field.value = text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
}
