// Makes pages more comfortable. Every page works without it; all words come from the page.
(() => {
  "use strict";
  const root = document.documentElement;
  root.classList.add("js");
  const words = document.getElementById("ui-words")?.dataset ?? {};
  const say = (key, values = {}) =>
    (words[key] ?? "").replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
  const each = (within, selector, act) => {
    if (within.matches?.(selector)) act(within);
    within.querySelectorAll(selector).forEach(act);
  };
  const once = (element, mark) => {
    if (element.dataset[mark]) return false;
    element.dataset[mark] = "1";
    return true;
  };
  const clock = () =>
    new Date().toLocaleTimeString(root.lang, { hour: "2-digit", minute: "2-digit" });

  // Amounts: separators while typing, and how the number reads in Korean or English
  const reading = (amount) => {
    if (root.lang !== "ko") return `KRW ${amount.toLocaleString("en")}`;
    const parts = [];
    const rest = amount % 10000;
    for (const [unit, size] of [["억", 100000000], ["만", 10000], ["", 1]]) {
      const count = Math.floor(amount / size);
      if (count) parts.push(count.toLocaleString("en") + unit);
      amount -= count * size;
    }
    return rest ? `${parts.join(" ")}원` : `${parts.join(" ") || "0"} 원`;
  };
  const wonField = (input) => {
    if (!once(input, "wonReady")) return;
    const out = document.querySelector(`[data-won-reading="${CSS.escape(input.id)}"]`);
    input.addEventListener("input", () => {
      const plain = input.value.replace(/[,\s]/g, "");
      if (!/^\d{1,15}$/.test(plain)) {
        if (out) out.textContent = "";
        return;
      }
      const behind = input.value.length - input.selectionEnd;
      input.value = Number(plain).toLocaleString("en");
      const place = Math.max(0, input.value.length - behind);
      input.setSelectionRange(place, place);
      if (out) out.textContent = reading(Number(plain));
    });
  };

  // Days: a calendar beside the typed day
  const dayButton = (button) => {
    const input = document.getElementById(button.dataset.day);
    if (!input || !once(button, "dayReady")) return;
    const picker = document.createElement("input");
    picker.type = "date";
    picker.className = "day-picker";
    picker.tabIndex = -1;
    picker.setAttribute("aria-hidden", "true");
    button.after(picker);
    button.addEventListener("click", () => {
      if (/^\d{4}-\d{2}-\d{2}$/.test(input.value)) picker.value = input.value;
      picker.showPicker?.();
    });
    picker.addEventListener("change", () => {
      input.value = picker.value;
      input.dispatchEvent(new Event("input", { bubbles: true }));
      input.focus();
    });
  };

  // Dialogs
  const openDialog = (id) => {
    const box = document.getElementById(id);
    if (box?.showModal && !box.open) box.showModal();
  };
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-dialog]");
    if (opener) {
      event.preventDefault();
      openDialog(opener.dataset.dialog);
      return;
    }
    const closer = event.target.closest("[data-dialog-close]");
    const box = closer?.closest("dialog");
    if (box?.open) {
      event.preventDefault();
      box.close();
      return;
    }
    if (event.target.matches?.("dialog[open]")) event.target.close();
    const dismissed = event.target.closest("[data-dismiss]")?.closest(".notice");
    if (dismissed) dismissed.remove();
    document.querySelectorAll("details.menu[open]").forEach((menu) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
  });

  // Copy buttons
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    await navigator.clipboard?.writeText(button.dataset.copy);
    const before = [...button.childNodes];
    button.replaceChildren(say("copied"));
    setTimeout(() => button.replaceChildren(...before), 1600);
  });

  // Keys
  const typing = (element) =>
    element?.isContentEditable || /^(input|select|textarea)$/i.test(element?.tagName ?? "");
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      document.querySelectorAll("details.menu[open]").forEach((menu) => {
        menu.open = false;
        menu.querySelector("summary")?.focus();
      });
    }
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    if (event.key === "/") {
      const search = document.querySelector('[data-shortcut="/"]');
      if (search) {
        event.preventDefault();
        search.focus();
      }
    } else if (event.key === "?") {
      openDialog("shortcuts");
    }
  });

  // Files: what was chosen, its size, whether it is accepted
  const size = (bytes) =>
    bytes >= 1048576 ? `${(bytes / 1048576).toFixed(1)} MB` : `${Math.max(1, Math.round(bytes / 1024))} KB`;
  const accepted = (input, file) => {
    const kinds = (input.accept || "").split(",").map((k) => k.trim().toLowerCase()).filter(Boolean);
    return !kinds.length || kinds.some((kind) =>
      kind.startsWith(".") ? file.name.toLowerCase().endsWith(kind) : file.type.startsWith(kind.replace("*", "")));
  };
  const fault = (input, file) => {
    if (!accepted(input, file)) return say("wrongkind");
    const most = Number(input.dataset.maxBytes || 0);
    return most && file.size > most ? say("toobig") : "";
  };
  const listFiles = (input, list) => {
    list.replaceChildren(...[...input.files].map((file) => {
      const row = document.createElement("li");
      const name = Object.assign(document.createElement("span"), { className: "files-name", textContent: file.name });
      const much = Object.assign(document.createElement("span"), { className: "quiet", textContent: size(file.size) });
      row.append(name, much);
      const wrong = fault(input, file);
      if (wrong) row.append(Object.assign(document.createElement("span"), { className: "files-fault", textContent: wrong }));
      return row;
    }));
    if (!input.files.length) return;
    const remove = Object.assign(document.createElement("button"), {
      type: "button", className: "button button-quiet button-small", textContent: say("remove"),
    });
    remove.addEventListener("click", () => {
      input.value = "";
      input.dispatchEvent(new Event("change", { bubbles: true }));
      input.focus();
    });
    list.lastElementChild.append(remove);
  };
  const dropArea = (area) => {
    const input = area.querySelector('input[type="file"]');
    const list = area.querySelector("[data-files]");
    if (!input || !list || !once(area, "dropReady")) return;
    input.addEventListener("change", () => listFiles(input, list));
    for (const kind of ["dragenter", "dragover"]) {
      area.addEventListener(kind, (event) => {
        event.preventDefault();
        area.classList.add("is-over");
      });
    }
    for (const kind of ["dragleave", "drop"]) area.addEventListener(kind, () => area.classList.remove("is-over"));
    area.addEventListener("drop", (event) => {
      event.preventDefault();
      if (!event.dataTransfer.files.length) return;
      input.files = event.dataTransfer.files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    });
  };

  // Upload progress: the form is sent as usual, the bar only shows how far it is
  const uploadForm = (form) => {
    const list = form.querySelector("[data-files]");
    if (!list || !window.XMLHttpRequest || !once(form, "progressReady")) return;
    form.addEventListener("submit", (event) => {
      const files = [...form.querySelectorAll('input[type="file"]')].some((i) => i.files.length);
      if (!files || event.defaultPrevented || form.hasAttribute("hx-post")) return;
      event.preventDefault();
      form.dataset.sent = "1";
      const bar = document.createElement("progress");
      bar.max = 100;
      bar.value = 0;
      list.after(bar);
      const request = new XMLHttpRequest();
      request.upload.onprogress = (e) => { bar.value = e.total ? (e.loaded / e.total) * 100 : 0; };
      request.onerror = () => { bar.remove(); HTMLFormElement.prototype.submit.call(form); };
      request.onload = () => {
        // The answer is shown as it came: asking for it again would lose its messages
        if (request.responseURL) history.pushState(null, "", request.responseURL);
        document.open();
        document.write(request.responseText);
        document.close();
      };
      const data = new FormData(form, event.submitter);
      request.open("POST", form.getAttribute("action") || location.href);
      request.send(data);
    });
  };

  // Autosave and the warning before leaving
  const showState = (form, key, wrong = false) => {
    const place = form.querySelector("[data-autosave-status]");
    if (!place) return;
    place.textContent = say(key, { time: clock() });
    place.classList.toggle("is-wrong", wrong);
  };
  const saveForm = async (form) => {
    showState(form, "saving");
    form.dataset.changed = "";
    let answer;
    try {
      answer = await fetch(form.dataset.autosave || form.getAttribute("action") || location.href, {
        method: "POST",
        body: new FormData(form),
        headers: { Accept: "application/json", "X-Autosave": "1" },
        redirect: "manual",
      });
    } catch {
      form.dataset.changed = "1";
      return showState(form, "failed", true);
    }
    if (answer.ok || answer.type === "opaqueredirect") {
      const told = answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : {};
      const version = form.elements.namedItem("version");
      if (version && told.version !== undefined) version.value = told.version;
      return showState(form, "saved");
    }
    form.dataset.changed = "1";
    if (answer.status === 409) return showState(form, "stale", true);
    return showState(form, answer.status === 422 ? "invalid" : "failed", true);
  };
  const watchForm = (form) => {
    if (!once(form, "watchReady")) return;
    let timer;
    form.addEventListener("input", () => {
      form.dataset.changed = "1";
      if (!form.hasAttribute("data-autosave")) return;
      showState(form, "unsaved");
      clearTimeout(timer);
      timer = setTimeout(() => saveForm(form), 1500);
    });
    form.addEventListener("submit", () => {
      clearTimeout(timer);
      form.dataset.sent = "1";
    });
  };
  window.addEventListener("beforeunload", (event) => {
    const open = document.querySelector('form[data-changed="1"]:not([data-sent])');
    if (open) event.preventDefault();
  });

  // Tables: one box picks all rows, the bar shows how many
  const pickAll = (box) => {
    const table = box.closest("table");
    if (!table || !once(box, "pickReady")) return;
    const boxes = () => [...table.querySelectorAll("tbody input[type=checkbox]")];
    const show = () => {
      const count = boxes().filter((b) => b.checked).length;
      boxes().forEach((b) => b.closest("tr").classList.toggle("is-picked", b.checked));
      document.querySelectorAll("[data-picked-count]").forEach((p) => { p.textContent = count; });
      box.checked = count > 0 && count === boxes().length;
      box.indeterminate = count > 0 && count < boxes().length;
    };
    box.addEventListener("change", () => {
      boxes().forEach((b) => { b.checked = box.checked; });
      show();
    });
    table.addEventListener("change", show);
  };

  const ready = (within) => {
    each(within, "[data-won]", wonField);
    each(within, "[data-day]", dayButton);
    each(within, "[data-drop]", dropArea);
    each(within, "form[enctype='multipart/form-data']:not([data-plain])", uploadForm);
    each(within, "form[data-autosave], form[data-watch]", watchForm);
    each(within, "[data-pick-all]", pickAll);
    within.querySelector?.("[data-focus]:not([data-calm] *)")?.focus();
  };
  ready(document);
  document.addEventListener("htmx:load", (event) => {
    if (event.detail.elt !== document.body) ready(event.detail.elt);
  });
})();
