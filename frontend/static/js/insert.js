// A saved sentence goes into the message where the cursor is. Without script the button sends the form and the server does it.
for (const button of document.querySelectorAll("[data-insert]")) {
  button.addEventListener("click", (event) => {
    const field = document.getElementById(button.dataset.insert);
    const text = [...button.form.elements].find((one) => one.matches("[data-insert-from]"))?.selectedOptions[0]?.dataset.text;
    if (!field || !text) return;
    event.preventDefault();
    const before = field.value.slice(0, field.selectionStart);
    field.setRangeText((before && !/\s$/.test(before) ? "\n" : "") + text, field.selectionStart, field.selectionEnd, "end");
    field.focus();
  });
}
