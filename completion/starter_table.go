package completion

// startersTable are the starters, in the order in which those that fit nothing are
// offered.
var startersTable = []starter{
	{
		label: "Go", about: "A static binary in an image without a system", fits: []string{"go.mod"}, assumed: []string{"go.sum"}, read: readGo,
		defaults: map[string]string{"package": "./cmd/app", "name": "app", "port": "8080"},
		lines: `
# syntax=docker/dockerfile:1

FROM --platform=$BUILDPLATFORM {{golang}} AS build
WORKDIR /src
RUN --mount=type=bind,source=go.mod,target=go.mod \
?go.sum     --mount=type=bind,source=go.sum,target=go.sum \
    --mount=type=cache,target=/go/pkg/mod \
    go mod download
ARG TARGETOS TARGETARCH
ENV CGO_ENABLED=0
RUN --mount=type=bind,target=. \
    --mount=type=cache,target=/go/pkg/mod \
    --mount=type=cache,target=/root/.cache/go-build \
    GOOS=$TARGETOS GOARCH=$TARGETARCH go build -trimpath -o /out/{{name}} {{package}}

FROM {{static}}
COPY --from=build /out/{{name}} /usr/local/bin/{{name}}
USER 65532:65532
EXPOSE {{port}}
HEALTHCHECK NONE
ENTRYPOINT ["/usr/local/bin/{{name}}"]
`,
	},
	{
		label: "Node.js with npm", about: "Dependencies from package-lock.json", fits: []string{"package.json"},
		unless: []string{"yarn.lock", "pnpm-lock.yaml", "vite.config.*", "astro.config.*", "angular.json"}, assumed: []string{"package-lock.json"}, read: readNode,
		defaults: map[string]string{"start": `"node", "server.js"`, "out": "dist", "port": "3000"},
		lines: `
# syntax=docker/dockerfile:1

FROM {{node}} AS dependencies
WORKDIR /app
RUN --mount=type=bind,source=package.json,target=package.json \
?package-lock.json     --mount=type=bind,source=package-lock.json,target=package-lock.json \
    --mount=type=cache,target=/root/.npm \
?package-lock.json     npm ci --omit=dev
!package-lock.json     npm install --omit=dev

?package.json#build FROM {{node}} AS build
?package.json#build WORKDIR /app
?package.json#build RUN --mount=type=bind,source=package.json,target=package.json \
?package.json#build ?package-lock.json     --mount=type=bind,source=package-lock.json,target=package-lock.json \
?package.json#build     --mount=type=cache,target=/root/.npm \
?package.json#build ?package-lock.json     npm ci
?package.json#build !package-lock.json     npm install
?package.json#build COPY . .
?package.json#build RUN npm run build
?package.json#build 
` + nodeApp,
	},
	{
		label: "Node.js with Yarn", about: "Dependencies from yarn.lock", fits: []string{"yarn.lock"}, read: readNode,
		defaults: map[string]string{"start": `"node", "server.js"`, "out": "dist", "port": "3000"},
		lines: `
# syntax=docker/dockerfile:1

FROM {{node}} AS dependencies
WORKDIR /app
?.yarnrc.yml ENV YARN_NODE_LINKER=node-modules
RUN corepack enable
RUN --mount=type=bind,source=package.json,target=package.json \
    --mount=type=bind,source=yarn.lock,target=yarn.lock \
?.yarnrc.yml     --mount=type=bind,source=.yarnrc.yml,target=.yarnrc.yml \
?.yarnrc.yml     --mount=type=cache,target=/root/.yarn/berry/cache \
!.yarnrc.yml     --mount=type=cache,target=/usr/local/share/.cache/yarn \
?.yarnrc.yml     yarn install --immutable
!.yarnrc.yml     yarn install --frozen-lockfile --production

?package.json#build FROM {{node}} AS build
?package.json#build WORKDIR /app
?package.json#build ?.yarnrc.yml ENV YARN_NODE_LINKER=node-modules
?package.json#build RUN corepack enable
?package.json#build RUN --mount=type=bind,source=package.json,target=package.json \
?package.json#build     --mount=type=bind,source=yarn.lock,target=yarn.lock \
?package.json#build ?.yarnrc.yml     --mount=type=bind,source=.yarnrc.yml,target=.yarnrc.yml \
?package.json#build ?.yarnrc.yml     --mount=type=cache,target=/root/.yarn/berry/cache \
?package.json#build !.yarnrc.yml     --mount=type=cache,target=/usr/local/share/.cache/yarn \
?package.json#build ?.yarnrc.yml     yarn install --immutable
?package.json#build !.yarnrc.yml     yarn install --frozen-lockfile
?package.json#build COPY . .
?package.json#build RUN yarn build
?package.json#build 
` + nodeApp,
	},
	{
		label: "Node.js with pnpm", about: "Dependencies from pnpm-lock.yaml", fits: []string{"pnpm-lock.yaml"}, read: readNode,
		defaults: map[string]string{"start": `"node", "server.js"`, "out": "dist", "port": "3000"},
		lines: `
# syntax=docker/dockerfile:1

FROM {{node}} AS dependencies
WORKDIR /app
RUN corepack enable
RUN --mount=type=bind,source=package.json,target=package.json \
    --mount=type=bind,source=pnpm-lock.yaml,target=pnpm-lock.yaml \
    --mount=type=cache,target=/root/.local/share/pnpm/store \
    pnpm install --frozen-lockfile --prod

?package.json#build FROM {{node}} AS build
?package.json#build WORKDIR /app
?package.json#build RUN corepack enable
?package.json#build RUN --mount=type=bind,source=package.json,target=package.json \
?package.json#build     --mount=type=bind,source=pnpm-lock.yaml,target=pnpm-lock.yaml \
?package.json#build     --mount=type=cache,target=/root/.local/share/pnpm/store \
?package.json#build     pnpm install --frozen-lockfile
?package.json#build COPY . .
?package.json#build RUN pnpm run build
?package.json#build 
` + nodeApp,
	},
	{
		label: "Python with pip", about: "Dependencies from requirements.txt, in an environment of their own", fits: []string{"requirements.txt"},
		unless: []string{"uv.lock", "poetry.lock"}, read: readPython,
		defaults: map[string]string{"start": `"python", "main.py"`, "port": "8000"},
		lines: `
# syntax=docker/dockerfile:1

FROM {{python}} AS dependencies
WORKDIR /app
RUN python -m venv .venv
ENV PATH=/app/.venv/bin:$PATH
RUN --mount=type=bind,source=requirements.txt,target=requirements.txt \
    --mount=type=cache,target=/root/.cache/pip \
    pip install -r requirements.txt

` + venvApp,
	},
	{
		label: "Python with uv", about: "Dependencies from uv.lock", fits: []string{"uv.lock"}, read: readPython,
		defaults: map[string]string{"start": `"python", "main.py"`, "port": "8000"},
		lines: `
# syntax=docker/dockerfile:1

FROM {{uv}} AS uv

FROM {{python}} AS dependencies
COPY --from=uv /uv /usr/local/bin/uv
ENV UV_COMPILE_BYTECODE=1 UV_LINK_MODE=copy UV_PYTHON_DOWNLOADS=never
WORKDIR /app
RUN --mount=type=bind,source=pyproject.toml,target=pyproject.toml \
    --mount=type=bind,source=uv.lock,target=uv.lock \
    --mount=type=cache,target=/root/.cache/uv \
    uv sync --locked --no-dev --no-install-project

` + venvApp,
	},
	{
		label: "Python with Poetry", about: "Dependencies from poetry.lock", fits: []string{"poetry.lock"}, read: readPython,
		defaults: map[string]string{"start": `"python", "main.py"`, "port": "8000"},
		lines: `
# syntax=docker/dockerfile:1

FROM {{python}} AS dependencies
ENV POETRY_NO_INTERACTION=1 POETRY_VIRTUALENVS_IN_PROJECT=1
RUN --mount=type=cache,target=/root/.cache/pip \
    pip install poetry==2.2.1
WORKDIR /app
RUN --mount=type=bind,source=pyproject.toml,target=pyproject.toml \
    --mount=type=bind,source=poetry.lock,target=poetry.lock \
    --mount=type=cache,target=/root/.cache/pypoetry \
    poetry install --only main --no-root

` + venvApp,
	},
	{
		label: "Java with Maven", about: "A jar with the Java runtime alone", fits: []string{"pom.xml"},
		defaults: map[string]string{"port": "8080"},
		lines: `
# syntax=docker/dockerfile:1

FROM {{maven}} AS build
WORKDIR /src
RUN --mount=type=bind,source=pom.xml,target=pom.xml \
    --mount=type=cache,target=/root/.m2/repository,sharing=locked \
    mvn --batch-mode dependency:go-offline
COPY pom.xml .
COPY src ./src
RUN --mount=type=cache,target=/root/.m2/repository,sharing=locked <<EOF
set -e
mvn --batch-mode -DskipTests package
mkdir /out
cp target/*.jar /out/app.jar
EOF

` + jarApp,
	},
	{
		label: "Java with Gradle", about: "A jar with the Java runtime alone", fits: []string{"build.gradle", "build.gradle.kts"},
		defaults: map[string]string{"task": "bootJar", "port": "8080"},
		lines: `
# syntax=docker/dockerfile:1

FROM {{gradle}} AS build
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/root/.gradle,sharing=locked <<EOF
set -e
gradle --no-daemon --gradle-user-home /root/.gradle {{task}}
mkdir /out
cp build/libs/*.jar /out/app.jar
EOF

` + jarApp,
	},
	{
		label: "Rust", about: "A release build on a small Debian", fits: []string{"Cargo.toml"}, assumed: []string{"Cargo.lock"}, read: readRust,
		defaults: map[string]string{"name": "app", "port": "8080"},
		lines: `
# syntax=docker/dockerfile:1

FROM {{rust}} AS build
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    --mount=type=cache,target=/usr/local/cargo/git/db \
    --mount=type=cache,target=/src/target <<EOF
set -e
?Cargo.lock cargo build --release --locked
!Cargo.lock cargo build --release
cp target/release/{{name}} /usr/local/bin/{{name}}
EOF

FROM {{debian}}
RUN useradd --create-home --uid 10001 app
COPY --from=build /usr/local/bin/{{name}} /usr/local/bin/{{name}}
WORKDIR /home/app
USER 10001
EXPOSE {{port}}
HEALTHCHECK CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/{{port}}"]
ENTRYPOINT ["/usr/local/bin/{{name}}"]
`,
	},
	{
		label: ".NET", about: "An ASP.NET Core application", fits: []string{"*.csproj", "*.fsproj", "*.vbproj"}, read: readDotnet,
		defaults: map[string]string{"project": "App.csproj", "name": "App", "port": "8080"},
		lines: `
# syntax=docker/dockerfile:1

FROM {{dotnet}} AS build
WORKDIR /src
COPY {{project}} .
RUN --mount=type=cache,target=/root/.nuget/packages \
    dotnet restore {{project}}
COPY . .
RUN --mount=type=cache,target=/root/.nuget/packages \
    dotnet publish {{project}} --no-restore --configuration Release --output /out

FROM {{aspnet}}
WORKDIR /app
COPY --from=build /out .
USER $APP_UID
EXPOSE {{port}}
HEALTHCHECK CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/{{port}}"]
ENTRYPOINT ["dotnet", "{{name}}.dll"]
`,
	},
	{
		label: "a static site", about: "Files as they are, served by nginx without root", fits: []string{"index.html", "public/index.html", "dist/index.html", "site/index.html"},
		unless: []string{"package.json", "composer.json"}, read: readStatic,
		defaults: map[string]string{"folder": "public"},
		lines: `
# syntax=docker/dockerfile:1

FROM {{nginx}}
COPY {{folder}} /usr/share/nginx/html
USER 101
EXPOSE 8080
HEALTHCHECK CMD ["wget", "-q", "--spider", "http://127.0.0.1:8080/"]
`,
	},
	{
		label: "a site built with npm", about: "Built with Node.js, served by nginx without root", fits: []string{"vite.config.*", "astro.config.*", "angular.json"},
		unless: []string{"yarn.lock", "pnpm-lock.yaml"}, assumed: []string{"package-lock.json"}, read: readSite,
		defaults: map[string]string{"folder": "dist"},
		lines: `
# syntax=docker/dockerfile:1

FROM {{node}} AS build
WORKDIR /app
RUN --mount=type=bind,source=package.json,target=package.json \
?package-lock.json     --mount=type=bind,source=package-lock.json,target=package-lock.json \
    --mount=type=cache,target=/root/.npm \
?package-lock.json     npm ci
!package-lock.json     npm install
COPY . .
RUN npm run build

FROM {{nginx}}
COPY --from=build /app/{{folder}} /usr/share/nginx/html
USER 101
EXPOSE 8080
HEALTHCHECK CMD ["wget", "-q", "--spider", "http://127.0.0.1:8080/"]
`,
	},
	{
		label: "PHP", about: "Apache with PHP, dependencies by Composer", fits: []string{"composer.json", "index.php", "public/index.php"},
		assumed: []string{"composer.json", "composer.lock"},
		lines: `
# syntax=docker/dockerfile:1

?composer.json FROM {{composer}} AS dependencies
?composer.json WORKDIR /app
?composer.json RUN --mount=type=bind,source=composer.json,target=composer.json \
?composer.lock     --mount=type=bind,source=composer.lock,target=composer.lock \
?composer.json     --mount=type=cache,target=/tmp/cache \
?composer.json     composer install --no-dev --no-interaction --no-scripts --ignore-platform-reqs --prefer-dist --optimize-autoloader
?composer.json 
FROM {{php}}
RUN <<EOF
set -e
mv "$PHP_INI_DIR/php.ini-production" "$PHP_INI_DIR/php.ini"
sed -i 's/^Listen 80$/Listen 8080/' /etc/apache2/ports.conf
sed -i 's/:80>/:8080>/' /etc/apache2/sites-available/000-default.conf
?public/index.php sed -i 's,/var/www/html,/var/www/html/public,' /etc/apache2/sites-available/000-default.conf
EOF
WORKDIR /var/www/html
?composer.json COPY --from=dependencies /app/vendor ./vendor
COPY . .
USER 33
EXPOSE 8080
HEALTHCHECK CMD ["php", "-r", "exit(@fsockopen('127.0.0.1', 8080) ? 0 : 1);"]
`,
	},
	{
		label: "Ruby", about: "Gems from Gemfile.lock", fits: []string{"Gemfile"}, read: readRuby,
		defaults: map[string]string{"start": `"bundle", "exec", "puma"`, "port": "3000"},
		lines: `
# syntax=docker/dockerfile:1

FROM {{rubyfull}} AS dependencies
ENV BUNDLE_DEPLOYMENT=1 BUNDLE_PATH=/usr/local/bundle BUNDLE_WITHOUT=development:test
WORKDIR /app
RUN --mount=type=bind,source=Gemfile,target=Gemfile \
    --mount=type=bind,source=Gemfile.lock,target=Gemfile.lock \
    --mount=type=cache,target=/usr/local/bundle/cache \
    bundle install

FROM {{ruby}}
ENV BUNDLE_DEPLOYMENT=1 BUNDLE_PATH=/usr/local/bundle BUNDLE_WITHOUT=development:test
RUN useradd --create-home --uid 10001 app
COPY --from=dependencies /usr/local/bundle /usr/local/bundle
WORKDIR /app
COPY . .
USER 10001
EXPOSE {{port}}
HEALTHCHECK CMD ["ruby", "-rsocket", "-e", "TCPSocket.new('127.0.0.1', {{port}})"]
CMD [{{start}}]
`,
	},
}
