/* What htmx and the keyboard need; every page works without this file. */

document.addEventListener("htmx:configRequest", (event) => {
  event.detail.headers["X-CSRFToken"] = document.querySelector('meta[name="csrf-token"]').content;
});

/* An answer that is neither a page nor a refused form: say so where the person looks. */
for (const failure of ["htmx:responseError", "htmx:sendError"]) {
  document.addEventListener(failure, (event) => {
    const notice = document.getElementById("not-saved");
    const reference = event.detail.xhr.getResponseHeader("X-Request-Id");
    notice.querySelector("[data-reference]").textContent = reference ? `Reference ${reference}` : "";
    notice.hidden = false;
    notice.scrollIntoView({ block: "nearest" });
  });
}
document.addEventListener("htmx:afterOnLoad", () => {
  document.getElementById("not-saved").hidden = true;
});

/* What was said of the page before is over once another has taken its place and its address. */
document.addEventListener("htmx:pushedIntoHistory", () => {
  document.getElementById("said")?.remove();
});
