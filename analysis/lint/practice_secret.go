package lint

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/command"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/reference"
	"github.com/slipway-dev/slipway/analysis/shell"
	"github.com/slipway-dev/slipway/analysis/syntax"
	"github.com/slipway-dev/slipway/analysis/text"
)

var secretRules = []*Rule{
	{
		Code: "SecretFileCopied", Category: Security, Severity: Warning,
		URL:   "https://docs.docker.com/build/building/secrets/",
		Title: "COPY puts a file with secrets into the image",
		Why: "Everybody who has the image can read what a layer holds, also what a later `RUN rm` has removed. Mount the file into the `RUN` that needs it: " +
			"`RUN --mount=type=secret,id=npmrc,target=/root/.npmrc npm ci`, with `docker build --secret id=npmrc,src=.npmrc .`; " +
			"what the container needs it is given when it starts.\n\n" +
			"Goes by names that are kept for secrets (`.env`, `id_rsa`, `.netrc`, `kubeconfig`, …) in stages whose layers become part of an image. `.npmrc`, `*.pem` and `*.key` " +
			"are reported where the file beside the Dockerfile has a token or a private key in it.",
		Bad:  "FROM node:24\nWORKDIR /srv\nCOPY .env package.json ./\n",
		Good: "FROM node:24\nWORKDIR /srv\nCOPY .env.example package.json ./\nRUN --mount=type=secret,id=env,target=/srv/.env node -e ''\n",
		File: secretFileCopied,
	},
	{
		Code: "SecretInInstruction", Category: Security, Severity: Warning,
		URL:   "https://docs.docker.com/build/building/secrets/",
		Title: "A secret is written in the Dockerfile",
		Why: "Instructions are a part of the image's history, which everybody can read who has the image, and of the repository. A key or a password that stands there is known: " +
			"change it, and give the new one to the `RUN` that needs it with `--mount=type=secret`, as a file in `/run/secrets` or with `env=` as a variable.\n\n" +
			"Finds keys and tokens of known shapes and private keys everywhere, and passwords in the options of `curl`, `wget`, `sshpass` and `docker login`, in addresses " +
			"(`https://user:password@host`) and in what is piped into `chpasswd` or `passwd` in a `RUN`; the latter as information. " +
			"Variables are no secrets. Names of `ARG` and `ENV` are for SecretsUsedInArgOrEnv.",
		Bad:         "FROM debian:13\nRUN curl -fsSL -u deploy:hunter2 https://example.com/tool -o /usr/bin/tool\n",
		Good:        "FROM debian:13\nRUN --mount=type=secret,id=netrc,target=/root/.netrc curl -fsSL --netrc https://example.com/tool -o /usr/bin/tool\n",
		Instruction: knownSecrets,
		Stage:       perRun(passwordsInRun),
	},
}

// secretFiles are names of files that are kept for secrets, as patterns of
// endsLike; what is "soft" often holds none.
var secretFiles = []struct {
	pattern, what string
	soft          bool
	// marks are texts of which one must be in the file, so that it must be readable.
	marks []string
}{
	{pattern: ".env", what: "settings and often passwords", soft: true},
	{pattern: ".env.local", what: "settings and often passwords", soft: true},
	{pattern: "id_rsa", what: "a private key"},
	{pattern: "id_dsa", what: "a private key"},
	{pattern: "id_ecdsa", what: "a private key"},
	{pattern: "id_ed25519", what: "a private key"},
	{pattern: ".netrc", what: "passwords"},
	{pattern: ".pypirc", what: "passwords"},
	{pattern: ".git-credentials", what: "passwords"},
	{pattern: ".pgpass", what: "passwords"},
	{pattern: ".my.cnf", what: "often a password", soft: true},
	{pattern: "kubeconfig", what: "access to a cluster"},
	{pattern: ".kube/config", what: "access to a cluster"},
	{pattern: ".aws/credentials", what: "access to a cloud"},
	{pattern: ".docker/config.json", what: "access to registries"},
	{pattern: "credentials.json", what: "access to a service", soft: true},
	{pattern: ".npmrc", what: "a token", marks: []string{"_authToken=", "_password=", "_auth="}},
	{pattern: "*.pem", what: "a private key", marks: []string{"PRIVATE KEY-----"}},
	{pattern: "*.key", what: "a private key", marks: []string{"PRIVATE KEY-----"}},
}

