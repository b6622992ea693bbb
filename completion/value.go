package completion

import (
	"slices"
	"strings"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/reference"
	"github.com/slipway-dev/slipway/analysis/text"
)

// booleans adds true and false.
func (p *place) booleans(over text.Span) {
	for _, word := range []string{"true", "false"} {
		p.add(over.Start, over.End, Item{Label: word, Kind: Enum})
	}
}

// platforms adds what FROM --platform takes beside the values of the reference:
// the file's own arguments in front, what is rare or needless behind.
func (p *place) platforms(over text.Span, known []reference.Topic) {
	for _, name := range p.file.Globals.Declared {
		if strings.Contains(strings.ToLower(name), "platform") {
			p.add(over.Start, over.End, Item{Label: "$" + name, Kind: Variable, Detail: "ARG before the first FROM"})
		}
	}
	p.topics(over, known)
	for _, name := range []string{"linux/arm/v6", "linux/386", "linux/ppc64le", "linux/riscv64", "linux/s390x"} {
		p.add(over.Start, over.End, Item{Label: name, Kind: Enum})
	}
	p.add(over.Start, over.End, Item{Label: "$TARGETPLATFORM", Kind: Enum, Detail: "The platform the image is for, as without the flag"})
}

// healthcheck adds the words that HEALTHCHECK starts with. NONE takes no flags.
func (p *place) healthcheck() {
	word, before := p.argument()
	if before > 0 {
		return
	}
	cmd := p.likeKeyword("CMD")
	cmd.Detail = "The command that tests the container"
	p.add(word.Start, word.End, cmd)
	if len(p.flags) == 0 {
		none := p.likeKeyword("NONE")
		none.Detail = "Turn off the test of the base image"
		p.add(word.Start, word.End, none)
	}
}

// signals adds the names for STOPSIGNAL.
func (p *place) signals() {
	word, before := p.argument()
	if before > 0 {
		return
	}
	for _, s := range signals {
		p.add(word.Start, word.End, Item{Label: s.name, Kind: Enum, Detail: s.about})
	}
}

// signals that a program may want to be stopped by, the most common first.
var signals = []struct{ name, about string }{
	{"SIGTERM", "Terminate, the default"},
	{"SIGINT", "Interrupt, as Ctrl+C sends it"},
	{"SIGQUIT", "Quit; nginx and PHP-FPM finish their requests first"},
	{"SIGHUP", "Hang up"},
	{"SIGUSR1", "For the program to define"},
	{"SIGUSR2", "For the program to define"},
	{"SIGWINCH", "Window changed; Apache finishes its requests first"},
	{"SIGRTMIN+3", "How systemd is told to halt"},
	{"SIGKILL", "Kill at once, without cleaning up"},
}

// shells adds arrays for SHELL, in place of all that stands there.
func (p *place) shells() {
	if rest := strings.TrimSpace(p.line[p.rest:]); rest != "" && rest[0] != '[' {
		return
	}
	end := max(len(strings.TrimRight(p.line, blanks)), p.cur)
	windows := p.stage() != nil && p.stage().OS == "windows"
	for _, s := range shells {
		if s.windows == windows {
			p.add(min(p.rest, p.cur), end, Item{Label: s.array, Kind: Value, Detail: s.about})
		}
	}
}

var shells = []struct {
	array, about string
	windows      bool
}{
	{`["/bin/bash", "-o", "pipefail", "-c"]`, "bash; a pipe fails when any part of it does", false},
	{`["/bin/sh", "-c"]`, "The default", false},
	{`["/bin/ash", "-eo", "pipefail", "-c"]`, "BusyBox, as in Alpine; stops at the first error", false},
	{`["pwsh", "-Command"]`, "PowerShell", false},
	{`["powershell", "-Command", "$ErrorActionPreference = 'Stop'; $ProgressPreference = 'SilentlyContinue';"]`, "Windows PowerShell; stops at the first error", true},
	{`["pwsh", "-Command", "$ErrorActionPreference = 'Stop';"]`, "PowerShell; stops at the first error", true},
	{`["cmd", "/S", "/C"]`, "The default", true},
}

// labelKeys adds the keys that are agreed on and not in the instruction yet.
func (p *place) labelKeys() {
	word, others := p.pairAt()
	key := word
	eq := strings.IndexByte(p.line[word.Start:word.End], '=')
	if eq >= 0 {
		key.End = word.Start + eq
	}
	if len(others) > 0 && !strings.Contains(others[0], "=") {
		return // in the value of the old form
	}
	if p.cur > key.End {
		p.labelValue(word, p.line[key.Start:key.End])
		return
	}
	open := key
	key = p.unquote(key)
	for _, l := range labels {
		if slices.ContainsFunc(others, func(o string) bool { return strings.Contains(o, l.key) }) {
			continue
		}
		it := Item{Label: l.key, Kind: Property, Detail: l.about, Doc: "[OCI annotations](" + annotationsURL + ")"}
		if eq < 0 && open == key {
			it.Edit.New = l.key + "="
		}
		p.add(key.Start, key.End, it)
	}
}

