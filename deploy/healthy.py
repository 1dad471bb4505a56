"""Exit 0 when the web process of this container is ready: it answers, and its database answers it."""

import http.client
import os
import sys
from urllib.parse import urlsplit

port = int(os.environ.get("BIND", "127.0.0.1:8000").rpartition(":")[2])
site = urlsplit(os.environ["SITE_URL"])
connection = http.client.HTTPConnection("127.0.0.1", port, timeout=4)
try:
    connection.request("GET", "/readyz", headers={"Host": site.netloc, "X-Forwarded-Proto": site.scheme})
    sys.exit(connection.getresponse().status != 200)
except OSError as error:
    sys.exit(f"No answer on port {port}: {error}")
