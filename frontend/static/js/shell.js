// What every page with an app bar needs. Each behaviour is a module of its own, attached by a data attribute.
import "./leave.js";
import "./menu.js";
import "./focus.js";
import "./tabs.js";
