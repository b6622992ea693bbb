package syntax

import (
	"errors"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/moby/buildkit/frontend/dockerfile/command"
	"github.com/moby/buildkit/frontend/dockerfile/parser"
	"github.com/moby/buildkit/util/suggest"

	"github.com/slipway-dev/slipway/analysis/text"
)

// refusal is BuildKit's error at the smallest place that is wrong.
func (in *Instruction) refusal(err error) *Error {
	var located *parser.LocationError
	if errors.As(err, &located) {
		err = located.Unwrap()
	}
	message := in.suggest(err.Error())
	return &Error{in.place(message), message, Newer(in.lower, message)}
}

// flagNames are the flags that BuildKit's package instructions knows, in order.
var flagNames = map[string][]string{
	command.Add:         {"checksum", "chmod", "chown", "exclude", "keep-git-dir", "link", "unpack"},
	command.Copy:        {"chmod", "chown", "exclude", "from", "link", "parents"},
	command.From:        {"platform"},
	command.Healthcheck: {"interval", "retries", "start-interval", "start-period", "timeout"},
	command.Run:         {"device", "mount", "network", "security"},
}

// suggest puts BuildKit's «did you mean» behind a message. BuildKit takes the
// nearest word out of a map, so that of two equally near ones it names now the
// one and now the other; here it is the first by the alphabet.
func (in *Instruction) suggest(message string) string {
	plain, _, _ := strings.Cut(message, " (did you mean ")
	options, caseSensitive := flagNames[in.lower], true
	word, ok := strings.CutPrefix(plain, "unknown flag: --")
	if !ok {
		if word, ok = strings.CutPrefix(plain, "unknown instruction: "); !ok {
			return message
		}
		options, caseSensitive = nil, false
		for _, name := range slices.Sorted(maps.Keys(command.Commands)) {
			options = append(options, strings.ToUpper(name))
		}
	}
	if match, ok := suggest.Search(word, options, caseSensitive); ok {
		return plain + " (did you mean " + match + "?)"
	}
	return plain
}

// place finds what a message of BuildKit speaks of. The messages are those of its
// parser/line_parsers.go and of its package instructions.
func (in *Instruction) place(message string) text.Span {
	for _, p := range places() {
		if m := p.message.FindStringSubmatch(message); m != nil {
			if s, ok := p.find(in, m); ok {
				return s
			}
		}
	}
	return in.Head()
}

// Head is the first line of the instruction, without its continuation.
func (in *Instruction) Head() text.Span {
	end := max(in.Keyword.End, in.Rest.End)
	if i := strings.IndexByte(in.Raw[in.Keyword.Start:end], '\n'); i >= 0 {
		line := strings.TrimRight(in.Raw[in.Keyword.Start:in.Keyword.Start+i], " \t\r"+string(in.Escape))
		end = in.Keyword.Start + len(line)
	}
	return text.Span{Start: in.Keyword.Start, End: end}
}

type placement struct {
	message *regexp.Regexp
	find    func(in *Instruction, m []string) (text.Span, bool)
}

// places is made when the first error is, so that it costs nothing at the start.
var places = sync.OnceValue(func() []placement {
	list := []struct {
		message string
		find    func(in *Instruction, m []string) (text.Span, bool)
	}{
		{`^unknown instruction`, keyword},
		{`requires at least one argument|names can not be blank`, keyword},
		{`requires exactly one argument|requires at least two arguments|must have two arguments`, restOrKeyword},
		{`^duplicate flag specified: --(\S+)`, lastFlag},
		{`(?:flag|value for flag):? --([^ ,]*)`, namedFlag},
		{`^(?:invalid network mode)`, flagValue("network")},
		{`^(?:security .* is not valid)`, flagValue("security")},
		{`^Interval "(\S+)"`, namedFlagValue},
		{`^(?:time: .*duration.*|strconv.ParseInt|--retries)`, healthFlag},
		{`can't find = in "((?s:.*))"\. Must`, argument},
		{`^invalid name for build stage`, nthArg(2)},
		{`^FROM requires either`, args},
		{`arrays must be comprised of strings|requires the arguments to be in JSON form`, rest},
		{`as a destination`, lastArg},
		{`ONBUILD ONBUILD|isn't allowed as an ONBUILD trigger`, triggerKeyword},
		{`^HEALTHCHECK NONE|^Missing command after`, rest},
		{`^Unknown type`, nthArg(0)},
		{`doesn't support variable expansion|csv mounts|mount`, mountFlag},
		{`device|^unexpected key '([^']*)'`, deviceFlag},
		{`VOLUME specified can not be an empty string`, emptyArg},
	}
	out := make([]placement, len(list))
	for i, p := range list {
		out[i] = placement{regexp.MustCompile(p.message), p.find}
	}
	return out
})

