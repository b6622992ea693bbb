package syntax

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/moby/buildkit/frontend/dockerfile/command"
	"github.com/moby/buildkit/frontend/dockerfile/parser"

	"github.com/slipway-dev/slipway/analysis/fixture"
	"github.com/slipway-dev/slipway/analysis/text"
)

// seeds are the shapes that are hard to cut. They feed the fuzz targets and,
// through them, the ordinary tests.
var seeds = []string{
	"FROM alpine\nRUN echo hi\n",
	"# syntax=docker/dockerfile:1\n# escape=`\nFROM a\nRUN dir `\n  c:\\ \nCOPY a\\ b\n",
	"\n# escape=`\nFROM a\nRUN x \\\n y\n",
	"# plain\n# escape=`\nFROM a\nRUN x \\\n y\n",
	"# escape=\\\n# escape=`\nFROM a\n",
	"# escape=x\nFROM a\n",
	"\uFEFF# escape=`\nFROM a\nRUN b `\n c\n",
	"\uFEFFFROM a\n\uFEFFRUN b\n",
	"FROM a\r\nRUN b \\\r\n  && c\r\n\r\nRUN d\r\n",
	"FROM a\nRUN <<EOF\nfoo\nEOF\nRUN <<-\tA <<\"B c\"\n1\n\tA\n2\nB c\nCMD x\n",
	"FROM a\nRUN <\\\n<EOF\nx\nEOF\n",
	"FROM a\nRUN cat <<EOF > /x && echo \"<<NO\" '<<NO' \\<<NO\nx\nEOF\nRUN y\n",
	"FROM a\nCOPY <<a.txt <<'b' /dst/\n$x\na.txt\n$y\nb\nUSER z\n",
	"FROM a\nRUN [\"cat\", \"<<EOF\"]\nRUN x\n",
	"FROM a\nONBUILD RUN <<EOF\nx\nEOF\nONBUILD COPY a b\nONBUILD ONBUILD RUN x\n",
	"FROM a\nRUN a \\\n# comment\n\n  b \\\n \\\n c\nRUN d\n",
	"\\\nFROM \\\n  a\nRUN b\\\\\nRUN c \\ \t\n d\n",
	"FROM a\nRUN x \\\n",
	"FROM a\nRUN x \\\n\n# c\n",
	"FROM a\nRUN <<EOF\nno end\nRUN y\n",
	"FROM a\nRUN 3<<EOF echo\nx\nEOF\nRUN $(<<A <<B\n1\nA\n2\nB\n",
	"FROM --platform=$BUILDPLATFORM a AS b\nCOPY --from=b --chown=\"a b\" --link -- --x y\n",
	"FROM a\nENV a=1 b=\"x y\" c='z' d=e\\ f\nENV old style value\nLABEL a.b=c \\\n  d=e\nARG x y=1\n",
	"FROM a\nHEALTHCHECK --interval=5s CMD [\"x\", \"y\\\"z\"]\nHEALTHCHECK NONE\nHEALTHCHECK CMD curl -f x\n",
	"FROM a\nRUN a\rb\nRUN c\r\r\nRUN d\n",
	"\u00a0 # escape=`\n\u00a0FROM a\nRUN\u00a0b\n",
	"FROM a\nRUN <<E\nE\nRUN <<E <<E\nE\nE\n",
	"FROM a\nCOPY [\"\\\\$A\", \"\\u0024B\", \"$C\\t${D}\", \"\\ud83d\\ude00$E\"]\nONBUILD RUN <<EOF\n$F\nEOF\nONBUILD COPY <<EOF /x\n$G\nEOF\n",
	"FROM a\nVOLUME [\"/a\", \"/\u00e9\"]\nEXPOSE 80 443/tcp\t99\nSHELL [\"a\"]\n",
	"from a\nrun <<eof\nx\neof\n  # check=skip=all\n#check=skip=all\n#\n# last\nuser x\n",
	"",
	"#\n",
}

// judge is BuildKit's cut of a whole file.
func judge(src string) (nodes []*parser.Node, warnings int, err error) {
	res, err := parser.Parse(strings.NewReader(src))
	if err != nil {
		return nil, 0, err
	}
	return res.AST.Children, len(res.Warnings), nil
}

