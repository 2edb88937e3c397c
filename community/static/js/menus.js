// A menu closes on Escape and when something else is pressed, as people expect of one.
export function menus() {
  const shut = (menu) => { menu.open = false; };
  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll("details.menu[open]")) if (!menu.contains(event.target)) shut(menu);
  });
  document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && document.querySelector("details.menu[open]");
    if (menu) { shut(menu); menu.querySelector("summary").focus(); }
  });
}
