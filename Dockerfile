# syntax=docker/dockerfile:1
# Egaku for an NVIDIA GPU with driver 580 or newer. DEVICE=cpu makes a much smaller image, for a machine without one.
# compose.yaml runs it as a service; by hand:
#   docker build --tag egaku .
#   docker run -it --rm --gpus all -v egaku_data:/data -v egaku_models:/models egaku talk

ARG DEVICE=cuda

# CUDA's runtime and no more of it: torch brings cuBLAS, cuDNN and the others along, in the versions it was built with.
FROM nvidia/cuda:13.0.3-base-ubuntu24.04 AS cuda

FROM ubuntu:24.04 AS cpu
# PyPI's torch for Linux is the one with CUDA. This index has builds without, which pip prefers.
ENV PIP_EXTRA_INDEX_URL=https://download.pytorch.org/whl/cpu

FROM ${DEVICE} AS python
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends ca-certificates python3.12-venv \
    && rm -rf /var/lib/apt/lists/* \
    && python3.12 -m venv /opt/egaku
ENV PATH=/opt/egaku/bin:$PATH \
    PIP_DISABLE_PIP_VERSION_CHECK=1

FROM python AS wheel
WORKDIR /src
COPY pyproject.toml README.md LICENSE ./
COPY bot bot
COPY generator generator
COPY storage storage
RUN --mount=type=cache,target=/root/.cache/pip \
    pip wheel --no-deps --wheel-dir /wheel . \
    && python -c "import tomllib; project = tomllib.load(open('pyproject.toml', 'rb'))['project']; \
        print(*project['dependencies'], sep='\n')" > /wheel/dependencies.txt

FROM python
# A layer each, from what is large and seldom changes to what is small and often does: an update fetches the last one.
RUN --mount=type=cache,target=/root/.cache/pip \
    --mount=type=bind,source=constraints.txt,target=/tmp/constraints.txt \
    pip install --constraint /tmp/constraints.txt torch
RUN --mount=type=cache,target=/root/.cache/pip \
    --mount=type=bind,source=constraints.txt,target=/tmp/constraints.txt \
    --mount=type=bind,from=wheel,source=/wheel/dependencies.txt,target=/tmp/dependencies.txt \
    pip install --constraint /tmp/constraints.txt --requirement /tmp/dependencies.txt
RUN --mount=type=bind,from=wheel,source=/wheel,target=/tmp/wheel \
    pip install --no-cache-dir --no-index --no-deps /tmp/wheel/*.whl \
    && install --directory --owner=1000 --group=1000 /data /models

# torch asks for the user's name, which only some numbers have.
ENV LOGNAME=egaku \
    PYTHONUNBUFFERED=1 \
    HF_HOME=/models \
    EGAKU_DATA__FOLDER=/data
USER 1000:1000
# Settings are read from config.toml here, where there is one.
WORKDIR /egaku
VOLUME ["/data", "/models"]
# The bot touches that file every few seconds while it is connected to Discord.
HEALTHCHECK --interval=30s --timeout=5s --start-period=2m \
    CMD ["sh", "-c", "find \"$EGAKU_DATA__FOLDER/connected\" -mmin -1 | grep --quiet ."]
ENTRYPOINT ["egaku"]
CMD ["run"]
