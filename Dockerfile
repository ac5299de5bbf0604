FROM python:3.11-slim AS build
WORKDIR /src
COPY requirements.lock pyproject.toml README.md LICENSE ./
RUN python -m venv /opt/embrace3k && /opt/embrace3k/bin/pip install --no-cache-dir --no-deps --require-hashes -r requirements.lock
COPY . .
RUN /opt/embrace3k/bin/pip install --no-cache-dir --no-deps --no-build-isolation .

FROM python:3.11-slim
# Panda3D's software renderer is linked to libX11, though no display is ever opened.
RUN apt-get update && apt-get install -y --no-install-recommends libx11-6 && rm -rf /var/lib/apt/lists/*
RUN useradd --create-home --uid 10001 embrace3k && install -d -o embrace3k -g embrace3k /data
COPY --from=build /opt/embrace3k /opt/embrace3k
ENV PATH=/opt/embrace3k/bin:$PATH EMBRACE3K_HOME=/data
USER embrace3k
VOLUME /data
ENTRYPOINT ["embrace3k"]
CMD ["--help"]
