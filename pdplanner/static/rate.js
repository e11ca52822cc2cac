/* Keys of the rating page: 0 to 4 and N rate and move on, arrows move. All works without. */

const KEYS = { 0: "0", 1: "1", 2: "2", 3: "3", 4: "4", n: "na", N: "na" };
const A_PAUSE = 1000;
const form = document.getElementById("ratings");
let typedAt = -A_PAUSE;

/* What can be moved to: the questions on view, then the button that goes on. */
function stops() {
  const questions = [...form.querySelectorAll("fieldset")];
  return [...questions.filter((each) => !each.closest("details:not([open])")), form.querySelector("#next")];
}

function current() {
  const within = document.activeElement.closest("#ratings fieldset");
  return within || stops().find((each) => each.matches("fieldset:not(:has(:checked))"));
}

function move(from, by) {
  const all = stops();
  const to = all[Math.max(0, Math.min(all.length - 1, all.indexOf(from) + by))];
  to.focus();
}

function rate(question, value) {
  const choice = question.querySelector(`input[type="radio"][value="${value}"]`);
  choice.checked = true;
  choice.dispatchEvent(new Event("change", { bubbles: true }));
  move(question, 1);
}

/* Whoever types words believes to be in a line of text: their digits are no ratings. */
function isProse(event) {
  const goesOn = event.timeStamp - typedAt < A_PAUSE && event.key.length === 1;
  return goesOn || (/^\p{L}$/u.test(event.key) && !(event.key in KEYS));
}

document.addEventListener("keydown", (event) => {
  const at = document.activeElement;
  const inForm = form.contains(at);
  if (event.ctrlKey || event.altKey || event.metaKey || !(inForm || at === document.body)) return;
  if (at.matches("input:not([type=radio]), textarea")) {
    if (event.key !== "Enter") return;
    event.preventDefault();
    move(current(), 1);
  } else if (isProse(event)) {
    typedAt = event.timeStamp;
  } else if (event.key in KEYS) {
    const question = current();
    if (question) rate(question, KEYS[event.key]);
  } else if (inForm && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    event.preventDefault();
    move(current() && !at.matches("#next") ? current() : at, event.key === "ArrowDown" ? 1 : -1);
  }
});

/* A refused line is marked where it stands; a saved one needs its button no longer. */
document.addEventListener("htmx:afterRequest", ({ detail }) => {
  const question = detail.elt.closest("#ratings fieldset");
  if (!question) return;
  const refused = detail.xhr.status === 422;
  for (const line of question.querySelectorAll(".form-control")) {
    line.classList.toggle("is-invalid", refused);
    line.setAttribute("aria-invalid", refused);
  }
  if (detail.successful && !refused) question.querySelector(".save").removeAttribute("data-wanted");
});

document.getElementById("keys").classList.add("d-md-block");
const elsewhere = location.hash || document.querySelector("[autofocus], [role=alert]:not([hidden])");
if (!elsewhere && matchMedia("(pointer: fine)").matches) current()?.focus({ preventScroll: true });
