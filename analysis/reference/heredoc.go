package reference

import "strings"

const heredocURL = refURL + "#here-documents"

// The four things that can be written in a heredoc operator, in the order a
// page should show them. Several can apply to one word, as in 3<<-"EOF".
var heredocs = []Topic{
	{
		Name:    "<<EOF",
		Summary: "Take the lines up to EOF as a script or a file",
		Grammar: []string{"RUN <<EOF", "RUN <command> <<EOF", "COPY <<EOF <destination>", "ADD <<EOF <destination>"},
		Body: "Any word will do instead of `EOF`; the line that ends it has that word and nothing else.\n\n" +
			"- `RUN <<EOF` alone runs the lines as a script: with the stage's shell, or with the program named by a `#!` in the first line. " +
			"A shell goes on after a failing line; begin with `set -e`.\n" +
			"- `RUN command <<EOF` feeds them to the command.\n" +
			"- `COPY <<EOF /path` writes them to a file with mode 644. If the destination ends in `/`, the word is the file's name. " +
			"Variables of the build are replaced: write `\\$` for a plain `$`, or quote the word.",
		Example: `FROM debian:13-slim
RUN <<EOF
set -e
apt-get update
apt-get install --no-install-recommends -y curl
rm -rf /var/lib/apt/lists/*
EOF
COPY <<robots.txt /srv/www/
User-agent: *
Disallow: /
robots.txt
`,
		Since: "1.4",
		URL:   heredocURL,
	},
	{
		Name:    "<<-EOF",
		Summary: "The same, without the tabs that the lines begin with",
		Grammar: []string{"RUN <<-EOF", "COPY <<-EOF <destination>"},
		Body:    "Only tabs are taken away, not blanks, and all of them. The line that ends it may be indented with tabs too.",
		Example: "FROM alpine:3.22\nRUN <<-EOF\n\tset -e\n\tapk add --no-cache curl\nEOF\n",
		Since:   "1.4",
		URL:     heredocURL,
	},
	{
		Name:    `<<"EOF"`,
		Summary: "The same, without replacing variables",
		Grammar: []string{`COPY <<"EOF" <destination>`, "COPY <<'EOF' <destination>", `RUN <command> <<"EOF"`},
		Body: "Quotes around the word, or a part of it, keep `$NAME` as it is. The last line has no quotes.\n\n" +
			"For a `RUN` that is nothing but a heredoc they change nothing: the lines are the script, and the shell that runs it " +
			"replaces its variables as always.",
		Example: `FROM alpine:3.22
COPY --chmod=755 <<"EOF" /usr/local/bin/greet
#!/bin/sh
echo "Hello, $1"
EOF
`,
		Since: "1.4",
		URL:   heredocURL,
	},
	{
		Name:    "3<<EOF",
		Summary: "The same, on this file descriptor",
		Grammar: []string{"RUN <command> <number><<EOF"},
		Body:    "The command reads the lines from that descriptor instead of its standard input (0). Only for a `RUN` with a command.",
		Example: `FROM alpine:3.22
RUN cat /dev/fd/3 3<<EOF
first
EOF
`,
		Since: "1.4",
		URL:   heredocURL,
	},
}

// Heredocs returns a topic for each thing a heredoc operator can say.
func Heredocs() []Topic { return heredocs }

// Heredoc returns what there is to say about a heredoc word as it stands in
// the file, such as <<EOF or 3<<-"EOF": first the plain operator or the one
// with a dash, then the quotes, then the descriptor. It returns nil for a word
// without <<.
func Heredoc(word string) []*Topic {
	fd, rest, ok := strings.Cut(word, "<<")
	if !ok {
		return nil
	}
	topics := make([]*Topic, 0, 3)
	if strings.HasPrefix(rest, "-") {
		topics = append(topics, &heredocs[1])
	} else {
		topics = append(topics, &heredocs[0])
	}
	if strings.ContainsAny(rest, `"'`) {
		topics = append(topics, &heredocs[2])
	}
	if fd != "" {
		topics = append(topics, &heredocs[3])
	}
	return topics
}