// checkCut holds the cut of src against BuildKit's, where BuildKit accepts src.
func checkCut(t *testing.T, src string) {
	t.Helper()
	f := New(text.New(src))
	for _, it := range f.Items.All() {
		checkSpans(t, src, it)
	}
	nodes, warnings, err := judge(src)
	if err != nil {
		return
	}
	for _, it := range f.Items.All() {
		if len(it.EmptyLines) > 0 {
			warnings--
		}
	}
	if warnings != 0 {
		t.Fatalf("%q: BuildKit finds %d more instructions with empty lines", src, warnings)
	}
	if len(nodes) != f.Items.Len() {
		t.Fatalf("%q: cut into %d instructions, BuildKit into %d", src, f.Items.Len(), len(nodes))
	}
	for i, it := range f.Items.All() {
		checkNode(t, src, it, nodes[i])
	}
}

func checkSpans(t *testing.T, src string, it Item) {
	t.Helper()
	if s := it.Span(); s.End > len(src) || src[s.Start:s.End] != it.Raw {
		t.Fatalf("%q: item at %v is not its raw text %q", src, s, it.Raw)
	}
	spans := []text.Span{it.Keyword.Span, it.Rest.Span}
	for _, w := range it.Args {
		spans = append(spans, w.Span)
	}
	for _, p := range it.Pairs {
		spans = append(spans, p.Span, p.Key.Span, p.Value.Span)
	}
	for _, f := range it.Flags {
		spans = append(spans, f.Span, f.Name.Span, f.Value.Span)
	}
	for _, h := range it.Heredocs {
		spans = append(spans, h.Op.Span, h.Name.Span, h.Body, h.End)
	}
	for _, e := range it.Expansions {
		spans = append(spans, e.Span, e.Name.Span)
		if !strings.HasPrefix(it.Raw[e.Start:], "$") && !it.JSON {
			t.Fatalf("%q: expansion %v of %q does not start with $", src, e, it.Raw)
		}
	}
	if it.Err != nil {
		spans = append(spans, it.Err.Span)
	}
	for _, s := range spans {
		if s.Start < 0 || s.End < s.Start || s.End > len(it.Raw) {
			t.Fatalf("%q: span %v leaves the instruction %q", src, s, it.Raw)
		}
	}
}

// checkNode compares one instruction with what BuildKit's parser made of it.
func checkNode(t *testing.T, src string, it Item, node *parser.Node) {
	t.Helper()
	if it.Node == nil {
		t.Fatalf("%q: instruction %q was refused alone: %v", src, it.Raw, it.Err)
	}
	start := 1 + strings.Count(src[:it.At], "\n")
	got := []any{start, start + it.Node.EndLine - 1, it.Node.Value, it.Node.Original, it.Node.Flags, it.Node.Dump(), it.Lead, docs(it.Node), len(it.Heredocs)}
	want := []any{node.StartLine, node.EndLine, node.Value, node.Original, node.Flags, node.Dump(), node.PrevComment, docs(node), len(node.Heredocs)}
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		t.Fatalf("%q: instruction %q differs from BuildKit's:\n%s", src, it.Raw, diff)
	}
	if it.Keyword.Value != node.Value || it.JSON != node.Attributes["json"] || len(it.Flags) != len(node.Flags) {
		t.Fatalf("%q: %q: keyword %q, JSON %v, %d flags; BuildKit has %q, %v, %q", src, it.Raw,
			it.Keyword.Value, it.JSON, len(it.Flags), node.Value, node.Attributes["json"], node.Flags)
	}
	if want := values(node); want != nil && isASCII(it.Raw) {
		var got []string
		for _, a := range it.Args {
			got = append(got, a.Value)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("%q: the arguments of %q differ from BuildKit's:\n%s", src, it.Raw, diff)
		}
	}
}

func docs(n *parser.Node) string { return fmt.Sprintf("%+v", n.Heredocs) }

