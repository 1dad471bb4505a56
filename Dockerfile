# Two stages: the first installs the locked dependencies, the second holds what runs.
FROM python:3.11-slim-bookworm AS build
ENV UV_PYTHON_DOWNLOADS=never
WORKDIR /srv/campus
COPY requirements/ requirements/
RUN python -m venv .venv \
    && .venv/bin/pip install --no-cache-dir --require-hashes -r requirements/installer.txt \
    && VIRTUAL_ENV=/srv/campus/.venv .venv/bin/uv pip install --no-cache --compile-bytecode \
        --require-hashes -r requirements/base.txt \
    && .venv/bin/pip uninstall --yes uv

FROM python:3.11-slim-bookworm
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core postgresql-client \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /srv/campus --shell /usr/sbin/nologin campus
WORKDIR /srv/campus
COPY --from=build /srv/campus/.venv .venv
# Messages come compiled: locale/ holds them, and make check sees that they are current.
COPY . .
ENV PATH=/srv/campus/.venv/bin:$PATH PYTHONUNBUFFERED=1 XDG_CACHE_HOME=/tmp/cache BIND=0.0.0.0:8000
# Collecting needs no secret: the key of this one command opens nothing.
RUN SECRET_KEY=collectstatic python manage.py collectstatic --noinput --verbosity 0 \
    && mkdir -p var/files \
    && chown -R campus:campus var
USER campus
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 CMD ["python", "deploy/healthy.py"]
CMD ["gunicorn", "--config", "deploy/gunicorn.conf.py", "backend.wsgi"]
