package main

import (
	"strings"
	"testing"

	_ "github.com/slipway-dev/slipway/analysis/fixture" // for the flag -update, which all packages take
)

func TestTable(t *testing.T) {
	const in = `{"-":{"start p50":{"a":2,"b":60}},"200":{"hover p50":{"a":0.123456,"b":0.5},"rss MiB":{"a":10,"b":2500}}}
{"-":{"start p50":{"a":9,"b":9}},"50000":{"hover p50":{"a":1.5}},"5000":{"hover p50":{"b":3}}}`
	var out strings.Builder
	if err := run(strings.NewReader(in), &out, []string{"a", "b"}); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"| ms | 200 lines | 5000 lines | 50000 lines |\n|---|---|---|---|\n",
		"\n| start | 2 · 30× | | |\n",
		"\n| hover | 0.123 · 4.1× | – | 1.5 · – |\n",
		"\n| links | – | – | – |\n",
		"\n| peak memory, MiB | 10 · 250× | – | – |\n",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %q in\n%s", want, out.String())
		}
	}
	for _, bad := range []struct {
		in      string
		servers []string
	}{{in, nil}, {"{", []string{"a"}}, {"{}", []string{"a"}}} {
		if err := run(strings.NewReader(bad.in), &out, bad.servers); err == nil {
			t.Errorf("no error for %q and %q", bad.in, bad.servers)
		}
	}
}
