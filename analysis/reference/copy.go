package reference

// What COPY and ADD say in the same words.
const (
	chownSummary = "Give the files another owner than root"
	chownBody    = "Without it the files belong to user 0 and group 0, whatever `USER` says. Without a group, a number stands for both, " +
		"and a name brings its own group. Names are looked up in the image's `/etc/passwd` and `/etc/group`; " +
		"numbers always work, and with `--link` only numbers do. Not for Windows images."
	chmodSummary = "Set the permissions of the files"
	chmodBody    = "Octal, as in `644` and `0755`, or symbolic as in `u=rwX,go=rX` (since Dockerfile 1.14). " +
		"Saves the layer that a `RUN chmod` would add, which holds the files a second time. Not for Windows images."
	linkSummary = "Make a layer that does not depend on the ones before it"
	linkBody    = "The files go into a layer of their own, laid over whatever the base is. It stays in the cache when earlier instructions " +
		"change, and a new base image can be put underneath without copying again.\n\n" +
		"The layer does not see the image: a symbolic link in the destination's path is not followed but replaced by a directory, " +
		"and `--chown` takes only numbers."
	excludeSummary = "Leave out the files that match a pattern"
	excludeBody    = "May be repeated. The wildcards are those of the sources, plus `**` for any number of directories. " +
		"Variables are not replaced in it."
	copyJSON = `["<source>", ..., "<destination>"]`
)

var boolValues = []Topic{
	{Name: "true", Summary: "Turn it on, as the flag does without a value", URL: refURL},
	{Name: "false", Summary: "Leave it off", URL: refURL},
}

var copyInstruction = Instruction{
	Topic: Topic{
		Name:    "COPY",
		Summary: "Copy files from the build context, a stage or an image",
		Grammar: []string{
			"COPY [--<flag>=<value>]... <source>... <destination>",
			"COPY [--<flag>=<value>]... " + copyJSON,
			"COPY [--<flag>=<value>]... <<EOF <destination>",
		},
		Body: "- Sources are paths inside the build context. They cannot leave it (`../` is dropped), and what `.dockerignore` " +
			"excludes is not there.\n" +
			"- A directory as a source means what is in it, not the directory itself.\n" +
			"- A destination that ends in `/` is a directory; with several sources it must be one. A relative destination begins at " +
			"`WORKDIR`, and missing directories are made.\n" +
			"- The files belong to root whatever `USER` says; see `--chown`.\n" +
			"- `*`, `?` and `[a-z]` match as in Go's `filepath.Match`. Names with blanks need the JSON form.\n\n" +
			"Copy what changes seldom first: a changed file runs everything after its `COPY` again.",
		Example: `FROM node:24
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci
COPY --chown=node:node src/ src/
`,
		URL: refURL + "#copy",
	},
	Trigger:  true,
	JSON:     true,
	Heredocs: true,
	Flags: []Flag{
		{
			Topic: Topic{
				Name:    "from",
				Summary: "Copy from a stage, an image or a named context",
				Grammar: []string{"--from=<stage|image|context>"},
				Body: "Sources then begin at the root of that filesystem, not at `WORKDIR`. A stage is given by name, " +
					"or by its number counted from 0; it must come earlier. Any other name is a context passed with `--build-context`, or an image. " +
					"Variables do not work here: write `FROM image:$TAG AS name` and copy from `name`.",
				Example: `FROM golang:1.26 AS build
WORKDIR /src
COPY . .
RUN go build -o /app .

FROM debian:13-slim
COPY --from=build /app /usr/local/bin/app
`,
				URL: refURL + "#copy---from",
			},
			Kind: String,
		},
		{
			Topic: Topic{
				Name: "chown", Summary: chownSummary, Grammar: []string{"--chown=<user>[:<group>]"}, Body: chownBody,
				Example: "FROM node:24\nCOPY --chown=node:node . /home/node/app/\nUSER node\n",
				URL:     refURL + "#copy---chown",
			},
			Kind: String,
		},
		{
			Topic: Topic{
				Name: "chmod", Summary: chmodSummary, Grammar: []string{"--chmod=<octal>", "--chmod=<who><+|-|=><permissions>[,...]"}, Body: chmodBody,
				Example: "FROM alpine:3.22\nCOPY --chmod=755 entrypoint.sh /usr/local/bin/\n",
				Since:   "1.2", URL: refURL + "#copy---chmod",
			},
			Kind: String,
		},
		{
			Topic: Topic{
				Name: "link", Summary: linkSummary, Grammar: []string{"--link[=true|false]"}, Body: linkBody,
				Example: `FROM golang:1.26 AS build
WORKDIR /src
COPY . .
RUN go build -o /app .

FROM gcr.io/distroless/static-debian12
COPY --link --from=build /app /app
`,
				Since: "1.4", URL: refURL + "#copy---link",
			},
			Kind: Bool, Values: boolValues, Closed: true,
		},
		{
			Topic: Topic{
				Name: "parents", Summary: "Keep the directories of the sources", Grammar: []string{"--parents[=true|false]"},
				Body: "`a/b/c.txt` arrives as `<destination>/a/b/c.txt` instead of `<destination>/c.txt`. Only what follows a `/./` in the source is kept. " +
					"`**` matches any number of directories.",
				Example: `FROM node:24
WORKDIR /app
COPY --parents package.json package-lock.json packages/*/package.json ./
RUN npm ci
`,
				Since: "1.20", URL: refURL + "#copy---parents",
			},
			Kind: Bool, Values: boolValues, Closed: true,
		},
		{
			Topic: Topic{
				Name: "exclude", Summary: excludeSummary, Grammar: []string{"--exclude=<pattern>"}, Body: excludeBody,
				Example: "FROM python:3.14\nCOPY --exclude=**/*_test.py src/ /app/\n",
				Since:   "1.19", URL: refURL + "#copy---exclude",
			},
			Kind: Strings,
		},
	},
	Snippets: []Snippet{
		{Label: "COPY", Doc: "Copy from the build context", Body: "COPY ${1:.} ${2:.}"},
		{Label: "COPY --from", Doc: "Copy from another stage", Body: "COPY --from=${1:build} ${2:/app} ${3:/app}"},
		{Label: "COPY --chown", Doc: "Copy for another owner", Body: "COPY --chown=${1:1000}:${2:1000} ${3:.} ${4:.}"},
		{Label: "COPY <<EOF", Doc: "Write a file from the lines below", Body: "COPY <<EOF ${1:/etc/motd}\n${2:text}\nEOF"},
	},
}
