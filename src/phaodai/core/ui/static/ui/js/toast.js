// Toasts go after a while, unless the pointer or the focus rests on them or they offer to undo.
(() => {
  const PLAIN = 8000;
  const UNDO = 30000;

  function retire(toast) {
    const wait = toast.querySelector("form") ? UNDO : PLAIN;
    window.setTimeout(() => {
      if (toast.matches(":hover, :focus-within")) retire(toast);
      else toast.remove();
    }, wait);
  }

  document.addEventListener("click", (event) => {
    event.target.closest("[data-toast-close]")?.closest("[data-toast]").remove();
  });
  for (const toast of document.querySelectorAll("[data-toast]")) retire(toast);
})();
