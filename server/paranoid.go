package server

import (
	"reflect"
	"slices"

	"go.uber.org/zap"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/lint"
	"github.com/slipway-dev/slipway/analysis/syntax"
	"github.com/slipway-dev/slipway/analysis/text"
)

// compare holds a document against one read from scratch after the edit e of
// before. Where they differ it logs how to make it happen again, and goes on with
// the one from scratch.
func (s *session) compare(n *snapshot, d *document, before text.Text, e text.Edit) {
	if d.file == nil {
		return
	}
	scratch := analysis.New(text.New(d.text.String()))
	config := n.config(d)
	var what string
	switch {
	case !sameItems(d.file.Items, scratch.Items):
		what = "instructions"
	case !reflect.DeepEqual(d.file.Directives, scratch.Directives):
		what = "directives"
	case !reflect.DeepEqual(lint.Run(d.file, config), lint.Run(scratch, config)):
		what = "findings"
	default:
		return
	}
	s.log.Error("an edit left "+what+" that differ from those of the same text read anew",
		zap.String("uri", string(d.uri)), zap.Int32("version", d.version), zap.String("before", before.String()),
		zap.Int("start", e.Start), zap.Int("end", e.End), zap.String("new", e.New))
	d.file = scratch
}

func sameItems(a, b syntax.Items) bool {
	return slices.EqualFunc(a.List(), b.List(), func(a, b syntax.Item) bool {
		return a.At == b.At && a.Raw == b.Raw && slices.Equal(a.Lead, b.Lead)
	})
}
