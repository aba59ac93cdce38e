// The print button of a page made for paper; the browser's own menu does the same.
document.querySelector("[data-print]")?.addEventListener("click", () => window.print());
