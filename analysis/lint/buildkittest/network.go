package buildkittest

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"regexp"
	"slices"
	"strings"
)

var errOffline = errors.New("buildkittest: no name resolution in tests")

// llb.Git asks an SSH host for its key as soon as it sees
// `ADD git@host:repo /dst`, without a timeout and without a hook to stop it.
// Names that do not resolve cannot be dialled; BuildKit ignores the failure.
func init() {
	net.DefaultResolver = &net.Resolver{
		PreferGo: true,
		Dial: func(context.Context, string, string) (net.Conn, error) {
			return nil, errOffline
		},
	}
}

var (
	// sshSource finds in a source, freed of quotes and escapes, what Git over
	// SSH needs, or a variable that may bring it.
	sshSource  = regexp.MustCompile(`(?i)[@$]|ssh:`)
	httpSource = regexp.MustCompile(`(?i)^https?://`)
	unquote    = strings.NewReplacer(`"`, "", `'`, "", `\`, "", "`", "")
	ipv4       = regexp.MustCompile(`[0-9.]{7,}`)
	ipv6       = regexp.MustCompile(`\[[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(%[^\]]*)?\]`)
)

// mayDial tells why BuildKit could dial an address written in the file, "" if
// it could not. A literal address needs no name resolution, so a file with one
// is not judged if an ADD might use it: one that names an SSH source, or takes
// its source from a variable. It would rather refuse once too often.
func mayDial(dockerfile []byte) string {
	found := literalAddress(dockerfile)
	if found == "" {
		return ""
	}
	cuts, _, _, _ := Parse(dockerfile)
	for _, c := range cuts {
		words := append([]string{c.Keyword}, c.Args...)
		if strings.EqualFold(c.Keyword, "onbuild") {
			words = c.Args
		}
		if len(words) > 1 && strings.EqualFold(words[0], "add") && slices.ContainsFunc(words[1:], mayBeSSH) {
			return fmt.Sprintf("the ADD on line %d may reach %s over SSH", c.Start, found)
		}
	}
	return ""
}

func mayBeSSH(source string) bool {
	source = unquote.Replace(source)
	return sshSource.MatchString(source) && !httpSource.MatchString(source)
}

func literalAddress(dockerfile []byte) string {
	for _, found := range ipv4.FindAll(dockerfile, -1) {
		if address, err := netip.ParseAddr(strings.Trim(string(found), ".")); err == nil {
			return address.String()
		}
	}
	return string(ipv6.Find(dockerfile))
}