func secretFileCopied(f *analysis.File, c Config, report Report) {
	var shipped []bool
	for i, st := range stagesWhere(f, secretFilesKey{}, copiesSecretFile) {
		for _, copied := range copySteps(st.Facts) {
			for _, source := range copied.sources {
				what, soft := c.secretFile(source)
				if what == "" {
					continue
				}
				if shipped == nil {
					shipped = shippedStages(f)
				}
				if !shipped[i] {
					continue
				}
				item := st.First + copied.n
				report(Note{
					Step: item, Span: f.Items.At(item).In(copied.place(source)), Soft: soft,
					Message: path.Base(source) + " holds " + what + ", which everybody can read who has the image; mount it as a secret",
				})
			}
		}
	}
}

type secretFilesKey struct{}

// copiesSecretFile tells whether a stage copies something that is called like a file
// for secrets.
func copiesSecretFile(st *analysis.Facts) bool {
	return slices.ContainsFunc(copySteps(st), func(c copyStep) bool { return slices.ContainsFunc(c.sources, likeSecretFile) })
}

func likeSecretFile(source string) bool {
	whole := path.Clean("/" + source)
	for _, s := range secretFiles {
		if endsLike(whole, s.pattern) {
			return true
		}
	}
	return false
}

// endsLike tells whether a path from / on ends as a pattern says: with whole names, or
// behind a "*" with the end of one.
func endsLike(p, pattern string) bool {
	if end, ok := strings.CutPrefix(pattern, "*"); ok {
		return strings.HasSuffix(p, end)
	}
	return strings.HasSuffix(p, "/"+pattern)
}

// secretFile is what a source of COPY holds by its name, "" where that is no secret.
func (c Config) secretFile(source string) (what string, soft bool) {
	whole := path.Clean("/" + source)
	for _, s := range secretFiles {
		if !endsLike(whole, s.pattern) {
			continue
		}
		if s.marks == nil {
			return s.what, s.soft
		}
		if c.Context == nil {
			return "", false
		}
		src, ok := c.Context.Source(source)
		if ok && slices.ContainsFunc(s.marks, func(m string) bool { return holdsValue(src, m) }) {
			return s.what, false
		}
	}
	return "", false
}

// holdsValue tells whether a text has a mark in it, and no variable behind it.
func holdsValue(src, mark string) bool {
	_, rest, ok := strings.Cut(src, mark)
	return ok && !strings.HasPrefix(strings.TrimLeft(rest, `"'`), "$")
}

// secretShapes are keys and tokens that their issuers give a shape of their own. Each
// has one of the marks in it, which are quicker to look for.
var secretShapes = []struct {
	what  string
	marks []string
	shape *regexp.Regexp
}{
	{"a key of AWS", []string{"AKIA", "ASIA"}, regexp.MustCompile(`\b(?:AKIA|ASIA)[0-9A-Z]{16}\b`)},
	{"a token of GitHub", []string{"ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_"}, regexp.MustCompile(`\bgh[pousr]_[A-Za-z0-9]{36,}\b|\bgithub_pat_[A-Za-z0-9_]{60,}\b`)},
	{"a token of GitLab", []string{"glpat-"}, regexp.MustCompile(`\bglpat-[A-Za-z0-9_-]{20,}`)},
	{"a token of npm", []string{"npm_"}, regexp.MustCompile(`\bnpm_[A-Za-z0-9]{36}\b`)},
	{"a token of Slack", []string{"xox"}, regexp.MustCompile(`\bxox[baprs]-[0-9]{8,}-[A-Za-z0-9-]{10,}`)},
	{"a key of Stripe", []string{"k_live_"}, regexp.MustCompile(`\b[sr]k_live_[A-Za-z0-9]{20,}`)},
	{"a private key", []string{"PRIVATE KEY"}, regexp.MustCompile(`-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----`)},
}

func knownSecrets(in *syntax.Instruction, report Report) {
	for _, s := range secretShapes {
		if !containsAny(in.Raw, s.marks) {
			continue
		}
		for _, at := range s.shape.FindAllStringIndex(in.Raw, -1) {
			span := text.Span{Start: at[0], End: at[1]}
			found := in.Raw[span.Start:span.End]
			if strings.Contains(found, "EXAMPLE") || namedSecret(in, span) || searched(in, s.what) {
				continue
			}
			report(Note{Span: span, Message: s.what + " is written here for everybody to read; revoke it, and mount a secret"})
		}
	}
}

