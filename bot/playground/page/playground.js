// Places and people on the left, what to type on the right. The conversation between them is simcord's page; this only
// finds its way around in it. As in Discord's own client, answering a picture begins with its Reply.

import { write } from "./commands.js";

const rooms = JSON.parse(document.getElementById("playground-rooms").textContent);
const key = decodeURIComponent(location.hash.slice(1));
const here = rooms.find((room) => room.key === key) ?? rooms[0];
// Before simcord's script reads it.
history.replaceState(null, "", `#${here.key}`);
document.documentElement.lang = here.language;
document.title = `${here.name} · ${here.words.name}`;

const element = (name, attributes = {}, ...children) => {
  const made = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
  made.append(...children);
  return made;
};

const place = (name) => name.split("/")[1];

function ways() {
  const mine = rooms.filter((room) => room.person === here.person);
  const doors = mine.map((room) => element("li", {}, door(room, room.name, "place")));
  const people = rooms.filter((room) => place(room.key) === place(here.key));
  return element("nav", { id: "playground-ways", "aria-label": here.words.places },
    element("h1", {}, here.words.name),
    element("ul", {}, ...doors),
    element("p", {}, here.words.people),
    element("div", { id: "playground-people" }, ...people.map((room) => door(room, room.person, "person"))));
}

function door(room, name, className) {
  const attributes = { href: `#${room.key}`, class: className, "data-kind": room.kind };
  if (room === here) attributes["aria-current"] = "page";
  return element("a", attributes, name);
}

function guide() {
  const steps = here.steps.map((step) => {
    const button = element("button", { type: "button" }, step.type);
    button.addEventListener("click", () => type(step));
    return element("li", {}, element("span", {}, step.say), button);
  });
  return element("details", { id: "playground-guide", open: "" },
    element("summary", {}, here.words.try), element("ol", {}, ...steps));
}

const composer = () => document.getElementById("channel-composer-input");

function type({ type: text, reply }) {
  document.querySelector(".command-context-close")?.click();
  document.getElementById("reply-cancel").click();
  if (reply) lastPicture()?.click();
  // After a space nothing is left to choose: one Enter runs it.
  write(composer(), /^\/\S+$/.test(text) ? `${text} ` : text);
}

// The Reply of the newest message with a picture.
function lastPicture() {
  const messages = [...document.querySelectorAll("#channel-message-list .message-context-actions")].reverse();
  const drawn = messages.find((actions) => actions.parentElement.querySelector("img, .attachment"));
  return drawn?.querySelector('[data-control-key$=":action:reply"]');
}

// Enter beside an option's field runs the command, and does not add another option.
function enter(event) {
  if (event.key !== "Enter" || event.isComposing || !document.querySelector(".command-row")) return;
  if (event.target.closest(".command-pill, .command-option-input, #send-message, .command-popup")) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  document.getElementById("channel-composer").requestSubmit();
}

let atTheEnd = true;

// Whoever reads the end, or has just said something, stays at the end while pictures come in.
function stayAtTheEnd() {
  const timeline = document.getElementById("channel-timeline");
  document.getElementById("channel-composer").addEventListener("submit", () => {
    atTheEnd = true;
    timeline.scrollTop = timeline.scrollHeight;
  }, true);
  let moved = -Infinity;
  for (const event of ["wheel", "touchmove", "pointerdown", "keydown"]) {
    timeline.addEventListener(event, () => { moved = performance.now(); }, { passive: true });
  }
  timeline.addEventListener("scroll", () => {
    const near = timeline.scrollHeight - timeline.scrollTop - timeline.clientHeight < 120;
    // simcord scrolls as well, to keep what is seen where it is: only a person's own scrolling leaves the end.
    if (near || performance.now() - moved < 1000) atTheEnd = near;
  });
  new ResizeObserver(() => {
    if (atTheEnd) timeline.scrollTop = timeline.scrollHeight;
  }).observe(document.getElementById("channel-message-list"));
}

// What is sent while simcord is busy waits its turn (actions.js): Send need not refuse it.
function sendAtAnyTime() {
  const send = document.getElementById("send-message");
  new MutationObserver(() => { send.disabled = false; }).observe(send, { attributeFilter: ["disabled"] });
}

// Links to messages lead to discord.com: here they lead to where that message stands here.
function jump(event) {
  const link = event.target.closest('a[href^="https://discord.com/channels/"]');
  if (!link) return;
  event.preventDefault();
  const [channel, message] = link.href.split("/").slice(-2);
  const room = rooms.find((one) => one.channel === channel && one.person === here.person);
  if (room && room !== here) location.hash = room.key;
  atTheEnd = false;
  document.querySelector(`.channel-message[data-message-id="${message}"]`)?.scrollIntoView();
}

// simcord comments on everything; only what went wrong is of interest here.
function sayOnlyWhatIsWrong() {
  const status = document.getElementById("action-status");
  const wrong = /not completed|uncertain|unavailable|interrupted|awaiting/;
  new MutationObserver(() => status.toggleAttribute("data-wrong", wrong.test(status.textContent)))
    .observe(status, { childList: true, characterData: true, subtree: true });
}

const workspace = document.getElementById("preview-workspace");
workspace.prepend(ways());
workspace.append(guide());
if (matchMedia("(max-width: 1100px)").matches) document.getElementById("playground-guide").removeAttribute("open");
document.addEventListener("keydown", enter, true);
document.addEventListener("click", jump, true);
stayAtTheEnd();
sendAtAnyTime();
sayOnlyWhatIsWrong();
