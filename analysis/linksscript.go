package analysis

import (
	"regexp"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/command"

	"github.com/slipway-dev/slipway/analysis/shell"
	"github.com/slipway-dev/slipway/analysis/text"
)

// scriptAddress is a word of a script that begins like the address of a page.
type scriptAddress struct {
	text.Span // in the instruction
	url       string
	variables bool // $NAME or ${NAME} is in it
}

type addressesKey scriptsKey

// scriptLinks are the addresses among the words of the commands of item i. A RUN
// sees the variables in force, unless it assigns them itself.
func scriptLinks(f *File, i int) []Link {
	it := f.Items.At(i)
	if !scriptKinds[effective(it.Instruction).Kind()] || !strings.Contains(it.Raw, "http") {
		return nil
	}
	argv, os := f.scriptShell(i)
	key := addressesKey{shell.KindOf(argv), os == "windows"}
	found := it.Memo(key, func() any {
		var list []scriptAddress
		for _, s := range f.Scripts(i) {
			list = append(list, scriptAddresses(s, it.At)...)
		}
		return list
	}).([]scriptAddress)
	var list []Link
	for _, a := range found {
		url, ok := a.url, true
		if a.variables {
			url, ok = fillAddress(f, i, url)
		}
		if page, web := webAddress(url); ok && web {
			list = append(list, Link{Span: it.In(a.Span), URL: page, Tooltip: "Open " + page})
		}
	}
	return list
}

// scriptAddresses are those in a script of the item that starts at at.
func scriptAddresses(s Script, at int) []scriptAddress {
	assigned := map[int]bool{} // by the start of a use
	for _, use := range s.Uses() {
		assigned[use.Start] = use.Assigned
	}
	var list []scriptAddress
	for _, c := range s.Commands() {
		for _, w := range c.Words {
			span, url := w.Span, w.Value
			if !w.Static {
				span, url = addressTemplate(w, assigned)
			} else if n := strings.Index(w.Raw, url); n >= 0 {
				span = text.Span{Start: w.Start + n, End: w.Start + n + len(url)}
			}
			if strings.HasPrefix(url, "http") {
				list = append(list, scriptAddress{s.Span(span).Shift(-at), url, !w.Static})
			}
		}
	}
	return list
}

// plainVariable is a variable that is put in as it is.
var plainVariable = regexp.MustCompile(`\$(\w+|\{\w+\})`)

// addressTemplate is a word without the quotes around it, if nothing but plain
// variables are put into it, none of which the script assigns.
func addressTemplate(w shell.Word, assigned map[int]bool) (text.Span, string) {
	span, raw := w.Span, w.Raw
	if len(raw) > 1 && raw[0] == '"' && raw[len(raw)-1] == '"' {
		span, raw = text.Span{Start: span.Start + 1, End: span.End - 1}, raw[1:len(raw)-1]
	}
	for _, use := range plainVariable.FindAllStringIndex(raw, -1) {
		if assigned[span.Start+use[0]] {
			return span, ""
		}
	}
	if strings.ContainsAny(plainVariable.ReplaceAllLiteralString(raw, ""), "$`\\'\"*?[{~") {
		return span, ""
	}
	return span, raw
}

// fillAddress puts the variables in force at item i into an address. It is false where
// one of them is not known for sure.
func fillAddress(f *File, i int, url string) (string, bool) {
	step := f.Step(i)
	if step == nil || f.Items.At(i).Kind() != command.Run {
		return "", false
	}
	sure := true
	url = plainVariable.ReplaceAllStringFunc(url, func(use string) string {
		v, ok := step.Before.Vars.Lookup(strings.Trim(use, "${}"))
		sure = sure && ok && settled(f.Globals, v)
		return v.Value
	})
	return url, sure
}