// containsAny tells whether one of the texts is in s.
func containsAny(s string, texts []string) bool {
	return slices.ContainsFunc(texts, func(t string) bool { return strings.Contains(s, t) })
}

// namedSecret tells whether a place is the value of a variable whose name is one of
// a secret's, which has a finding already.
func namedSecret(in *syntax.Instruction, at text.Span) bool {
	if kind := in.Kind(); kind != command.Arg && kind != command.Env {
		return false
	}
	return slices.ContainsFunc(in.Pairs, func(p syntax.Pair) bool {
		name := unquoted(p.Key.Value)
		return p.Value.Contains(at) && (reference.SecretName(name) || secretEnding(name))
	})
}

// searched tells of the head of a private key that a command looks for it.
func searched(in *syntax.Instruction, what string) bool {
	return what == "a private key" && (strings.Contains(in.Raw, "grep") || !strings.Contains(in.Raw, "END "))
}

// address is one with a user and a password in it.
var address = regexp.MustCompile(`\b[a-z][a-z0-9+.-]*://[^\s/:@$"'{}<>*]+:([^\s/@$"'{}<>*]+)@[A-Za-z0-9]`)

// passwordOptions are options whose value is a password, by program; of those in
// pairs what follows the colon is.
var passwordOptions = map[string]struct{ options, pairs string }{
	"curl":    {pairs: "-u --user -U --proxy-user"},
	"wget":    {options: "--password --http-password --ftp-password --proxy-password"},
	"sshpass": {options: "-p"},
	"docker":  {options: "-p --password"},
}

func passwordsInRun(r *runStep, report Report) {
	for i := range r.commands {
		c := &r.commands[i]
		for _, w := range c.Words {
			if !strings.Contains(w.Value, "://") {
				continue // as nearly always
			}
			if m := address.FindStringSubmatch(w.Value); m != nil && !placeholder(m[1]) {
				report(soft(r.note(c.place(w.Span), "the password in this address is in the image's history; mount a secret", nil)))
			}
		}
		if at, ok := passwordOption(c); ok {
			report(soft(r.note(c.place(at), "the password is in the image's history; mount a secret", nil)))
		}
		if at, ok := pipedPassword(r, i); ok {
			report(soft(r.note(c.place(at), "the password is in the image's history, and the same in every container; mount a secret", nil)))
		}
	}
}

func soft(n Note) Note { n.Soft = true; return n }

// placeholder tells of what people write where a password would stand.
func placeholder(s string) bool {
	return s == "" || strings.ContainsAny(s, "$<>{}*%") || listed("x x-oauth-basic xxx xxxx password PASSWORD token TOKEN anonymous", s)
}

// passwordOption finds a password in the options of a command.
func passwordOption(c *runCommand) (at text.Span, ok bool) {
	o, known := passwordOptions[c.name()]
	if !known || c.name() == "docker" && !slices.ContainsFunc(c.program, func(w shell.Word) bool { return w.Value == "login" }) {
		return text.Span{}, false
	}
	for _, option := range readArguments(c.program[1:], o.options+" "+o.pairs, false).Options {
		value := option.Value
		switch {
		case listed(o.pairs, option.Name):
			_, value, _ = strings.Cut(value, ":")
		case !listed(o.options, option.Name):
			continue
		}
		if !placeholder(value) {
			return option.Span, true
		}
	}
	return text.Span{}, false
}

// pipedPassword finds what echo and printf give to chpasswd or passwd.
func pipedPassword(r *runStep, i int) (at text.Span, ok bool) {
	c := &r.commands[i]
	if i+1 >= len(r.commands) || c.After != "|" || c.name() != "echo" && c.name() != "printf" || len(c.Words) < 2 {
		return text.Span{}, false
	}
	last := c.Words[len(c.Words)-1]
	if !last.Static {
		return text.Span{}, false
	}
	switch r.commands[i+1].name() {
	case "chpasswd":
		_, password, found := strings.Cut(last.Value, ":")
		encrypted := slices.ContainsFunc(r.commands[i+1].Words, func(w shell.Word) bool { return listed("-e --encrypted", w.Value) })
		return last.Span, found && !placeholder(password) && !encrypted
	case "passwd":
		return last.Span, !placeholder(last.Value)
	}
	return text.Span{}, false
}
