package completion

import (
	"testing"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/fixture"
	"github.com/slipway-dev/slipway/analysis/text"
)

// What holds for every candidate holds in any text.
func FuzzComplete(f *testing.F) {
	sources, err := fixture.Sources(fixtures)
	if err != nil {
		f.Fatal(err)
	}
	for i, src := range sources {
		f.Add(src, uint(i*31))
	}
	f.Fuzz(func(t *testing.T, src string, at uint) {
		file := analysis.New(text.New(src))
		where := int(at % uint(len(src)+1))
		items, _ := Complete(file, where, workshop)
		checkItems(t, file, where, items)
		for i := range items {
			if i%7 == 0 { // one that is chosen can be taken as any edit
				file.Edit(plain(items[i]))
			}
		}
	})
}
