# policylint without Python on the machine:  docker run --rm -v "$PWD:/workspace:ro" policylint check
# Pinned by tags. Whoever publishes an image pins the digest of the day: docker buildx imagetools inspect python:3.12-slim
FROM python:3.12-slim AS build
WORKDIR /source
COPY . .
RUN python -m venv /opt/policylint \
    && /opt/policylint/bin/pip install --no-cache-dir --disable-pip-version-check . \
    && /opt/policylint/bin/python -m compileall -q /opt/policylint/lib

FROM python:3.12-slim
COPY --from=build /opt/policylint /opt/policylint
RUN useradd --system --uid 10001 --no-create-home policylint
USER 10001
WORKDIR /workspace
ENTRYPOINT ["/opt/policylint/bin/policylint"]
CMD ["check"]
