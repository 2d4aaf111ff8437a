// button[data-open="id"] opens a <dialog>; button[data-close] or a click on its backdrop closes it.
(() => {
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-open]");
    if (opener) {
      event.preventDefault();
      document.getElementById(opener.dataset.open)?.showModal();
    }
    const dialog = event.target.closest("dialog");
    if (dialog && (event.target === dialog || event.target.closest("[data-close]"))) dialog.close();
  });

  // A page that comes back with mistakes in a dialog's form shows that dialog again.
  for (const dialog of document.querySelectorAll("dialog[data-reopen]")) dialog.showModal();
})();
