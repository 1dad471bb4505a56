// Tabs scroll sideways on a narrow screen: begin with the open one in sight.
document.querySelector("[data-tabs] [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
