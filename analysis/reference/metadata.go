package reference

// The instructions that describe the image rather than change its files.

var envInstruction = Instruction{
	Topic: Topic{
		Name:    "ENV",
		Summary: "Set environment variables for the build and for the container",
		Grammar: []string{"ENV <name>=<value> [<name>=<value>]...", "ENV <name> <value>"},
		Body: "Set from here on in this stage, in stages and images built on it, and in the running container.\n\n" +
			"- It wins over an `ARG` of the same name.\n" +
			"- In `ENV A=1 B=$A`, `$A` is the value from before this line.\n" +
			"- It cannot be taken back, only set to something else. For the build alone use `ARG`, or set it inside a `RUN`.\n" +
			"- Anyone with the image can read it: no secrets.\n" +
			"- The form without `=` is old and sets one variable only; everything after the name is its value.",
		Example: `FROM python:3.14-slim
ENV PYTHONUNBUFFERED=1 \
    APP_HOME=/app
WORKDIR $APP_HOME
`,
		URL: refURL + "#env",
	},
	Trigger: true,
	Snippets: []Snippet{
		{Label: "ENV", Doc: "Set a variable", Body: "ENV ${1:NAME}=${2:value}"},
		{Label: "ENV PATH", Doc: "Add a directory to PATH", Body: "ENV PATH=${1:/app/bin}:\\$PATH"},
	},
}

var argInstruction = Instruction{
	Topic: Topic{
		Name:    "ARG",
		Summary: "Declare a variable that can be set when building",
		Grammar: []string{"ARG <name>[=<default>] [<name>[=<default>]]..."},
		Body: "Set it with `docker build --build-arg <name>=<value>`. It lives from here to the end of the stage, " +
			"also in stages built on this one, and is in the environment of `RUN`; the container does not have it.\n\n" +
			"- Before the first `FROM` it serves the `FROM` lines only. To use it in a stage, declare it there again without a default: `ARG VERSION`.\n" +
			"- An `ENV` of the same name wins.\n" +
			"- Another value runs every later `RUN` of the stage again, so declare it late.\n" +
			"- The value shows in `docker history`: for secrets use `RUN --mount=type=secret`.\n" +
			"- Several names on one line since Dockerfile 1.2.",
		Example: `ARG GO_VERSION=1.26
FROM golang:${GO_VERSION}
WORKDIR /src
COPY . .
ARG VERSION=dev
RUN go build -ldflags "-X main.version=${VERSION}" -o /app .
`,
		URL: refURL + "#arg",
	},
	BeforeFrom: true,
	Trigger:    true,
	Snippets: []Snippet{
		{Label: "ARG", Doc: "Declare a build argument with a default", Body: "ARG ${1:NAME}=${2:default}"},
		{Label: "ARG without default", Doc: "Declare a build argument, or take over a global one", Body: "ARG ${1:NAME}"},
	},
}

var labelInstruction = Instruction{
	Topic: Topic{
		Name:    "LABEL",
		Summary: "Attach key=value notes to the image",
		Grammar: []string{"LABEL <key>=<value> [<key>=<value>]..."},
		Body: "Read them with `docker inspect`. Images built on this one inherit them; a later label of the same key replaces the earlier one. " +
			"Values with blanks need double quotes, and in single quotes variables are not replaced. " +
			"For common facts there are agreed keys, `org.opencontainers.image.*`.",
		Example: `FROM alpine:3.22
LABEL org.opencontainers.image.source="https://github.com/example/app" \
      org.opencontainers.image.licenses="Apache-2.0"
`,
		URL: refURL + "#label",
	},
	Trigger: true,
	Snippets: []Snippet{
		{Label: "LABEL", Doc: "Attach a label", Body: `LABEL ${1:key}="${2:value}"`},
		{Label: "LABEL source", Doc: "Say where the source code is", Body: `LABEL org.opencontainers.image.source="${1:https://github.com/example/app}"`},
	},
}

var exposeInstruction = Instruction{
	Topic: Topic{
		Name:    "EXPOSE",
		Summary: "Tell which ports the container listens on",
		Grammar: []string{"EXPOSE <port>[-<port>][/<protocol>]..."},
		Body: "A note for people and tools; it publishes nothing. `docker run -p 8080:80` publishes a port, exposed or not, and " +
			"`docker run -P` publishes all exposed ones on free ports.\n\n" +
			"The protocol is `tcp`, `udp` or `sctp`, in lower case, and `tcp` when left out. For TCP and UDP list both. " +
			"Addresses and host ports, as in `8080:80`, do not belong here.",
		Example: `FROM nginx:1.29
EXPOSE 80 443/tcp 443/udp
`,
		URL: refURL + "#expose",
	},
	Trigger: true,
	Snippets: []Snippet{
		{Label: "EXPOSE", Doc: "Name a port", Body: "EXPOSE ${1:8080}"},
		{Label: "EXPOSE udp", Doc: "Name a UDP port", Body: "EXPOSE ${1:53}/udp"},
	},
}

var volumeInstruction = Instruction{
	Topic: Topic{
		Name:    "VOLUME",
		Summary: "Keep a directory in a volume instead of in the container",
		Grammar: []string{"VOLUME <path>...", `VOLUME ["<path>", ...]`},
		Body: "Each container gets a volume there, an anonymous one unless `docker run -v` gives it another; it begins with what the image has at " +
			"that path.\n\n" +
			"- Images built on this one cannot undo it. Where that is not wanted, leave the choice to `docker run -v` or Compose.\n" +
			"- Changes that later instructions make in it are kept by BuildKit; the legacy builder dropped them.\n" +
			"- A host directory cannot be named here.",
		Example: `FROM postgres:18
VOLUME /var/lib/postgresql
`,
		URL: refURL + "#volume",
	},
	Trigger:  true,
	JSON:     true,
	Snippets: []Snippet{{Label: "VOLUME", Doc: "Declare a volume", Body: "VOLUME ${1:/data}"}},
}

var maintainerInstruction = Instruction{
	Topic: Topic{
		Name:    "MAINTAINER",
		Summary: "Name the author of the image (deprecated)",
		Grammar: []string{"MAINTAINER <name>"},
		Body:    "Use a label instead: it can be read with `docker inspect` like all others and replaced by images built on this one.",
		Example: `FROM alpine:3.22
LABEL org.opencontainers.image.authors="Ada Lovelace <ada@example.com>"
`,
		URL: refURL + "#maintainer-deprecated",
	},
	Snippets: []Snippet{{Label: "MAINTAINER", Doc: "Name the author; a label is better", Body: "MAINTAINER ${1:name}"}},
}
