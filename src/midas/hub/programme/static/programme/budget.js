// Rows, sums and shares of the budget page, live. Without it the buttons send the form instead.
(() => {
  "use strict";
  const form = document.querySelector("[data-budget]");
  if (!form) return;
  const korean = document.documentElement.lang === "ko";
  const won = (amount) => (korean ? `${amount.toLocaleString("en")}원` : `KRW ${amount.toLocaleString("en")}`);
  const number = (input) => Number((input?.value ?? "").replace(/[,\s]/g, "")) || 0;
  const percent = (share) => `${(Math.round(share * 10) / 10).toString()}%`;
  const put = (selector, text) => {
    const place = form.querySelector(selector);
    if (place) place.textContent = text;
  };

  const sums = () => {
    let total = 0;
    form.querySelectorAll("[data-cost-row]").forEach((row) => {
      const amount = number(row.querySelector("[name$=-quantity]")) * number(row.querySelector("[name$=-unit_price]"));
      row.querySelector("[data-row-amount]").textContent = won(amount);
      total += amount;
    });
    let paid = 0;
    let grant = 0;
    form.querySelectorAll("[data-layer]").forEach((layer) => {
      const part = [...layer.querySelectorAll("input[name$=-amount]")].reduce((sum, one) => sum + number(one), 0);
      const share = total ? (part / total) * 100 : 0;
      const fits = !total || (share >= Number(layer.dataset.least) - 1e-9 && share <= Number(layer.dataset.most) + 1e-9);
      layer.querySelector("[data-share]").textContent = percent(share);
      const fill = layer.querySelector("[data-fill]");
      fill.setAttribute("width", `${Math.min(share, 100)}%`);
      fill.classList.toggle("is-over", !fits);
      paid += part;
      if (layer.dataset.public) grant += part;
    });
    put("[data-total]", won(total));
    put("[data-paid]", `${won(paid)} / ${won(total)}`);
    put("[data-open]", won(total - paid));
    put("[data-grant]", `${won(grant)} / ${won(Number(form.dataset.cap))}`);
    form.querySelector("[data-open]")?.classList.toggle("warn", total !== paid);
    form.querySelector("[data-grant]")?.classList.toggle("warn", grant > Number(form.dataset.cap));
  };

  const count = form.querySelector("[data-lines-count]");
  const rows = form.querySelector("[data-cost-rows]");
  const blank = form.querySelector("[data-cost-template]");
  form.querySelector("[data-add-row]")?.addEventListener("click", (event) => {
    event.preventDefault();
    const holder = document.createElement("tbody");
    holder.innerHTML = blank.innerHTML.replaceAll("__n__", count.value);
    count.value = Number(count.value) + 1;
    const row = holder.firstElementChild;
    rows.append(row);
    document.dispatchEvent(new CustomEvent("htmx:load", { detail: { elt: row } }));
    row.querySelector("select, input")?.focus();
  });
  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-remove-row]");
    if (!button) return;
    event.preventDefault();
    button.closest("tr").remove();
    form.dispatchEvent(new Event("input", { bubbles: true }));
    form.querySelector("[data-add-row]")?.focus();
  });
  form.addEventListener("input", sums);
  sums();
})();
