# The simulator as an image, made of the executable: first `npm run build:executables`, then `docker build -t
# kakaocert-simulator .` It needs BuildKit (or buildah), which say for which processor they build.

FROM debian:bookworm-slim AS amd64
COPY --chmod=755 executables/kakaocert-simulator-linux-x64 /usr/local/bin/kakaocert-simulator

FROM debian:bookworm-slim AS arm64
COPY --chmod=755 executables/kakaocert-simulator-linux-arm64 /usr/local/bin/kakaocert-simulator

# hadolint ignore=DL3006
FROM ${TARGETARCH}
# Node's libraries; the slim image has the rest. Any version will do.
# hadolint ignore=DL3008
RUN apt-get update \
  && apt-get install -y --no-install-recommends libatomic1 libstdc++6 \
  && rm -rf /var/lib/apt/lists/*
COPY LICENSE executables/LICENSES.txt /usr/share/doc/kakaocert-simulator/
# A file of settings, kakaocert-simulator.config.json, is found here.
WORKDIR /etc/kakaocert-simulator
USER 65532:65532
# Off loopback the control plane wants a token: KAKAOCERT_SIM_TOKEN, or the one that the start prints.
ENV KAKAOCERT_SIM_HOST=0.0.0.0 KAKAOCERT_SIM_PORT=9080
EXPOSE 9080
HEALTHCHECK --interval=10s --timeout=10s --start-period=10s \
  CMD ["kakaocert-simulator", "doctor", "--only", "simulator", "--url", "http://127.0.0.1:9080"]
ENTRYPOINT ["kakaocert-simulator"]
CMD ["start"]
