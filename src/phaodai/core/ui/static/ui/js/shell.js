// The shell: search by "/", the menu on a phone, menus that close, printing. All by delegation, so that swapped-in
// pieces of pages work as well.
(() => {
  const root = document.documentElement;
  root.classList.add("js");
  const search = () => document.querySelector("[data-search]");
  const typing = (target) => target.matches("input, textarea, select, [contenteditable]");

  function openNav(open) {
    root.classList.toggle("nav-open", open);
    const button = document.querySelector("[data-nav-open]");
    button?.setAttribute("aria-expanded", String(open));
    if (open) document.querySelector(".nav .it, .nav .brand")?.focus();
    else button?.focus();
  }

  function openSearch(open) {
    root.classList.toggle("search-open", open);
    if (open) search()?.focus();
  }

  function closeMenus(except) {
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      if (menu !== except) menu.removeAttribute("open");
    }
  }

  document.addEventListener("click", (event) => {
    closeMenus(event.target.closest("details.menu"));
    if (event.target.closest("[data-nav-open]")) openNav(!root.classList.contains("nav-open"));
    else if (event.target.closest("[data-nav-close]")) openNav(false);
    else if (event.target.closest("[data-search-open]")) openSearch(true);
    else if (event.target.closest("[data-search-close]")) openSearch(false);
    else if (event.target.closest("[data-print]")) window.print();
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !typing(event.target) && !event.ctrlKey && !event.metaKey && search()) {
      event.preventDefault();
      search().focus();
      search().select();
    }
    if (event.key !== "Escape") return;
    if (root.classList.contains("nav-open")) openNav(false);
    openSearch(false);
    const menu = document.querySelector("details.menu[open]");
    closeMenus(null);
    menu?.querySelector("summary").focus();
  });
})();
