package reference

var runInstruction = Instruction{
	Topic: Topic{
		Name:    "RUN",
		Summary: "Run a command while building and keep what it changed",
		Grammar: []string{
			"RUN [--<flag>=<value>]... <command>",
			`RUN [--<flag>=<value>]... ["<program>", "<argument>", ...]`,
			"RUN [--<flag>=<value>]... <<EOF",
		},
		Body: "The first form goes to the stage's shell, `/bin/sh -c` on Linux unless `SHELL` says otherwise. " +
			"The JSON form starts the program without a shell, so `$VAR`, `&&` and `*` stay as they are written. " +
			"Changes to files become a layer; `cd` and `export` are forgotten at the end of the instruction.\n\n" +
			"- Only the exit status of the whole command counts: in `a; b` and in `a | b` a failing `a` goes unnoticed. " +
			"Join commands with `&&`, or begin a heredoc with `set -e`.\n" +
			"- The result is reused as long as the text and everything before it are the same, whatever the network has to offer. " +
			"Keep `apt-get update` and `apt-get install` in one `RUN`.\n" +
			"- Deleting a file that an earlier layer holds does not make the image smaller. Clean up in the `RUN` that made the mess, " +
			"or write to a `--mount`.",
		Example: `FROM debian:13-slim
RUN <<EOF
set -e
apt-get update
apt-get install --no-install-recommends -y ca-certificates curl
rm -rf /var/lib/apt/lists/*
EOF
`,
		URL: refURL + "#run",
	},
	Trigger:  true,
	JSON:     true,
	Heredocs: true,
	Flags:    runFlags,
	Snippets: []Snippet{
		{Label: "RUN", Doc: "Run a command in the shell", Body: "RUN ${1:command}"},
		{Label: "RUN <<EOF", Doc: "Run a script of several lines", Body: "RUN <<EOF\nset -e\n${1:command}\nEOF"},
		{
			Label: "RUN apt-get install", Doc: "Install Debian or Ubuntu packages and drop the package lists",
			Body: "RUN <<EOF\nset -e\napt-get update\napt-get install --no-install-recommends -y ${1:package}\nrm -rf /var/lib/apt/lists/*\nEOF",
		},
		{Label: "RUN apk add", Doc: "Install Alpine packages and keep no index", Body: "RUN apk add --no-cache ${1:package}"},
		{Label: "RUN --mount=type=cache", Doc: "Run with a directory that is kept between builds", Body: "RUN --mount=type=cache,target=${1:/root/.cache} ${2:command}"},
		{Label: "RUN --mount=type=bind", Doc: "Run with files of the build context, without copying them", Body: "RUN --mount=type=bind,source=${1:package.json},target=${2:package.json} ${3:command}"},
		{Label: "RUN --mount=type=secret", Doc: "Run with a secret that stays out of the image", Body: "RUN --mount=type=secret,id=${1:token},env=${2:TOKEN} ${3:command}"},
		{Label: "RUN --mount=type=ssh", Doc: "Run with the SSH agent of whoever builds", Body: "RUN --mount=type=ssh ${1:command}"},
	},
}
