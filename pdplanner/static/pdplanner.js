/* What htmx and the keyboard need; every page works without this file. */

document.addEventListener("htmx:configRequest", (event) => {
  event.detail.headers["X-CSRFToken"] = document.querySelector('meta[name="csrf-token"]').content;
});

/* An answer that is neither a page nor a refused form: say so where the person looks. */
for (const failure of ["htmx:responseError", "htmx:sendError"]) {
  document.addEventListener(failure, () => {
    const notice = document.getElementById("not-saved");
    notice.hidden = false;
    notice.scrollIntoView({ block: "nearest" });
  });
}
document.addEventListener("htmx:afterOnLoad", () => {
  document.getElementById("not-saved").hidden = true;
});
