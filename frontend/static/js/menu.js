// A menu closes when Escape is pressed, when something outside it is chosen, and when another one opens.
const menus = [...document.querySelectorAll("details[data-menu]")];

function closeAllBut(kept) {
  for (const menu of menus) if (menu !== kept) menu.open = false;
}

document.addEventListener("click", (event) => {
  closeAllBut(menus.find((menu) => menu.contains(event.target)));
});
document.addEventListener("focusin", (event) => {
  closeAllBut(menus.find((menu) => menu.contains(event.target)));
});
document.addEventListener("keydown", (event) => {
  const open = menus.find((menu) => menu.open);
  if (event.key !== "Escape" || !open) return;
  open.open = false;
  open.querySelector("summary").focus();
});
