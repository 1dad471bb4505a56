"""The domain: one Django app, one folder per area. Knows no request, response, URL conf, session or page."""
