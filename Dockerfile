# syntax=docker/dockerfile:1
# One image for CPU and GPU. PyPI's torch for Linux brings CUDA along: give the container its GPUs (--gpus all) and they
# are used, leave them out and the CPU draws. For a machine without a GPU a smaller image: name an index of CPU builds of
# torch with --build-arg TORCH_INDEX=URL. It keeps everything in /data:
#   docker build -t egaku .
#   docker run -it -v egaku:/data egaku

ARG PYTHON=3.11

FROM python:${PYTHON}-slim AS build
ARG TORCH_INDEX=""
ENV PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /opt/egaku
WORKDIR /src

# The libraries first, in a layer of their own: they are large and change seldom.
COPY pyproject.toml constraints.txt ./
RUN --mount=type=cache,target=/root/.cache/pip \
    python -c "import tomllib; print(*tomllib.load(open('pyproject.toml', 'rb'))['project']['dependencies'], sep='\n')" \
        > dependencies.txt \
    && /opt/egaku/bin/pip install ${TORCH_INDEX:+--extra-index-url "$TORCH_INDEX"} -c constraints.txt -r dependencies.txt

COPY LICENSE README.md ./
COPY bot bot
COPY generator generator
COPY storage storage
RUN /opt/egaku/bin/pip install --no-deps .

FROM python:${PYTHON}-slim
RUN useradd --uid 1000 --create-home egaku && install --directory --owner egaku /data
COPY --from=build /opt/egaku /opt/egaku
ENV PATH=/opt/egaku/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    HF_HOME=/data/hub \
    EGAKU_DATA__FOLDER=/data/egaku
USER egaku
WORKDIR /home/egaku
VOLUME /data
STOPSIGNAL SIGINT
ENTRYPOINT ["egaku"]
CMD ["talk"]
