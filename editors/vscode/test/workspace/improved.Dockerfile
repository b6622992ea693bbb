FROM python:3.7-alpine as base
ENV color=blue

# what is only needed to build stays in this stage
FROM base as builder
WORKDIR /build
COPY requirements.txt .
RUN pip install --prefix=/build/installed -r requirements.txt

FROM base
COPY --from=builder /build/installed /usr/local
WORKDIR /server
COPY server.py .
ENTRYPOINT ["python"]
CMD ["./server.py"]
