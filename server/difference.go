package server

import (
	"strings"

	"github.com/slipway-dev/slipway/analysis/text"
)

// difference is the edit that makes b of a, without what they have in common at
// the start and at the end.
func difference(a, b string) text.Edit {
	start, most := 0, min(len(a), len(b))
	for start < most && a[start] == b[start] {
		start++
	}
	end := 0
	for end < most-start && a[len(a)-1-end] == b[len(b)-1-end] {
		end++
	}
	return text.Edit{Span: text.Span{Start: start, End: len(a) - end}, New: b[start : len(b)-end]}
}

// maxCompared bounds the work of lineEdits, in pairs of lines.
const maxCompared = 1 << 20

// lineEdits are edits that make b of a and leave alone the lines that are in both,
// so that an editor keeps its cursor and marks. Texts that differ over too many
// lines get one edit.
func lineEdits(a, b string) []text.Edit {
	whole := difference(a, b)
	from, to := strings.LastIndexByte(a[:whole.Start], '\n')+1, len(a)
	if end := strings.IndexByte(a[whole.End:], '\n'); end >= 0 {
		to = whole.End + end + 1
	}
	old, now := strings.SplitAfter(a[from:to], "\n"), strings.SplitAfter(b[from:len(b)-(len(a)-to)], "\n")
	if len(old)*len(now) > maxCompared {
		return []text.Edit{whole}
	}
	var edits []text.Edit
	common := commonLines(old, now)
	e := text.Edit{Span: text.Span{Start: from, End: from}}
	for i, j := 0, 0; i < len(old) || j < len(now); {
		switch {
		case i < len(old) && j < len(now) && old[i] == now[j]:
			edits = appendEdit(edits, e)
			next := e.End + len(old[i])
			e = text.Edit{Span: text.Span{Start: next, End: next}}
			i, j = i+1, j+1
		case j == len(now) || i < len(old) && common[i+1][j] >= common[i][j+1]:
			e.End += len(old[i])
			i++
		default:
			e.New += now[j]
			j++
		}
	}
	return appendEdit(edits, e)
}

// appendEdit appends an edit that changes something.
func appendEdit(edits []text.Edit, e text.Edit) []text.Edit {
	if e.Empty() && e.New == "" {
		return edits
	}
	return append(edits, e)
}

// commonLines holds at [i][j] how many lines a[i:] and b[j:] have in common, in
// their order.
func commonLines(a, b []string) [][]int32 {
	common := make([][]int32, len(a)+1)
	for i := range common {
		common[i] = make([]int32, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if common[i][j] = max(common[i+1][j], common[i][j+1]); a[i] == b[j] {
				common[i][j] = common[i+1][j+1] + 1
			}
		}
	}
	return common
}