// pairAt is the key=value word at the cursor, and the other words.
func (p *place) pairAt() (word text.Span, others []string) {
	word = text.Span{Start: p.cur, End: p.cur}
	for at := p.rest; at < len(p.line); {
		w := text.Span{Start: at, End: wordEnd(p.line, at, p.in.Escape)}
		if w.Touches(p.cur) {
			word = w
		} else {
			others = append(others, p.line[w.Start:w.End])
		}
		at = p.skip(w.End)
	}
	return word, others
}

const annotationsURL = "https://github.com/opencontainers/image-spec/blob/main/annotations.md"

// labels are the pre-defined annotation keys of the OCI image specification 1.1
// that describe an image; ref.name is one of an index.
var labels = []struct{ key, about string }{
	{"org.opencontainers.image.title", "The name of the image for people"},
	{"org.opencontainers.image.description", "What is in the image"},
	{"org.opencontainers.image.source", "Where its source code is"},
	{"org.opencontainers.image.url", "Where to find out more"},
	{"org.opencontainers.image.documentation", "Where its documentation is"},
	{"org.opencontainers.image.version", "The version of what is packed"},
	{"org.opencontainers.image.revision", "The commit of the source code"},
	{"org.opencontainers.image.created", "When it was built, as in RFC 3339"},
	{"org.opencontainers.image.authors", "Whom to ask"},
	{"org.opencontainers.image.vendor", "Who distributes it"},
	{"org.opencontainers.image.licenses", "The licenses, as an SPDX expression"},
	{"org.opencontainers.image.base.name", "The image it is built on"},
	{"org.opencontainers.image.base.digest", "The digest of that image"},
}

// argNames adds the names that an ARG takes over: in a stage those of global
// arguments and of the platform, anywhere those that steer the builder.
func (p *place) argNames() {
	word, others := p.pairAt()
	if strings.Contains(p.line[word.Start:p.cur], "=") {
		return
	}
	if eq := strings.IndexByte(p.line[word.Start:word.End], '='); eq >= 0 {
		word.End = word.Start + eq
	}
	declared := func(name string) bool {
		return slices.ContainsFunc(others, func(o string) bool { o, _, _ = strings.Cut(o, "="); return o == name })
	}
	inStage := p.stage() != nil
	for _, v := range newest(p.file.Globals.Scope.All(), func(v *analysis.Var) bool { return v.Origin == analysis.FromGlobalArg }) {
		if inStage && !declared(v.Name) {
			p.add(word.Start, word.End, variableItem(v))
		}
	}
	for i := range reference.Variables() {
		v := &reference.Variables()[i]
		wanted := v.Use == reference.Declared || v.Use == reference.Global && inStage || v.Name == "SOURCE_DATE_EPOCH"
		if wanted && !declared(v.Name) {
			p.add(word.Start, word.End, predefinedItem(v))
		}
	}
}

// ports adds ports, those that the base image is known for first, and behind a
// "/" the protocols.
func (p *place) ports() {
	word, _ := p.argument()
	if strings.Contains(p.line[word.Start:p.cur], "/") {
		proto := p.part(word, "/")
		for _, name := range []string{"tcp", "udp", "sctp"} {
			p.add(proto.Start, proto.End, Item{Label: name, Kind: Enum})
		}
		return
	}
	if strings.Contains(p.line[word.Start:word.End], "-") {
		return // a range
	}
	end := p.part(word, "/").End
	used, root := strings.Fields(p.line[p.rest:]), p.root()
	for _, likely := range []bool{true, false} {
		for _, port := range ports {
			if slices.Contains(port.images, root) == likely && (!slices.Contains(used, port.number) || p.line[word.Start:word.End] == port.number) {
				p.add(word.Start, end, Item{Label: port.number, Kind: Value, Detail: port.about})
			}
		}
	}
}

// ports that services in containers commonly listen on, and the images whose own
// port it is.
var ports = []struct {
	number, about string
	images        []string
}{
	{"80", "HTTP", []string{"nginx", "httpd", "caddy", "wordpress", "nextcloud", "traefik"}},
	{"443", "HTTPS", []string{"caddy"}},
	{"8080", "HTTP without root", []string{"tomcat", "nginxinc/nginx-unprivileged", "mcr.microsoft.com/dotnet/aspnet"}},
	{"8443", "HTTPS without root", nil},
	{"3000", "Node.js, Rails", []string{"node", "ruby"}},
	{"5000", "Flask", nil},
	{"8000", "Python, Django", []string{"python"}},
	{"9000", "PHP-FPM", []string{"php"}},
	{"5432", "PostgreSQL", []string{"postgres"}},
	{"3306", "MySQL, MariaDB", []string{"mysql", "mariadb"}},
	{"6379", "Redis", []string{"redis"}},
	{"27017", "MongoDB", []string{"mongo"}},
	{"5672", "AMQP", []string{"rabbitmq"}},
	{"15672", "RabbitMQ management", []string{"rabbitmq"}},
	{"11211", "memcached", []string{"memcached"}},
	{"9090", "Prometheus", nil},
	{"9200", "Elasticsearch", nil},
	{"50051", "gRPC", nil},
	{"53", "DNS", nil},
	{"22", "SSH", nil},
}

// user adds those that USER can name.
func (p *place) user() {
	word, before := p.argument()
	if before == 0 {
		p.owner(word)
	}
}
