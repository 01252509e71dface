// In front of simcord's module of that name. simcord drops whatever is done while it waits for the answer to what was
// done before; in Discord nothing is lost so: here it waits its turn.

import { createActions as createTheirs } from "./simcord.actions.js";

// What people do; simcord has queues of its own for what the page does.
const PEOPLES = new Set([
  "send_message", "edit_message", "delete_message", "run_command", "click", "select", "modal_submit",
]);

export function createActions(options) {
  const waiting = [];
  let latest = null;
  const theirs = createTheirs({ ...options, idle: () => { options.idle(); next(); } });

  function next() {
    while (waiting.length && !theirs.admissionBlocked()) theirs.dispatch(...waiting.shift());
  }

  function dispatch(...action) {
    if (!PEOPLES.has(action[0])) { theirs.dispatch(...action); return; }
    const said = JSON.stringify(action);
    // A second Enter, or a double click.
    if (theirs.admissionBlocked() && said === latest) return;
    latest = said;
    waiting.push(action);
    next();
  }

  function tick() {
    theirs.tick();
    next();
  }

  // With nothing refused, no button is dimmed meanwhile.
  return { ...theirs, dispatch, tick, admissionBlocked: () => false };
}
