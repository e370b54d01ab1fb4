# A virtual environment at /app is built in a first stage, from wheels alone, and copied. No assumption about working
# directory, HOME or user; no USER, because GitHub mounts a job's workspace for root: docs/ci/docker.md.
FROM python:3.13-slim-trixie AS build
COPY requirements/runtime.txt /build/
RUN python3 -m venv --without-pip /app \
    && pip --python /app/bin/python install --no-cache-dir --disable-pip-version-check --quiet --no-compile \
        --require-hashes --no-deps --only-binary :all: --requirement /build/runtime.txt
COPY loadtest /build/loadtest
COPY entrypoint.py /build/
# -I: neither PYTHON* variables nor a user's site-packages, which jobs leak into the container, reach the program.
RUN packages="$(/app/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')" \
    && cp -r /build/loadtest "$packages/" \
    && { echo '#!/app/bin/python -Iu'; tail -n +2 /build/entrypoint.py; } > /app/bin/loadtest \
    && chmod 0755 /app/bin/loadtest \
    && find /app -name tests -type d -prune -exec rm -rf {} + \
    && /app/bin/python -m compileall -q "$packages"

FROM python:3.13-slim-trixie
LABEL org.opencontainers.image.title="Twilio webhook load test" \
      org.opencontainers.image.description="Signed SMS/MMS load for servers that receive Twilio webhooks" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.source="https://github.com/OWNER/twilio-webhook-load-test" \
      org.opencontainers.image.documentation="https://github.com/OWNER/twilio-webhook-load-test#readme"
COPY --from=build /app /app
# Where a system starts a shell in the image instead of its entrypoint, `loadtest` is a word.
RUN ln -s /app/bin/loadtest /usr/local/bin/loadtest
ENTRYPOINT ["/app/bin/loadtest"]
