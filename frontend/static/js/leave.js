// "Leave quickly": replace this page, so that the back button does not return to it. Without script it is a plain link.
for (const link of document.querySelectorAll("[data-leave]")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    window.location.replace(link.href);
  });
}
