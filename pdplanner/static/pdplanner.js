/* What htmx and the keyboard need; every page works without this file. */

document.addEventListener("htmx:configRequest", (event) => {
  event.detail.headers["X-CSRFToken"] = document.querySelector('meta[name="csrf-token"]').content;
});

/* An answer that is neither a page nor a refused form: say so where the person looks. */
let place = null;
for (const failure of ["htmx:responseError", "htmx:sendError"]) {
  document.addEventListener(failure, (event) => {
    place = null;
    if (event.detail.requestConfig.verb === "get") return;
    const notice = document.getElementById("not-saved");
    const reference = event.detail.xhr.getResponseHeader("X-Request-Id");
    notice.querySelector("[data-reference]").textContent = reference ? `Reference ${reference}` : "";
    notice.hidden = false;
    notice.scrollIntoView({ block: "nearest" });
  });
}
document.addEventListener("htmx:afterOnLoad", ({ detail }) => {
  if (detail.successful) document.getElementById("not-saved").hidden = true;
});

/* Of an opened area as many indicators as there is room for stand between names and sums. */
function showOpened(area) {
  const [row, panel] = [area.parentElement, area.closest(".scroll")];
  const [names, sums] = [row.firstElementChild, row.lastElementChild];
  const last = [area, ...row.querySelectorAll(".ic")].at(-1);
  // On a phone the names would scroll away, and nobody knew whose levels these are.
  if (getComputedStyle(names).position !== "sticky") return;
  panel.style.setProperty("--names", `${names.offsetWidth}px`);
  const place = (cell) => cell.getBoundingClientRect();
  const toArea = place(area).left - place(names).right;
  const toLast = place(last).right - place(sums).left;
  panel.scrollLeft += Math.min(toArea, toLast);
}

/* On a page and on each part that htmx puts into it; its font decides how wide the columns are. */
document.addEventListener("htmx:load", async ({ detail }) => {
  await document.fonts.ready;
  const area = detail.elt.querySelector(".heat th.open");
  if (area) showOpened(area);
});

/* `place`: where a list stands on the screen in which a button was pressed, and what comes next. */
const found = (ids) => ids.map((id) => document.getElementById(id)).find(Boolean);
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const button = detail.requestConfig.triggeringEvent?.submitter;
  const list = button?.closest("[data-stays]");
  if (list) {
    const [own, line] = button.id.split("-");
    // A list may name the button of each line with which the keyboard goes on.
    const kind = list.dataset.stays || own;
    const column = [...list.querySelectorAll(`button[id^="${kind}-"]`)].map(({ id }) => id);
    place = { ids: column.slice(column.indexOf(`${kind}-${line}`)) };
  }
  if (!place || detail.target.id !== "plan") return;
  place.top = found(place.ids)?.getBoundingClientRect().top;
  place.opened = [...document.querySelectorAll("[data-stays] details[id][open]")].map(({ id }) => id);
});

/* It stays there, with the keyboard on the same button or on that of the next line. */
document.addEventListener("htmx:afterSettle", ({ detail }) => {
  if (!place || detail.elt.id !== "plan") return;
  const { ids, opened, top } = place;
  // A build that takes longer comes in a second part.
  if (!document.getElementById("look-at-build")) place = null;
  for (const id of opened) document.getElementById(id)?.setAttribute("open", "");
  const button = found(ids);
  const { activeElement } = document;
  // Whoever has gone on to something else meanwhile stays there.
  if (!button || (activeElement !== document.body && !ids.includes(activeElement.id))) return;
  window.scrollBy({ top: button.getBoundingClientRect().top - top, behavior: "instant" });
  button.focus({ preventScroll: true });
});

/* A button that is gone from the part that took its place would leave the keyboard at the top. */
document.addEventListener("htmx:afterSettle", ({ detail }) => {
  if (document.activeElement !== document.body) return;
  detail.elt.querySelector("[data-lands]")?.focus({ preventScroll: true });
});

/* A part that took another's place says in a few words what changed, to who does not see it. */
document.addEventListener("htmx:afterSettle", ({ detail }) => {
  const words = detail.elt.dataset?.says;
  if (words) document.getElementById("announced").textContent = words;
});

/* What was said of the page before is over once another has taken its place and its address. */
document.addEventListener("htmx:pushedIntoHistory", () => {
  document.getElementById("said")?.remove();
});
