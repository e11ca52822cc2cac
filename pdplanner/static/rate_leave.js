/* Where the session has ended, what is not saved goes to the sign-in page in one request: each
   answer keeps one request in its cookie, and of several only the last would come back. */

const ratings = document.getElementById("ratings");
const SINCE_LAST_TOUCH = 1000;
const saved = new Set();
let leaving = false;
let button = ratings.querySelector("[value=stay]");
let timer;

function questionOf(element) {
  return element.closest("#ratings fieldset");
}

/* A text that is still being typed counts, and so does what came back after an earlier sign-in. */
function isUnsaved(question) {
  if (saved.has(question)) return false;
  const fields = [...question.querySelectorAll("input")];
  const changed = fields.some((each) => each.value !== each.defaultValue || each.checked !== each.defaultChecked);
  return changed || question.querySelector(".save[data-wanted]") !== null;
}

function leave() {
  ratings.requestSubmit(button);
}

/* Whoever rates by quick keys is not interrupted between two of them. */
function leaveSoon() {
  clearTimeout(timer);
  timer = setTimeout(leave, SINCE_LAST_TOUCH);
}

/* Captured, for the same change makes htmx send: what is on its way counts as saved until it fails. */
for (const touch of ["input", "change"]) {
  ratings.addEventListener(touch, ({ target }) => saved.delete(questionOf(target)), true);
}
for (const touch of ["input", "change", "keydown", "click"]) {
  document.addEventListener(touch, () => leaving && leaveSoon());
}

document.addEventListener("htmx:beforeRequest", (event) => leaving && event.preventDefault());
document.addEventListener("htmx:beforeSend", ({ detail }) => saved.add(questionOf(detail.elt)));
document.addEventListener("htmx:beforeOnLoad", (event) => {
  if (!event.detail.xhr.getResponseHeader("HX-Redirect")) return;
  event.preventDefault();
  leaving = true;
  leaveSoon();
});
document.addEventListener("htmx:afterRequest", ({ detail }) => {
  if (!detail.successful || detail.xhr.status === 422) saved.delete(questionOf(detail.elt));
});

/* The page carries everything that is under way; what is saved would only fill the cookie. */
ratings.addEventListener("submit", ({ submitter }) => {
  leaving = true;
  button = submitter;
  clearTimeout(timer);
  htmx.trigger(ratings, "htmx:abort");
  const left = [...ratings.querySelectorAll("fieldset")].filter((each) => !isUnsaved(each));
  for (const question of left) question.disabled = true;
  // The browser has read the form by then; whoever comes back to the page finds it usable.
  setTimeout(() => left.forEach((each) => (each.disabled = false)));
});
addEventListener("pageshow", () => (leaving = false));