func keyword(in *Instruction, _ []string) (text.Span, bool) { return in.Keyword.Span, true }

func rest(in *Instruction, _ []string) (text.Span, bool) { return in.Rest.Span, !in.Rest.Empty() }

func restOrKeyword(in *Instruction, m []string) (text.Span, bool) {
	if s, ok := rest(in, m); ok {
		return s, true
	}
	return in.Keyword.Span, true
}

func args(in *Instruction, m []string) (text.Span, bool) {
	if n := len(in.Args); n > 0 {
		return text.Span{Start: in.Args[0].Start, End: in.Args[n-1].End}, true
	}
	return keyword(in, m)
}

func nthArg(n int) func(*Instruction, []string) (text.Span, bool) {
	return func(in *Instruction, _ []string) (text.Span, bool) {
		if n >= len(in.Args) {
			return text.Span{}, false
		}
		return in.Args[n].Span, true
	}
}

func lastArg(in *Instruction, m []string) (text.Span, bool) { return nthArg(len(in.Args)-1)(in, m) }

func emptyArg(in *Instruction, m []string) (text.Span, bool) {
	for _, a := range in.Args {
		if strings.TrimSpace(a.Value) == "" {
			return a.Span, true
		}
	}
	return rest(in, m)
}

func argument(in *Instruction, m []string) (text.Span, bool) {
	for _, a := range in.Args {
		if a.Value == m[1] {
			return a.Span, true
		}
	}
	return rest(in, m)
}

func namedFlag(in *Instruction, m []string) (text.Span, bool) {
	f, ok := in.Flag(m[1])
	return f.Span, ok
}

func lastFlag(in *Instruction, m []string) (text.Span, bool) {
	for i := len(in.Flags) - 1; i >= 0; i-- {
		if in.Flags[i].Name.Value == m[1] {
			return in.Flags[i].Span, true
		}
	}
	return text.Span{}, false
}

func flagValue(name string) func(*Instruction, []string) (text.Span, bool) {
	return func(in *Instruction, _ []string) (text.Span, bool) {
		f, ok := in.Flag(name)
		return f.Value.Span, ok && !f.Value.Empty()
	}
}

func namedFlagValue(in *Instruction, m []string) (text.Span, bool) { return flagValue(m[1])(in, m) }

// healthFlag finds the flag of HEALTHCHECK whose value the message quotes.
func healthFlag(in *Instruction, m []string) (text.Span, bool) {
	duration := strings.HasPrefix(m[0], "time:")
	for _, f := range in.Flags {
		switch {
		case f.Name.Value == "retries" && !duration, duration && strings.HasSuffix(m[0], `"`+f.Value.Value+`"`):
			return f.Value.Span, true
		}
	}
	return text.Span{}, false
}

// mountFlag finds the --mount that alone makes BuildKit complain.
func mountFlag(in *Instruction, _ []string) (text.Span, bool) {
	if in.lower != command.Run {
		return text.Span{}, false
	}
	for _, f := range in.Flags {
		if f.Name.Value == "mount" && strings.Contains(f.Value.Value, "$") {
			return f.Value.Span, true
		}
	}
	f, ok := in.Flag("mount")
	return f.Span, ok
}

func deviceFlag(in *Instruction, _ []string) (text.Span, bool) {
	f, ok := in.Flag("device")
	return f.Span, ok
}

func triggerKeyword(in *Instruction, _ []string) (text.Span, bool) {
	if in.Trigger == nil {
		return text.Span{}, false
	}
	return in.Trigger.Keyword.Span, true
}
