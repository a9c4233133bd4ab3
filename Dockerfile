# The image of the webhook: the program and the libraries it is linked with, on Debian 12.
#   docker build -t release-gate .        or: buildah bud -t release-gate .
# `make image-test` builds it without a registry and asks what is in it for a verdict.

FROM debian:bookworm-slim AS build
WORKDIR /src
COPY scripts scripts
RUN apt-get update && scripts/install-packages make build
COPY Makefile release-gate.pc.in ./
COPY include include
COPY src src
# The packages are those of the libraries that the program names, so no list can be out of date.
RUN make -s build/release/release-gate \
    && install -D --strip build/release/release-gate /out/release-gate \
    && objdump -p /out/release-gate | awk '$1 == "NEEDED" { print "*/" $2 }' \
        | xargs dpkg -S | cut -d: -f1 | sort -u >/out/packages

FROM debian:bookworm-slim
LABEL org.opencontainers.image.title="release-gate" \
      org.opencontainers.image.description="A validating admission webhook that keeps untested images out of production" \
      org.opencontainers.image.source="https://github.com/power-edge/release-gate" \
      org.opencontainers.image.licenses="Apache-2.0"
COPY --from=build /out/packages /usr/share/release-gate/packages
RUN apt-get update \
    && xargs apt-get install -y --no-install-recommends </usr/share/release-gate/packages \
    && rm -rf /var/lib/apt/lists/* /var/cache/apt/* /var/log/apt /var/log/dpkg.log
COPY --from=build /out/release-gate /usr/bin/release-gate
# A number, so that a kubelet can see that it is not root; the chart says the same one.
USER 65532:65532
EXPOSE 8443
ENTRYPOINT ["release-gate"]
CMD ["serve"]
