package main

import (
	"fmt"
	"slices"
	"strings"
)

// diffContext is how many lines that are the same are shown around a change.
const diffContext = 3

// unifiedDiff is the change of a file as diff -u and git write it, "" where there
// is none. An absolute name stands behind a/ and b/ as git has it, without its first
// slash.
func unifiedDiff(name, before, after string) string {
	if before == after {
		return ""
	}
	var b strings.Builder
	name = strings.TrimPrefix(name, "/")
	fmt.Fprintf(&b, "--- a/%s\n+++ b/%s\n", name, name)
	ops := diffLines(lines(before), lines(after))
	for start := 0; start < len(ops); {
		first := start
		for first < len(ops) && ops[first].sign == ' ' {
			first++
		}
		if first == len(ops) {
			break
		}
		end, same := first, 0
		for ; end < len(ops) && same <= 2*diffContext; end++ {
			if same++; ops[end].sign != ' ' {
				same = 0
			}
		}
		end -= max(same-diffContext, 0)
		writeHunk(&b, ops, max(first-diffContext, start), end)
		start = end
	}
	return b.String()
}

// lines are the lines of a text with their ends.
func lines(s string) []string {
	list := strings.SplitAfter(s, "\n")
	if list[len(list)-1] == "" {
		list = list[:len(list)-1]
	}
	return list
}

// diffOp is a line that is kept (' '), taken out ('-') or put in ('+').
type diffOp struct {
	sign byte
	line string
}

// diffLines is the shortest way from one list of lines to another, found in the
// table of longest common subsequences. What is the same at both ends is left out
// of the table, so that it stays as small as the change.
func diffLines(a, b []string) []diffOp {
	var head, middle, tail []diffOp
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		head = append(head, diffOp{' ', a[0]})
		a, b = a[1:], b[1:]
	}
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		tail = append(tail, diffOp{' ', a[len(a)-1]})
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	slices.Reverse(tail)
	var common [][]int32
	if len(a)*len(b) <= maxTable {
		common = commonLengths(a, b)
	}
	i, j := 0, 0
	for i < len(a) || j < len(b) {
		switch {
		case common != nil && i < len(a) && j < len(b) && a[i] == b[j]:
			middle = append(middle, diffOp{' ', a[i]})
			i, j = i+1, j+1
		case j == len(b) || i < len(a) && (common == nil || common[i+1][j] >= common[i][j+1]):
			middle = append(middle, diffOp{'-', a[i]})
			i++
		default:
			middle = append(middle, diffOp{'+', b[j]})
			j++
		}
	}
	return append(append(head, middle...), tail...)
}

// maxTable bounds the table of diffLines; in a file so long that it would be larger
// all lines between the first and the last change count as changed.
const maxTable = 10_000_000

// commonLengths is, for each pair of places, the length of the longest common
// subsequence behind them.
func commonLengths(a, b []string) [][]int32 {
	table := make([][]int32, len(a)+1)
	for i := range table {
		table[i] = make([]int32, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				table[i][j] = table[i+1][j+1] + 1
			} else {
				table[i][j] = max(table[i+1][j], table[i][j+1])
			}
		}
	}
	return table
}

// writeHunk writes ops[from:to] with the lines that they are about.
func writeHunk(b *strings.Builder, ops []diffOp, from, to int) {
	count := func(ops []diffOp, not byte) (n int) {
		for _, op := range ops {
			if op.sign != not {
				n++
			}
		}
		return n
	}
	side := func(not byte) string {
		n := count(ops[from:to], not)
		first := count(ops[:from], not)
		if n > 0 {
			first++
		}
		return fmt.Sprintf("%d,%d", first, n)
	}
	fmt.Fprintf(b, "@@ -%s +%s @@\n", side('+'), side('-'))
	for _, op := range ops[from:to] {
		b.WriteByte(op.sign)
		b.WriteString(op.line)
		if !strings.HasSuffix(op.line, "\n") {
			b.WriteString("\n\\ No newline at end of file\n")
		}
	}
}
