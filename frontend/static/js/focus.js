// A refused form: the summary of what needs attention gets the focus, so that it is read out and seen first.
document.querySelector("[data-focus]")?.focus();
