package analysis

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/slipway-dev/slipway/analysis/syntax"
	"github.com/slipway-dev/slipway/analysis/text"
)

// FoldKind is what is folded, as far as editors treat it in a way of its own.
type FoldKind int

// The kinds of folds.
const (
	FoldCode FoldKind = iota
	FoldComment
	FoldRegion
)

// Fold is a range of lines that an editor can close: from the line that holds the
// start of its span to the one that holds its end.
type Fold struct {
	text.Span
	Kind FoldKind
}

// Folds are the ranges that can be folded, by their start. Each has several lines,
// no two start on one line, and of two that share a line one lies in the other.
func Folds(f *File) []Fold {
	comments := commentLines(f)
	regions := regionFolds(f, comments)
	folds := append(stageFolds(f, regions), regions...)
	for _, it := range f.Items.All() {
		folds = append(folds, instructionFolds(it)...)
	}
	folds = append(folds, commentFolds(f, comments)...)
	return nestedFolds(f.Text, folds)
}

// stageFolds are the stages, each with the regions that begin in it and end above
// the next FROM.
func stageFolds(f *File, regions []Fold) []Fold {
	var folds []Fold
	for i, st := range f.Stages {
		span := stageSpan(f, &f.Stages[i])
		next := f.Text.Len() + 1
		if st.End < f.Items.Len() {
			next = f.Items.At(st.End).At
		}
		for _, r := range regions {
			if r.Start > span.Start && r.End < next {
				span.End = max(span.End, r.End)
			}
		}
		folds = append(folds, Fold{span, FoldCode})
	}
	return folds
}

// stageSpan is the place of a stage, from its FROM to the end of its last
// instruction.
func stageSpan(f *File, st *Stage) text.Span {
	from := f.Items.At(st.First)
	return text.Span{Start: from.In(from.Keyword.Span).Start, End: f.Items.At(st.End - 1).Span().End}
}

// instructionFolds are an instruction, and its documents where closing the
// instruction would not do the same.
func instructionFolds(it syntax.Item) []Fold {
	if !strings.ContainsAny(it.Raw, "\n\r") {
		return nil
	}
	folds := []Fold{{text.Span{Start: it.In(it.Keyword.Span).Start, End: it.Span().End}, FoldCode}}
	if len(it.Heredocs) == 0 {
		return folds
	}
	header := strings.TrimRight(it.Raw[:it.Heredocs[0].Body.Start], "\r\n")
	if len(it.Heredocs) == 1 && !strings.Contains(header, "\n") {
		return folds
	}
	for _, h := range it.Heredocs {
		span := text.Span{Start: h.Body.Start, End: h.End.End}
		if !h.Closed {
			span.End = h.Body.Start + len(strings.TrimRight(it.Raw[h.Body.Start:h.Body.End], "\r\n"))
		}
		folds = append(folds, Fold{it.In(span), FoldCode})
	}
	return folds
}

// commentLines are the comments of the file in their order, each without the
// blanks around it: those between instructions and those between continued lines.
// Parser directives are none.
func commentLines(f *File) []text.Span {
	var list []text.Span
	at := 0
	for _, it := range f.Items.All() {
		list = appendGapComments(list, f, text.Span{Start: at, End: it.At})
		for _, c := range it.Comments {
			list = append(list, it.In(c))
		}
		at = it.Span().End
	}
	return appendGapComments(list, f, text.Span{Start: at, End: f.Text.Len()})
}

// appendGapComments appends the comments in a part of the file that holds no
// instruction.
func appendGapComments(list []text.Span, f *File, gap text.Span) []text.Span {
	src := f.Text.String()
	if gap.Start == 0 && strings.HasPrefix(src, "\uFEFF") {
		gap.Start = min(len("\uFEFF"), gap.End)
	}
	for gap.Start < gap.End {
		line, _, _ := strings.Cut(src[gap.Start:gap.End], "\n")
		end := gap.Start + len(strings.TrimRightFunc(line, unicode.IsSpace))
		start := gap.Start + len(line) - len(strings.TrimLeftFunc(line, unicode.IsSpace))
		if start < end && src[start] == '#' && !isDirectiveAt(f, start) {
			list = append(list, text.Span{Start: start, End: end})
		}
		gap.Start += len(line) + 1
	}
	return list
}

func isDirectiveAt(f *File, at int) bool {
	return slices.ContainsFunc(f.Directives, func(d syntax.Directive) bool { return d.Start == at })
}

// commentFolds are the runs of comments on lines that follow one another.
func commentFolds(f *File, comments []text.Span) []Fold {
	var folds []Fold
	first := 0
	for i := range comments {
		next := i + 1
		if next < len(comments) && sameBlock(f.Text, comments[i], comments[next]) {
			continue
		}
		folds = append(folds, Fold{text.Span{Start: comments[first].Start, End: comments[i].End}, FoldComment})
		first = next
	}
	return folds
}

func sameBlock(t text.Text, a, b text.Span) bool {
	return t.Line(b.Start) == t.Line(a.End)+1 &&
		regionMark.FindString(t.Slice(a)) == "" && regionMark.FindString(t.Slice(b)) == ""
}

// regionMark is a comment that begins or ends a region.
var regionMark = regexp.MustCompile(`^#\s*(end)?region\b`)

// regionFolds are the ranges between "# region" and its "# endregion".
func regionFolds(f *File, comments []text.Span) []Fold {
	var folds []Fold
	var open []text.Span
	for _, c := range comments {
		mark := regionMark.FindStringSubmatch(f.Text.Slice(c))
		switch {
		case mark == nil:
		case mark[1] == "":
			open = append(open, c)
		case len(open) > 0:
			start := open[len(open)-1]
			open = open[:len(open)-1]
			folds = append(folds, Fold{text.Span{Start: start.Start, End: c.End}, FoldRegion})
		}
	}
	return folds
}

// nestedFolds leaves out folds of one line, the smaller of two that start on one
// line, and the later of two that cross.
func nestedFolds(t text.Text, folds []Fold) []Fold {
	slices.SortStableFunc(folds, func(a, b Fold) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(b.End, a.End))
	})
	var kept []Fold
	var around []int // the last lines of the folds that are open
	last := -1       // the line on which a fold started last
	for _, fold := range folds {
		start, end := t.Line(fold.Start), t.Line(fold.End)
		for len(around) > 0 && around[len(around)-1] < start {
			around = around[:len(around)-1]
		}
		if start == end || start == last || len(around) > 0 && end > around[len(around)-1] {
			continue
		}
		kept, around, last = append(kept, fold), append(around, end), start
	}
	return kept
}