// values are the arguments of a node, where BuildKit keeps them as they were
// written; nil where it does not.
func values(n *parser.Node) []string {
	kind := strings.ToLower(n.Value)
	if shapes[kind] == quoted || shapes[kind] == trigger {
		return nil // a trailing escape character is lost, pairs are divided
	}
	if _, ok := command.Commands[kind]; !ok {
		return nil
	}
	var out []string
	for c := n.Next; c != nil; c = c.Next {
		out = append(out, c.Value)
	}
	return out
}

func isASCII(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r >= 0x80 }) < 0
}

func FuzzSplit(f *testing.F) {
	for _, s := range seeds {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, src string) { checkCut(t, src) })
}

// Short texts are looked at in parts here.
func init() { recutRoom, blockSize = 8, 2 }

// FuzzEdits makes edits one after the other: what was kept must equal what is
// read from scratch.
func FuzzEdits(f *testing.F) {
	for i, s := range seeds {
		f.Add(s, uint16(3*i), uint16(i%5), seeds[(i+7)%len(seeds)], uint16(5*i+9), uint16(40), "\n")
		f.Add(s, uint16(len(s)), uint16(0), "RUN <<EOF\n", uint16(2), uint16(1), "EOF\n")
	}
	f.Fuzz(func(t *testing.T, src string, at1, n1 uint16, new1 string, at2, n2 uint16, new2 string) {
		file := New(text.New(src))
		for _, e := range []text.Edit{edit(at1, n1, new1), edit(at2, n2, new2), edit(at1, uint16(len(new1)), ""), edit(at2, 1, " ")} {
			before := file.Text.String()
			file = file.Edit(e)
			want := New(text.New(file.Text.String()))
			if diff := compare(want, file); diff != "" {
				t.Fatalf("%q after %+v: kept (+) differs from scratch (-)\n%s", before, e, diff)
			}
		}
	})
}

// FuzzEditsAtOnce makes edits all at once: what was kept must equal what is read
// from scratch.
func FuzzEditsAtOnce(f *testing.F) {
	for i, s := range seeds {
		f.Add(s, uint16(3*i), uint16(i%5), seeds[(i+7)%len(seeds)], uint16(5*i+9), uint16(40), "\n")
		f.Add(s, uint16(len(s)), uint16(0), "RUN <<EOF\n", uint16(2), uint16(1), "EOF\n")
	}
	f.Fuzz(func(t *testing.T, src string, at1, n1 uint16, new1 string, at2, n2 uint16, new2 string) {
		src = "FROM scratch\n" + src + "\n" + src
		edits := []text.Edit{edit(at1, n1, new1), edit(at2, n2, new2), edit(at1+20, 1, ""), edit(at2+50, 0, " ")}
		got := New(text.New(src)).Edits(edits)
		want := New(text.New(text.Apply(src, edits)))
		if diff := compare(want, got); diff != "" {
			t.Fatalf("%q after %+v: kept (+) differs from scratch (-)\n%s", src, edits, diff)
		}
	})
}

func edit(at, n uint16, new string) text.Edit {
	return text.Edit{Span: text.Span{Start: int(at), End: int(at) + int(n)}, New: new}
}

// compare tells how two files differ in all that can be seen of them.
func compare(want, got *File) string {
	if d := cmp.Diff(want.Directives, got.Directives); d != "" || want.Escape != got.Escape {
		return "directives: " + d
	}
	if !slices.Equal(want.Keyed(), got.Keyed()) {
		return fmt.Sprintf("keyed comments above %v, not %v", got.Keyed(), want.Keyed())
	}
	if want.Items.Len() != got.Items.Len() {
		return fmt.Sprintf("%d items, not %d", got.Items.Len(), want.Items.Len())
	}
	for i, w := range want.Items.All() {
		g := got.Items.At(i)
		if w.At != g.At || w.Raw != g.Raw || w.Open != g.Open || !reflect.DeepEqual(w.Lead, g.Lead) ||
			!reflect.DeepEqual(w.Args, g.Args) || !reflect.DeepEqual(w.Heredocs, g.Heredocs) ||
			!reflect.DeepEqual(w.Err, g.Err) || w.Escape != g.Escape {
			return fmt.Sprintf("item %d: %q %+v, not %q %+v", i, g.Raw, g.Args, w.Raw, w.Args)
		}
	}
	return ""
}

