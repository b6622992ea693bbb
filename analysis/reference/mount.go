package reference

const (
	mountURL  = refURL + "#run---mount"
	bindURL   = refURL + "#run---mounttypebind"
	cacheURL  = refURL + "#run---mounttypecache"
	tmpfsURL  = refURL + "#run---mounttypetmpfs"
	secretURL = refURL + "#run---mounttypesecret"
	sshURL    = refURL + "#run---mounttypessh"
)

var mountTypes = []Topic{
	{
		Name: "bind", Summary: "Files of the build context, a stage or an image, without a copy",
		Grammar: []string{"type=bind[,from=<stage|image|context>][,source=<path>],target=<path>[,rw]"},
		Body: "The default type. Read-only unless `rw` is given, and even then what is written is thrown away. " +
			"Without `from`, the source is the build context.",
		Example: `FROM node:24
WORKDIR /app
RUN --mount=type=bind,source=package.json,target=package.json \
    --mount=type=bind,source=package-lock.json,target=package-lock.json \
    npm ci
`,
		Since: "1.2", URL: bindURL,
	},
	{
		Name: "cache", Summary: "A directory that stays with the builder from one build to the next",
		Grammar: []string{"type=cache,target=<path>[,id=<id>][,sharing=shared|private|locked]"},
		Body: "For what package managers and compilers keep. It must never matter what is in it: it can be empty, or hold " +
			"what another build left. It is not part of the image, nor of a cache exported with `--cache-to`, " +
			"so a fresh CI machine starts with nothing.",
		Example: `FROM python:3.14-slim
COPY requirements.txt .
RUN --mount=type=cache,target=/root/.cache/pip \
    pip install -r requirements.txt
`,
		Since: "1.2", URL: cacheURL,
	},
	{
		Name: "secret", Summary: "A secret as a file or a variable, never stored in the image",
		Grammar: []string{"type=secret,id=<id>[,target=<path>][,env=<variable>][,required]"},
		Body: "Whoever builds hands it over with `--secret id=<id>,src=<file>` or `--secret id=<id>,env=<variable>`. " +
			"The file is `/run/secrets/<id>` unless `target` says otherwise; with `env` and without `target` there is no file. " +
			"A missing secret is an error only with `required`. A changed secret does not run the command again.",
		Example: `FROM node:24
WORKDIR /app
COPY package.json package-lock.json ./
RUN --mount=type=secret,id=npmrc,target=/root/.npmrc,required \
    npm ci
`,
		Since: "1.2", URL: secretURL,
	},
	{
		Name: "ssh", Summary: "The SSH agent of whoever builds, so that keys stay where they are",
		Grammar: []string{"type=ssh[,id=<id>][,target=<path>][,required]"},
		Body: "Build with `--ssh default`. The command finds the agent through `SSH_AUTH_SOCK`. " +
			"The image needs an SSH client and the host's key in `known_hosts`.",
		Example: `FROM alpine:3.22
RUN apk add --no-cache git openssh-client
COPY known_hosts /root/.ssh/known_hosts
RUN --mount=type=ssh,required git clone git@github.com:example/private.git /src
`,
		Since: "1.2", URL: sshURL,
	},
	{
		Name: "tmpfs", Summary: "An empty directory in memory",
		Grammar: []string{"type=tmpfs,target=<path>[,size=<bytes>]"},
		Body:    "For temporary files: whatever is written there is gone after the command.",
		Example: `FROM debian:13
RUN --mount=type=tmpfs,target=/tmp,size=256m dd if=/dev/zero of=/tmp/scratch bs=1M count=16
`,
		Since: "1.2", URL: tmpfsURL,
	},
}

// ownedMounts are the types whose file or directory can be given an owner and
// a mode; parseMount in BuildKit's commands_runmount.go refuses it for others.
var ownedMounts = []string{"cache", "secret", "ssh"}
