package completion

// starterImages are the images that starters build on, by the names that they have
// there. They were current and cared for in November 2026, by the lists of tags of
// docker-library/official-images, Docker Hub and mcr.microsoft.com. Where a minor
// version is no line of its own that gets repairs, the major one is named.
var starterImages = map[string]string{
	"golang":   "golang:1.27-trixie",
	"static":   "gcr.io/distroless/static-debian13:nonroot",
	"node":     "node:24-trixie-slim", // the last one with corepack, supported until April 2028
	"nginx":    "nginxinc/nginx-unprivileged:1.30-alpine",
	"python":   "python:3.14-slim-trixie",
	"uv":       "ghcr.io/astral-sh/uv:0.12",
	"maven":    "maven:3.9-eclipse-temurin-25",
	"gradle":   "gradle:9-jdk25",
	"jre":      "eclipse-temurin:25-jre",
	"rust":     "rust:1-slim-trixie",
	"debian":   "debian:13-slim",
	"dotnet":   "mcr.microsoft.com/dotnet/sdk:10.0",
	"aspnet":   "mcr.microsoft.com/dotnet/aspnet:10.0",
	"php":      "php:8.5-apache-trixie",
	"composer": "composer:2",
	"ruby":     "ruby:3.4-slim-trixie",
	"rubyfull": "ruby:3.4-trixie",
}

// The last stages that several starters share.
const (
	nodeApp = `FROM {{node}}
ENV NODE_ENV=production
WORKDIR /app
COPY --from=dependencies /app/node_modules ./node_modules
!package.json#build COPY . .
?package.json#build COPY package.json ./
?package.json#build COPY --from=build /app/{{out}} ./{{out}}
USER 1000
EXPOSE {{port}}
HEALTHCHECK CMD ["node", "-e", "require('net').connect({{port}}, '127.0.0.1').on('connect', () => process.exit(0)).on('error', () => process.exit(1))"]
CMD [{{start}}]
`
	venvApp = `FROM {{python}}
ENV PATH=/app/.venv/bin:$PATH PYTHONUNBUFFERED=1
RUN useradd --create-home --uid 10001 app
WORKDIR /app
COPY --from=dependencies /app/.venv ./.venv
COPY . .
USER 10001
EXPOSE {{port}}
HEALTHCHECK CMD ["python", "-c", "import socket; socket.create_connection(('127.0.0.1', {{port}}), 2)"]
CMD [{{start}}]
`
	jarApp = `FROM {{jre}}
RUN useradd --create-home --uid 10001 app
WORKDIR /app
COPY --from=build /out/app.jar ./app.jar
USER 10001
EXPOSE {{port}}
HEALTHCHECK CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/{{port}}"]
ENTRYPOINT ["java", "-jar", "app.jar"]
`
)