// TestReuse: an edit leaves the instructions that it does not reach alone.
func TestReuse(t *testing.T) {
	var b strings.Builder
	b.WriteString("FROM alpine AS build\n")
	for i := range 100 {
		fmt.Fprintf(&b, "# step %d\nRUN echo %d\nCOPY <<EOF /x\nbody %d\nEOF\n", i, i, i)
	}
	for _, marker := range []string{"alpine", "echo 50", "body 50", "# step 50", "EOF /x\nbody 70"} {
		before := New(text.New(b.String()))
		at := strings.Index(b.String(), marker) + len(marker)
		after := before.Edit(text.Edit{Span: text.Span{Start: at, End: at}, New: "1"})
		changed := 0
		for i := range after.Items.Len() {
			if after.Items.At(i).Instruction != before.Items.At(i).Instruction {
				changed++
			}
		}
		if changed > 1 {
			t.Errorf("an edit after %q made %d instructions anew, want at most 1", marker, changed)
		}
	}
}

// TestShare: equal instructions are one.
func TestShare(t *testing.T) {
	f := New(text.New("FROM a\nRUN b\nFROM c\nRUN b\n"))
	if f.Items.At(1).Instruction != f.Items.At(3).Instruction {
		t.Error("two equal instructions do not share one Instruction")
	}
}

func TestCorpus(t *testing.T) {
	for _, file := range fixture.Corpus(t) {
		checkCut(t, file.Source)
	}
}

// TestExpansions: what BuildKit puts in, and where it stands.
func TestExpansions(t *testing.T) {
	for _, c := range []struct{ src, want string }{
		{`COPY $a ${b:-$c} "$d" '$e' \$f /`, "$a ${b:-$c} $c $d"},
		{`COPY ["\\$A", "$C\t${D}", "/"]`, "$C ${D}"},
		{`COPY ["\ud83d\ude00$E", "/"]`, "$E"},
		{"ENV a=$b c", "$b"},
		{"RUN --mount=type=cache,target=$x echo $y", "$x"},
		{"COPY --from=$x --chown=$y a b", "$y"},
		{"CMD echo $x", ""},
		{"ONBUILD ENV a=$b", ""},
		{"ONBUILD RUN <<EOF\n$F\nEOF", ""},
		{"COPY <<EOF /x\n'$G' \\$H\nEOF", "$G"},
		{"COPY <<'EOF' /x\n$G\nEOF", ""},
		{"WORKDIR $1$@$", "$1 $@"},
		{"LABEL a=${b%%x*} c=${d/e/$f}", "${b%%x*} ${d/e/$f} $f"},
	} {
		in := New(text.New(c.src)).Items.At(0)
		var got []string
		for _, e := range in.Expansions {
			got = append(got, in.Raw[e.Start:e.End])
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: expansions %q, want %q", c.src, got, c.want)
		}
	}
}

func TestFrontendIsBuildKits(t *testing.T) {
	for _, src := range []string{
		"# syntax=a/b:1\nFROM a\n", "#syntax = a/b:1 with words \r\nFROM a\n", " # syntax=a/b\nFROM a\n", "\uFEFF# SYNTAX=a/b\nFROM a\n",
		"# escape=`\n# syntax=a/b\nFROM a\n", "# escape=`\n  # syntax=a/b\nFROM a\n", "# note\n# syntax=a/b\nFROM a\n", "\n# syntax=a/b\nFROM a\n",
		"#!/usr/bin/env x\n# syntax=a/b\nFROM a\n", "\uFEFF// syntax=a/b\nFROM a\n", "// note\nFROM a\n", "# syntax=a\n# syntax=b\nFROM a\n", "FROM a\n", "",
	} {
		want, _, _, wanted := parser.DetectSyntax([]byte(src))
		if got, ok := New(text.New(src)).Frontend(); got != want || ok != wanted {
			t.Errorf("%q: %q, %v; BuildKit has %q, %v", src, got, ok, want, wanted)
		}
	}
}
