"""The demo campus: invented universities around today, with the shapes of real calendars. See docs/map.md."""
