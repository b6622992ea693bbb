package completion

import (
	"slices"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/instructions"

	"github.com/slipway-dev/slipway/analysis/shell"
	"github.com/slipway-dev/slipway/analysis/syntax"
	"github.com/slipway-dev/slipway/analysis/text"
)

// owner adds users over user[:group], or groups behind the ":".
func (p *place) owner(over text.Span) {
	part := p.part(over, ":")
	known := p.accounts()
	names, group := known.users, part.Start > over.Start
	if group {
		names = append(slices.Clone(known.groups), known.users...)
	}
	for _, name := range names {
		p.add(part.Start, part.End, Item{Label: name, Kind: Value, Detail: "in this file"})
	}
	for _, name := range p.imageUsers() {
		if !group || name != "nobody" { // whose group is called nogroup in Debian
			p.add(part.Start, part.End, Item{Label: name, Kind: Value, Detail: "in the base image"})
		}
	}
}

// accounts are the names of users and groups.
type accounts struct{ users, groups []string }

type accountsKey struct{}

// accounts are those that earlier instructions made or used, the latest first.
func (p *place) accounts() accounts {
	var all accounts
	for s := range p.steps() {
		if c, ok := s.Command.(*instructions.UserCommand); ok {
			user, group, _ := strings.Cut(c.User, ":")
			all.merge(accounts{users: []string{user}, groups: []string{group}})
		}
		if _, ok := s.Command.(*instructions.RunCommand); ok {
			all.merge(s.In.Memo(accountsKey{}, func() any { return madeBy(s.In) }).(accounts))
		}
	}
	return all
}

func (a *accounts) merge(b accounts) {
	a.users, a.groups = appendNew(a.users, b.users), appendNew(a.groups, b.groups)
}

func appendNew(to, names []string) []string {
	for _, name := range names {
		if name != "" && name != "root" && !strings.Contains(name, "$") && !slices.Contains(to, name) {
			to = append(to, name)
		}
	}
	return to
}

// madeBy are the accounts that the commands of a RUN make.
func madeBy(in *syntax.Instruction) accounts {
	var made accounts
	if !strings.Contains(in.Raw, "add") {
		return made
	}
	for _, c := range commandsOf(in) {
		program := c.Program()
		if len(program) == 0 {
			continue
		}
		switch name := program[0].Value; name {
		case "useradd", "adduser":
			made.users = append(made.users, firstName(program[1:]))
		case "groupadd", "addgroup":
			made.groups = append(made.groups, firstName(program[1:]))
		}
	}
	return made
}

// valued are the options of useradd, groupadd, adduser and addgroup, those of
// shadow, Debian and BusyBox, whose value is a word of its own.
var valued = []string{
	"-b", "-c", "-d", "-e", "-f", "-g", "-G", "-h", "-k", "-K", "-p", "-P", "-R", "-s", "-u", "-Z",
	"--base-dir", "--comment", "--conf", "--expiredate", "--firstgid", "--firstuid", "--gecos", "--gid", "--groups", "--home",
	"--home-dir", "--inactive", "--ingroup", "--key", "--lastgid", "--lastuid", "--password", "--prefix", "--root",
	"--selinux-user", "--shell", "--skel", "--uid",
}

// firstName is the first word that is neither an option nor the value of one.
func firstName(words []shell.Word) string {
	for i := 0; i < len(words); i++ {
		switch w := words[i]; {
		case slices.Contains(valued, w.Raw):
			i++
		case strings.HasPrefix(w.Raw, "-"):
		default:
			return w.Value
		}
	}
	return ""
}

// imageUsers are the users that the base image brings along.
func (p *place) imageUsers() []string {
	st := p.stage()
	if st == nil {
		return nil
	}
	if st.OS == "windows" {
		return []string{"ContainerUser", "ContainerAdministrator"}
	}
	root := p.root()
	users := slices.Clone(imageUsers[root])
	switch {
	case root == "" || root == "scratch":
		return nil
	case strings.HasPrefix(root, "gcr.io/distroless/"), strings.HasPrefix(root, "cgr.dev/chainguard/"):
		users = append(users, "nonroot")
	case strings.HasPrefix(root, "mcr.microsoft.com/dotnet/"):
		users = append(users, "app")
	case strings.Contains(root, "/"):
		return users // nobody knows what is in there
	}
	return append(users, "root", "nobody")
}

// imageUsers are the users that official images make for their service.
var imageUsers = map[string][]string{
	"cassandra":                   {"cassandra"},
	"haproxy":                     {"haproxy"},
	"httpd":                       {"www-data"},
	"memcached":                   {"memcache"},
	"mongo":                       {"mongodb"},
	"mysql":                       {"mysql"},
	"mariadb":                     {"mysql"},
	"nginx":                       {"nginx"},
	"nginxinc/nginx-unprivileged": {"nginx"},
	"node":                        {"node"},
	"php":                         {"www-data"},
	"postgres":                    {"postgres"},
	"rabbitmq":                    {"rabbitmq"},
	"redis":                       {"redis"},
	"solr":                        {"solr"},
}
