package main

import (
	"fmt"
	"io"
	"os"
	"sync/atomic"
	"time"
)

// terminal tells whether what is written to w is seen by a person.
func terminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0 && os.Getenv("TERM") != "dumb"
}

// colored tells whether to print in colours: on a terminal, unless NO_COLOR
// (no-color.org) or the settings forbid it.
func colored(w io.Writer, results []result) bool {
	return terminal(w) && os.Getenv("NO_COLOR") == "" && (len(results) == 0 || !results[0].settings.Command.NoColor)
}

// progress tells on a terminal how far a long run is. The nil progress says
// nothing.
type progress struct {
	w      io.Writer
	total  int
	count  atomic.Int64
	closed chan struct{}
	gone   chan struct{}
}

// startProgress begins to tell once it has taken a second.
func startProgress(w io.Writer, total int) *progress {
	if !terminal(w) {
		return nil
	}
	p := &progress{w: w, total: total, closed: make(chan struct{}), gone: make(chan struct{})}
	go p.tell()
	return p
}

func (p *progress) tell() {
	defer close(p.gone)
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for told := false; ; told = true {
		select {
		case <-tick.C:
			fmt.Fprintf(p.w, "\r%d of %d Dockerfiles", p.count.Load(), p.total)
		case <-p.closed:
			if told {
				fmt.Fprint(p.w, "\r\x1b[K")
			}
			return
		}
	}
}

func (p *progress) step() {
	if p != nil {
		p.count.Add(1)
	}
}

// end takes the line away.
func (p *progress) end() {
	if p != nil {
		close(p.closed)
		<-p.gone
	}
}
