# Three stages: the front end's files, the Python packages, and a small image that runs as nobody.
# The same pinned steps as `make serve`.
FROM node:24-bookworm-slim AS assets
WORKDIR /src
COPY package.json package-lock.json .npmrc ./
RUN npm ci --loglevel=error
COPY frontend frontend
COPY app app
RUN node frontend/build.mjs

FROM python:3.11-slim-bookworm AS packages
WORKDIR /src
COPY requirements-uv.txt requirements.txt ./
RUN python -m venv /tools \
    && /tools/bin/pip install --quiet --no-cache-dir --disable-pip-version-check \
        --require-hashes -r requirements-uv.txt \
    && python -m venv --without-pip /venv \
    && /tools/bin/uv pip install --quiet --no-cache --compile-bytecode \
        --python /venv/bin/python --require-hashes -r requirements.txt

FROM python:3.11-slim-bookworm
ENV PATH=/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    SAMSPILL_DATA_DIR=/data
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin samspill \
    && install -d -o samspill -g samspill -m 0700 /data
COPY --from=packages /venv /venv
WORKDIR /srv/samspill
COPY migrations migrations
COPY app app
COPY --from=assets /src/app/static/dist app/static/dist
RUN python -m compileall -q app migrations
USER samspill
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 \
    CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
CMD ["python", "-m", "app", "serve", "--host", "0.0.0.0", "--port", "8000"]
