// Filters that apply at once, and the bar for the selected rows.
(() => {
  document.addEventListener("change", (event) => {
    const filters = event.target.closest("form[data-autosubmit]");
    if (filters && event.target.matches("select, input[type=checkbox], input[type=radio], input[type=date]")) {
      filters.requestSubmit();
    }
    const form = event.target.closest("form[data-bulk]");
    if (form && event.target.matches("[data-pick-all]")) {
      for (const box of form.querySelectorAll("[data-pick]")) box.checked = event.target.checked;
    }
    if (form) showSelection(form);
  });

  document.addEventListener("click", (event) => {
    const clear = event.target.closest("[data-bulk-clear]");
    if (!clear) return;
    const form = clear.closest("form[data-bulk]");
    for (const box of form.querySelectorAll("[data-pick], [data-pick-all]")) box.checked = false;
    showSelection(form);
    form.querySelector("[data-pick-all], [data-pick]")?.focus();
  });

  function showSelection(form) {
    const boxes = [...form.querySelectorAll("[data-pick]")];
    const chosen = boxes.filter((box) => box.checked);
    for (const box of boxes) box.closest("tr, li")?.classList.toggle("selected", box.checked);
    const all = form.querySelector("[data-pick-all]");
    if (all) {
      all.checked = boxes.length > 0 && chosen.length === boxes.length;
      all.indeterminate = chosen.length > 0 && chosen.length < boxes.length;
    }
    for (const count of form.querySelectorAll("[data-bulk-count]")) count.textContent = String(chosen.length);
    for (const bar of form.querySelectorAll("[data-bulk-bar]")) bar.hidden = chosen.length === 0;
  }

  // Browsers restore ticks when one goes back; show what they restored.
  window.addEventListener("pageshow", () => document.querySelectorAll("form[data-bulk]").forEach(showSelection));
  document.addEventListener("htmx:afterSettle", () => document.querySelectorAll("form[data-bulk]").forEach(showSelection));
})();
