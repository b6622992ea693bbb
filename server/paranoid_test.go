package server

import (
	"testing"

	"go.uber.org/zap"
	"go.uber.org/zap/zaptest/observer"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/text"
)

func TestCompare(t *testing.T) {
	core, logged := observer.New(zap.ErrorLevel)
	s := &session{log: zap.New(core)}
	n := &snapshot{settings: defaultSettings()}
	edit := text.Edit{Span: text.Span{Start: 6, End: 6}, New: "\nRUN b"}

	good := n.newDocument("file:///Dockerfile", true, "FROM a")
	good.edit(edit)
	s.compare(n, good, text.New("FROM a"), edit)
	if n := logged.Len(); n != 0 {
		t.Fatalf("%v", logged.All())
	}

	bad := n.newDocument("file:///Dockerfile", true, "FROM a\nRUN b")
	bad.version = 2
	bad.file = analysis.New(text.New("FROM a"))
	s.compare(n, bad, text.New("FROM a"), edit)
	if n := logged.Len(); n != 1 {
		t.Fatalf("%d entries", n)
	}
	fields := logged.All()[0].ContextMap()
	if fields["before"] != "FROM a" || fields["new"] != "\nRUN b" || fields["start"] != int64(6) || fields["version"] != int32(2) {
		t.Errorf("logged %v", fields)
	}
	if got := bad.file.Items.Len(); got != 2 {
		t.Errorf("%d instructions after it", got)
	}
}

// With the option each edit is compared, and of the usual ones none is reported.
func TestParanoid(t *testing.T) {
	core, logged := observer.New(zap.ErrorLevel)
	e := launch(t, Options{Paranoid: true, Logger: zap.New(core)})
	e.initialize(object{})
	e.open(dockerfile, 1, broken)
	for i := range 50 {
		e.change(dockerfile, i+2, replace(i%4, i%7, i%5, 0, []string{"", "\n", "RUN x \\\n", "FROM "}[i%4]))
	}
	e.text(dockerfile)
	for _, entry := range logged.All() {
		t.Error(entry.Message, entry.ContextMap())
	}
}
