// Command benchtable turns the figures of lspbench, as JSON on standard input, into
// the Markdown table of the README. Its arguments are the names of the servers, ours
// first. «make bench» runs it.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
)

// figures are by the size of the document in lines, by what was measured, by server.
// The time to start is under the size "-".
type figures map[string]map[string]map[string]float64

// rows are what lspbench measures, in the order of the table.
var rows = []struct{ title, figure string }{
	{"start", "start p50"},
	{"open, to the findings", "open p50"},
	{"keystroke, to the findings", "keystroke p50"},
	{"the same, 99th percentile", "keystroke p99"},
	{"hover", "hover p50"},
	{"completion", "completion p50"},
	{"code actions", "codeAction p50"},
	{"symbols", "documentSymbol p50"},
	{"semantic tokens", "semanticTokens p50"},
	{"formatting", "formatting p50"},
	{"folding", "foldingRange p50"},
	{"links", "documentLink p50"},
	{"peak memory, MiB", "rss MiB"},
}

func main() {
	if err := run(os.Stdin, os.Stdout, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "benchtable:", err)
		os.Exit(1)
	}
}

func run(in io.Reader, out io.Writer, servers []string) error {
	if len(servers) == 0 {
		return errors.New("no server named; give the names that lspbench was given, ours first")
	}
	all := figures{}
	for d := json.NewDecoder(in); ; {
		var part figures
		if err := d.Decode(&part); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return fmt.Errorf("reading what lspbench printed: %w", err)
		}
		for size, measured := range part {
			if all[size] == nil {
				all[size] = measured
			}
		}
	}
	sizes := sizesOf(all)
	if len(sizes) == 0 {
		return errors.New("lspbench measured nothing")
	}
	fmt.Fprintf(out, "| ms | %s lines |\n|---|%s\n", strings.Join(sizes, " lines | "), strings.Repeat("---|", len(sizes)))
	for _, row := range rows {
		fmt.Fprintf(out, "| %s |", row.title)
		for i, size := range sizes {
			if row.figure == "start p50" {
				if size = "-"; i > 0 {
					fmt.Fprint(out, " |")
					continue
				}
			}
			fmt.Fprintf(out, " %s |", cell(all[size][row.figure], servers))
		}
		fmt.Fprintln(out)
	}
	return nil
}

// sizesOf are the sizes of the documents, ascending.
func sizesOf(all figures) []string {
	var sizes []string
	for size := range all {
		if size != "-" {
			sizes = append(sizes, size)
		}
	}
	slices.SortFunc(sizes, cmpNumbers)
	return sizes
}

// cmpNumbers compares numbers written without a sign and without leading zeros.
func cmpNumbers(a, b string) int {
	if len(a) != len(b) {
		return len(a) - len(b)
	}
	return strings.Compare(a, b)
}

// cell is our figure, and how many times as much each of the others takes; a dash
// stands for one that does not do it.
func cell(measured map[string]float64, servers []string) string {
	ours, ok := measured[servers[0]]
	if !ok || ours <= 0 {
		return "–"
	}
	parts := []string{digits(ours, 3)}
	for _, other := range servers[1:] {
		times := "–"
		if theirs, ok := measured[other]; ok && theirs > 0 {
			times = digits(theirs/ours, 2) + "×"
		}
		parts = append(parts, times)
	}
	return strings.Join(parts, " · ")
}

// digits is a number with n significant digits, and never with an exponent.
func digits(x float64, n int) string {
	if x >= 100 {
		return fmt.Sprintf("%.0f", x)
	}
	return fmt.Sprintf("%.*g", n, x)
}
