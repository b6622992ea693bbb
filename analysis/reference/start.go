package reference

// The instructions that say how a container is started and where commands run.

var cmdInstruction = Instruction{
	Topic: Topic{
		Name:    "CMD",
		Summary: "Set the default command of the container",
		Grammar: []string{
			`CMD ["<program>", "<argument>", ...]`,
			`CMD ["<argument>", ...]`,
			"CMD <command>",
		},
		Body: "Nothing runs while building: this is what `docker run` starts when it is given no command of its own. " +
			"Together with an `ENTRYPOINT` in JSON form it is the default arguments of that program.\n\n" +
			"- Only the last `CMD` of the stage counts.\n" +
			"- Prefer the JSON form. A plain command is run by a shell that is process 1, so the signal of `docker stop` may " +
			"never reach your program, and after an `ENTRYPOINT` the words `/bin/sh -c` become its arguments.\n" +
			"- In JSON form there is no shell: `$VAR` is not replaced. Strings need double quotes.",
		Example: `FROM python:3.14-slim
WORKDIR /app
COPY . .
CMD ["python", "-m", "http.server", "8000"]
`,
		URL: refURL + "#cmd",
	},
	Trigger: true,
	JSON:    true,
	Snippets: []Snippet{
		{Label: "CMD", Doc: "Set the default command, without a shell", Body: `CMD ["${1:program}", "${2:argument}"]`},
		{Label: "CMD shell", Doc: "Set the default command, run by a shell", Body: "CMD ${1:command}"},
	},
}

var entrypointInstruction = Instruction{
	Topic: Topic{
		Name:    "ENTRYPOINT",
		Summary: "Set the program the container always starts",
		Grammar: []string{
			`ENTRYPOINT ["<program>", "<argument>", ...]`,
			"ENTRYPOINT <command>",
		},
		Body: "In JSON form, the arguments of `docker run`, or else `CMD`, are added at the end. Only `docker run --entrypoint` replaces it.\n\n" +
			"- As a plain command it is run by a shell that is process 1: `CMD` and the arguments of `docker run` are ignored, and signals may " +
			"not reach your program. If you need the shell, let it end in `exec`.\n" +
			"- It clears a `CMD` that comes from the base image; write `CMD` again if you want one.\n" +
			"- Only the last one of the stage counts. `ENTRYPOINT []` takes away that of the base image.",
		Example: `FROM alpine:3.22
RUN apk add --no-cache curl
ENTRYPOINT ["curl", "--fail", "--silent"]
CMD ["--help"]
`,
		URL: refURL + "#entrypoint",
	},
	Trigger: true,
	JSON:    true,
	Snippets: []Snippet{
		{Label: "ENTRYPOINT", Doc: "Set the program, without a shell", Body: `ENTRYPOINT ["${1:program}"]`},
		{Label: "ENTRYPOINT exec", Doc: "Set the program through a shell that it replaces", Body: "ENTRYPOINT exec ${1:program}"},
	},
}

var shellInstruction = Instruction{
	Topic: Topic{
		Name:    "SHELL",
		Summary: "Choose the shell that runs plain commands",
		Grammar: []string{`SHELL ["<program>", "<argument>", ...]`},
		Body: "Applies to every later `RUN`, `CMD` and `ENTRYPOINT` that is not JSON, in this stage and in images built on it; " +
			"Docker also runs a plain `HEALTHCHECK CMD` with it. It must be JSON itself. " +
			"The default is `[\"/bin/sh\", \"-c\"]` on Linux and `[\"cmd\", \"/S\", \"/C\"]` on Windows.",
		Example: `FROM debian:13
SHELL ["/bin/bash", "-o", "pipefail", "-c"]
RUN dpkg --get-selections | sort > /packages.txt
`,
		URL: refURL + "#shell",
	},
	Trigger: true,
	JSON:    true,
	Snippets: []Snippet{
		{Label: "SHELL bash", Doc: "Use bash, and let a pipe fail when any part fails", Body: `SHELL ["/bin/bash", "-o", "pipefail", "-c"]`},
		{
			Label: "SHELL powershell", Doc: "Use PowerShell, and stop at the first error",
			Body: `SHELL ["powershell", "-Command", "\$ErrorActionPreference = 'Stop'; \$ProgressPreference = 'SilentlyContinue';"]`,
		},
	},
}

var userInstruction = Instruction{
	Topic: Topic{
		Name:    "USER",
		Summary: "Choose who runs the commands from here on, and the container",
		Grammar: []string{"USER <user>[:<group>]", "USER <uid>[:<gid>]"},
		Body: "Applies to later `RUN` instructions and to the started container. A container runs as root unless its image says otherwise.\n\n" +
			"- A name must exist in the image; a number need not. Kubernetes' `runAsNonRoot` understands only numbers.\n" +
			"- `COPY` and `ADD` still make files of root; see `--chown`.\n" +
			"- With a group, the user is in that group only.",
		Example: `FROM debian:13-slim
RUN useradd --uid 10001 --create-home app
USER 10001
CMD ["id"]
`,
		URL: refURL + "#user",
	},
	Trigger: true,
	Snippets: []Snippet{
		{Label: "USER", Doc: "Run as this user", Body: "USER ${1:1000}"},
		{Label: "USER user:group", Doc: "Run as this user and group", Body: "USER ${1:1000}:${2:1000}"},
	},
}

var workdirInstruction = Instruction{
	Topic: Topic{
		Name:    "WORKDIR",
		Summary: "Set the working directory, and make it if it is missing",
		Grammar: []string{"WORKDIR <path>"},
		Body: "Applies to later `RUN`, `COPY` and `ADD` instructions and to the started container. A `cd` in a `RUN` ends with that `RUN`.\n\n" +
			"- A relative path is added to the one before it. Begin with an absolute one: the base image's may change.\n" +
			"- `~` is not replaced; variables of `ENV` and `ARG` are.\n" +
			"- A new directory belongs to the current `USER`, one that exists is left alone.",
		Example: `FROM golang:1.26
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
`,
		URL: refURL + "#workdir",
	},
	Trigger:  true,
	Snippets: []Snippet{{Label: "WORKDIR", Doc: "Set the working directory", Body: "WORKDIR ${1:/app}"}},
}

var stopsignalInstruction = Instruction{
	Topic: Topic{
		Name:    "STOPSIGNAL",
		Summary: "Choose the signal that asks the container to stop",
		Grammar: []string{"STOPSIGNAL <signal>"},
		Body: "A name such as `SIGQUIT`, or a number. `docker stop` sends it instead of `SIGTERM`, and `SIGKILL` if the container is " +
			"still there after the grace period. `docker run --stop-signal` overrides it.",
		Example: `FROM nginx:1.29
STOPSIGNAL SIGQUIT
`,
		URL: refURL + "#stopsignal",
	},
	Trigger: true,
	Snippets: []Snippet{
		{Label: "STOPSIGNAL", Doc: "Choose the stop signal", Body: "STOPSIGNAL ${1|SIGTERM,SIGINT,SIGQUIT,SIGHUP,SIGWINCH|}"},
	},
}
