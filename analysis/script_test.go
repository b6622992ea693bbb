package analysis

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/slipway-dev/slipway/analysis/shell"
	"github.com/slipway-dev/slipway/analysis/text"
)

// TestScripts lists the scripts of each last instruction: form, kind, the shell's
// words, what else is to be said, and the text.
func TestScripts(t *testing.T) {
	for _, test := range []struct {
		name, src string
		want      []string
	}{
		{"shell form", "FROM a\nRUN echo $A", []string{`0 sh ["/bin/sh" "-c"] "echo $A"`}},
		{"flags are none of it", "FROM a\nRUN --network=none  echo a ", []string{`0 sh ["/bin/sh" "-c"] "echo a"`}},
		{"continued", "FROM a\nRUN echo \\\n  # no\n\n  a", []string{`0 sh ["/bin/sh" "-c"] "echo   a"`}},
		{"SHELL", "FROM a\nSHELL [\"/bin/bash\", \"-ec\"]\nCMD a", []string{`0 bash ["/bin/bash" "-ec"] "a"`}},
		{"inherited SHELL", "FROM a AS b\nSHELL [\"bash\", \"-c\"]\nFROM b\nENTRYPOINT a", []string{`0 bash ["bash" "-c"] "a"`}},
		{"Windows", "FROM mcr.microsoft.com/windows/nanoserver\nRUN dir", []string{`0 cmd ["cmd" "/S" "/C"] "dir"`}},
		{"another shell", "FROM a\nSHELL [\"fish\", \"-c\"]\nRUN a", []string{`0 unknown ["fish" "-c"] "a"`}},
		{"no shell form", "FROM a\nCOPY a b", nil},
		{"exec form", "FROM a\nRUN [\"a\", \"b\"]", nil},
		{"exec form with a shell", "FROM a\nCMD [\"bash\", \"-o\", \"pipefail\", \"-ec\", \"a\\t\\u00e9\\ud83d\\ude00\", \"b\"]", []string{
			`3 bash ["bash" "-o" "pipefail" "-ec"] "a\té😀"`,
		}},
		{"exec form with a file", "FROM a\nCMD [\"bash\", \"run.sh\"]", nil},
		{"exec form of Windows", "FROM a\nCMD [\"cmd\", \"/S\", \"/C\", \"dir\"]", []string{`3 cmd ["cmd" "/S" "/C"] "dir"`}},
		{"exec form of PowerShell", "FROM a\nCMD [\"pwsh\", \"-NoProfile\", \"-Command\", \"ls\"]", []string{`3 PowerShell ["pwsh" "-NoProfile" "-Command"] "ls"`}},
		{"health check", "FROM a\nHEALTHCHECK --retries=1 cmd curl a", []string{`0 sh ["/bin/sh" "-c"] "curl a"`}},
		{"no health check", "FROM a\nHEALTHCHECK NONE", nil},
		{"health check in JSON", "FROM a\nHEALTHCHECK CMD [\"sh\", \"-c\", \"a\"]", []string{`3 sh ["sh" "-c"] "a"`}},
		{"trigger", "FROM a\nONBUILD RUN a", []string{`0 sh ["/bin/sh" "-c"] "a"`}},
		{"heredoc", "FROM a\nRUN <<EOF\na\n\tb\nEOF", []string{`1 sh ["/bin/sh" "-c"] heredoc 0 "a\n\tb\n"`}},
		{"heredoc without tabs", "FROM a\nRUN <<-EOF\na\n\t\tb\n\tEOF", []string{`1 sh ["/bin/sh" "-c"] heredoc 0 "a\nb\n"`}},
		{"heredoc with an interpreter", "FROM a\nRUN <<-EOF\n\t#!/usr/bin/env -S bash -e\n\ta\nEOF", []string{
			`1 bash ["/usr/bin/env" "-S" "bash" "-e"] heredoc 0 "#!/usr/bin/env -S bash -e\na\n"`,
		}},
		{"heredoc in another language", "FROM a\nRUN <<EOF\n#!/usr/bin/python3\na\nEOF", []string{
			`1 unknown ["/usr/bin/python3"] heredoc 0 "#!/usr/bin/python3\na\n"`,
		}},
		{"no interpreter on Windows", "FROM nanoserver\nRUN <<EOF\n#!/bin/sh\na\nEOF", []string{
			`1 cmd ["cmd" "/S" "/C"] heredoc 0 "#!/bin/sh\na\n"`,
		}},
		{"heredoc in a trigger", "FROM a\nONBUILD RUN <<EOF\na\nEOF", []string{`1 sh ["/bin/sh" "-c"] heredoc 0 "a\n"`}},
		{"data", "FROM a\nRUN cat <<A <<-B > /x\na\nA\n\tb\n\tB", []string{
			`0 sh ["/bin/sh" "-c"] "cat <<A <<-B > /x\na\nA\n\tb\nB"`,
		}},
		{"a shell's input", "FROM a\nRUN a && sudo bash -e <<EOF && b\na\nEOF", []string{
			`0 sh ["/bin/sh" "-c"] "a && sudo bash -e <<EOF && b\na\nEOF"`,
			`2 bash ["bash" "-e"] heredoc 0 expanded "a\n"`,
		}},
		{"a shell's input in quotes", "FROM a\nRUN cat <<A | sh -s x <<-'B'\na\nA\n\tb\nB", []string{
			`0 sh ["/bin/sh" "-c"] "cat <<A | sh -s x <<-'B'\na\nA\n\tb\nB"`,
			`2 sh ["sh" "-s"] heredoc 1 "b\n"`,
		}},
		{"input of a shell that runs a file", "FROM a\nRUN bash x.sh <<EOF\na\nEOF", []string{
			`0 sh ["/bin/sh" "-c"] "bash x.sh <<EOF\na\nEOF"`,
		}},
		{"input of a shell that has a script", "FROM a\nRUN bash -c cat <<EOF\na\nEOF", []string{
			`0 sh ["/bin/sh" "-c"] "bash -c cat <<EOF\na\nEOF"`,
		}},
		{"another descriptor", "FROM a\nRUN bash 3<<EOF\na\nEOF", []string{
			`0 sh ["/bin/sh" "-c"] "bash 3<<EOF\na\nEOF"`,
		}},
		{"a heredoc that is not closed", "FROM a\nRUN cat <<EOF\na\n", []string{`0 sh ["/bin/sh" "-c"] "cat <<EOF\na\nEOF"`}},
		{"before the first FROM", "RUN a", []string{`0 sh ["/bin/sh" "-c"] "a"`}},
		{"nothing", "FROM a\nRUN", nil},
	} {
		f := New(text.New(test.src))
		var got []string
		for _, s := range f.Scripts(f.Items.Len() - 1) {
			line := fmt.Sprintf("%d %v %q", s.Form, s.Kind, s.Argv)
			if s.Heredoc >= 0 {
				line += fmt.Sprintf(" heredoc %d", s.Heredoc)
			}
			if s.Expanded {
				line += " expanded"
			}
			got = append(got, line+fmt.Sprintf(" %q", s.Src))
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, diff)
		}
	}
}

