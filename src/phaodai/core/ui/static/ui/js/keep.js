// Keeps what was typed into form[data-keep="name"]: a closed tab, a lost session or a mistake costs nobody their text.
// The text stays on this device for a day at most and goes when the form was accepted or anybody signs in or out.
(() => {
  const PREFIX = "keep:";
  const SENT = "keep-sent";
  const DAY = 24 * 3600 * 1000;
  const skipped = "[type=password], [type=hidden], [type=file], [data-keep-skip]";
  const keyOf = (form) => PREFIX + form.dataset.keep;

  function forget(keys) {
    for (const key of keys) localStorage.removeItem(key);
  }

  function allKeys() {
    return Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
  }

  function fieldsOf(form) {
    return [...form.elements].filter((field) => field.name && field.matches("input, select, textarea") && !field.matches(skipped));
  }

  function read(form) {
    return fieldsOf(form).map((field) => [field.name, field.value, field.checked === true]);
  }

  function write(form, kept) {
    for (const field of fieldsOf(form)) {
      const choice = field.matches("[type=checkbox], [type=radio]");
      const found = kept.find(([name, value]) => name === field.name && (!choice || value === field.value));
      if (!found) continue;
      if (choice) field.checked = found[2];
      else field.value = found[1];
    }
  }

  function tell(form) {
    const note = form.querySelector("[data-keep-note]");
    if (note) note.hidden = false;
  }

  function restore(form) {
    const stored = JSON.parse(localStorage.getItem(keyOf(form)) ?? "null");
    if (!stored || Date.now() - stored.at > DAY) return forget([keyOf(form)]);
    if (JSON.stringify(stored.fields) === JSON.stringify(read(form))) return undefined;
    write(form, stored.fields);
    return tell(form);
  }

  document.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-keep]");
    if (form) localStorage.setItem(keyOf(form), JSON.stringify({ at: Date.now(), fields: read(form) }));
  });

  document.addEventListener("submit", (event) => {
    if (event.target.matches("form[data-keep]")) sessionStorage.setItem(SENT, keyOf(event.target));
    if (event.target.matches("form[data-keep-clear]")) forget(allKeys());
  });

  document.addEventListener("click", (event) => {
    const drop = event.target.closest("[data-keep-drop]");
    if (!drop) return;
    const form = drop.closest("form[data-keep]");
    forget([keyOf(form)]);
    form.reset();
    drop.closest("[data-keep-note]").hidden = true;
  });

  // The form that was sent is not on the page that answered, or is there without a mistake: it was accepted.
  function settleSent() {
    const sent = sessionStorage.getItem(SENT);
    sessionStorage.removeItem(SENT);
    const again = sent && document.querySelector(`form[data-keep="${CSS.escape(sent.slice(PREFIX.length))}"]`);
    if (sent && !again?.querySelector(".error, .error-summary")) forget([sent]);
  }

  function start() {
    if (document.querySelector("form[data-keep-clear][data-keep-now]")) forget(allKeys());
    settleSent();
    document.querySelectorAll("form[data-keep]").forEach(restore);
  }

  start();
  document.addEventListener("htmx:afterSettle", (event) => event.detail.elt.querySelectorAll?.("form[data-keep]").forEach(restore));
})();
