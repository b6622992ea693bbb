package reference

var addInstruction = Instruction{
	Topic: Topic{
		Name:    "ADD",
		Summary: "Add files from the build context, a URL or a Git repository",
		Grammar: []string{
			"ADD [--<flag>=<value>]... <source>... <destination>",
			"ADD [--<flag>=<value>]... " + copyJSON,
			"ADD [--<flag>=<value>]... <<EOF <destination>",
		},
		Body: "Like `COPY`, and more: it fetches `http://` and `https://` URLs and Git repositories, and it unpacks a local tar archive, " +
			"compressed or not. For plain files use `COPY`, which has no such surprises.\n\n" +
			"- A local archive is recognised by its content, not by its name. One from a URL stays packed; see `--unpack`.\n" +
			"- A downloaded file has mode 600. Pin what you download with `--checksum`.\n" +
			"- A Git address may name a branch, tag or commit and a directory: `https://example.com/repo.git#v1.2:docs`.\n" +
			"- It cannot copy from another stage: only `COPY` has `--from`.",
		Example: `FROM alpine:3.22
ADD --checksum=sha256:24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d \
    https://mirrors.edge.kernel.org/pub/linux/kernel/Historic/linux-0.01.tar.gz /src/
`,
		URL: refURL + "#add",
	},
	Trigger:  true,
	JSON:     true,
	Heredocs: true,
	Flags: []Flag{
		{
			Topic: Topic{
				Name: "checksum", Summary: "Refuse the download unless it has this checksum",
				Grammar: []string{"--checksum=sha256:<hex>", "--checksum=<commit>"},
				Body: "For a URL, the SHA-256 of the file. For a Git repository, the commit or its beginning. " +
					"There must be exactly one source, and not a local one.",
				Example: "FROM alpine:3.22\nADD --checksum=be1f38e https://github.com/moby/buildkit.git#v0.26.2 /src/\n",
				Since:   "1.6", URL: refURL + "#add---checksum",
			},
			Kind: String,
		},
		{
			Topic: Topic{
				Name: "unpack", Summary: "Say whether a tar archive is unpacked", Grammar: []string{"--unpack[=true|false]"},
				Body:    "Left out, a local archive is unpacked and a downloaded one is not. The flag decides for both.",
				Example: "FROM alpine:3.22\nADD --unpack=true https://example.com/tool-1.0.tar.gz /opt/tool/\n",
				Since:   "1.17", URL: refURL + "#add---unpack",
			},
			Kind: Bool, Closed: true,
			Values: []Topic{
				{Name: "true", Summary: "Unpack archives, downloaded ones too", Since: "1.17", URL: refURL + "#add---unpack"},
				{Name: "false", Summary: "Keep archives packed, local ones too", Since: "1.17", URL: refURL + "#add---unpack"},
			},
		},
		{
			Topic: Topic{
				Name: "chown", Summary: chownSummary, Grammar: []string{"--chown=<user>[:<group>]"}, Body: chownBody,
				Example: "FROM node:24\nADD --chown=1000:1000 site.tar.gz /srv/www/\n",
				URL:     refURL + "#add---chown",
			},
			Kind: String,
		},
		{
			Topic: Topic{
				Name: "chmod", Summary: chmodSummary, Grammar: []string{"--chmod=<octal>", "--chmod=<who><+|-|=><permissions>[,...]"}, Body: chmodBody,
				Example: "FROM alpine:3.22\nADD --chmod=755 https://example.com/tool /usr/local/bin/tool\n",
				Since:   "1.2", URL: refURL + "#add---chmod",
			},
			Kind: String,
		},
		{
			Topic: Topic{
				Name: "link", Summary: linkSummary, Grammar: []string{"--link[=true|false]"}, Body: linkBody,
				Example: "FROM alpine:3.22\nADD --link site.tar.gz /srv/www/\n",
				Since:   "1.4", URL: refURL + "#add---link",
			},
			Kind: Bool, Values: boolValues, Closed: true,
		},
		{
			Topic: Topic{
				Name: "exclude", Summary: excludeSummary, Grammar: []string{"--exclude=<pattern>"}, Body: excludeBody,
				Example: "FROM alpine:3.22\nADD --exclude=*.md https://github.com/moby/buildkit.git#v0.26.2 /src/\n",
				Since:   "1.19", URL: refURL + "#add---exclude",
			},
			Kind: Strings,
		},
		{
			Topic: Topic{
				Name: "keep-git-dir", Summary: "Keep the .git directory of a repository", Grammar: []string{"--keep-git-dir[=true|false]"},
				Body:    "It is left out otherwise. Needed when the build asks Git for a version or a commit.",
				Example: "FROM alpine:3.22\nADD --keep-git-dir=true https://github.com/moby/buildkit.git#v0.26.2 /src/\n",
				// The reference says 1.1, but the parser of 1.2 does not know it;
				// Git sources left the labs channel with 1.6.
				Since: "1.6", URL: refURL + "#add---keep-git-dir",
			},
			Kind: Bool, Values: boolValues, Closed: true,
		},
	},
	Snippets: []Snippet{
		{Label: "ADD --checksum", Doc: "Download a file and check it", Body: "ADD --checksum=sha256:${1:checksum} ${2:https://example.com/file} ${3:/tmp/}"},
		{Label: "ADD git", Doc: "Fetch a Git repository", Body: "ADD ${1:https://github.com/example/project.git}#${2:main} ${3:/src/}"},
		{Label: "ADD archive", Doc: "Unpack a local archive", Body: "ADD ${1:archive.tar.gz} ${2:/opt/}"},
	},
}