// TestScriptPlaces holds each byte of each script against the file at its place,
// and goes back again.
func TestScriptPlaces(t *testing.T) {
	bytes := 0
	for _, src := range everySource(t, 40) {
		f := New(text.New(src))
		for i := range f.Items.Len() {
			for _, s := range f.Scripts(i) {
				checkPlaces(t, f, s)
				bytes += len(s.Src)
			}
		}
	}
	if bytes == 0 {
		t.Error("no script was found")
	}
}

func checkPlaces(t *testing.T, f *File, s Script) {
	t.Helper()
	for at := 0; at < len(s.Src); at += 1 + len(s.Src)/maxOffsets {
		if s.Src[at] == '\r' {
			continue // left out of spans
		}
		place := s.Span(text.Span{Start: at, End: at + 1})
		inside(t, f, max(0, min(place.Start, f.Text.Len())), "script", place)
		written := s.Form == ScriptArg || strings.HasPrefix(s.Src[at:], "\n") || s.place.fixedAt(at)
		if got := f.Text.Slice(place); !written && got != s.Src[at:at+1] {
			t.Errorf("%q at %d: the file has %q", s.Src, at, got)
			return
		}
		if back, ok := s.Offset(place.Start); !written && (!ok || back != at) {
			t.Errorf("%q at %d: and back to %d, %v", s.Src, at, back, ok)
			return
		}
	}
}

// fixedAt tells whether the byte at of the script stands nowhere in the file.
func (p *scriptPlace) fixedAt(at int) bool {
	return slices.ContainsFunc(p.pieces, func(piece scriptPiece) bool { return piece.kind == pieceFixed && piece.src <= at })
}

// TestScriptShared holds that a script is read once for an instruction and a kind
// of shell.
func TestScriptShared(t *testing.T) {
	f := New(text.New("FROM a\nRUN a b\nRUN a b\nSHELL [\"bash\", \"-c\"]\nRUN a b\n"))
	first, second, bash := f.Scripts(1)[0], f.Scripts(2)[0], f.Scripts(4)[0]
	if first.Script != second.Script || first.Kind != shell.POSIX {
		t.Error("two equal instructions have two scripts")
	}
	if bash.Script == first.Script || bash.Kind != shell.Bash {
		t.Error("another shell has the same script")
	}
	if got := f.Text.Slice(second.Span(second.Commands()[0].Words[1].Span)); got != "b" || second.Span(text.Span{}).Start != 19 {
		t.Errorf("%q at %v", got, second.Span(text.Span{}))
	}
}
