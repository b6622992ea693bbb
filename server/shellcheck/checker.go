package shellcheck

import (
	"context"
	"errors"
	"io/fs"
	"maps"
	"os/exec"
	"sync"
	"time"

	"github.com/slipway-dev/slipway/analysis/lint"
)

// maxKept bounds the scripts whose findings are kept.
const maxKept = 4096

// Checker asks the program, and keeps the answers. Several goroutines may use it.
type Checker struct {
	// Path is that of the program, "" for the one on the PATH.
	Path string
	// Failed is told once why the program is not asked any more. Nobody is told that
	// there is none on the PATH.
	Failed func(error)

	look    sync.Once
	program *Program

	mu     sync.Mutex
	off    bool
	kept   map[lint.ShellScript][]lint.ShellNote
	wanted map[string][][]lint.ShellScript // by who wants them
	asked  time.Time                       // when somebody wanted some last
	busy   bool
	count  int64
}

// Answers counts the answers so far.
func (c *Checker) Answers() int64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.count
}

// Now is what the program says of a script; it waits for the answer. It is for
// lint.Config.Shell.
func (c *Checker) Now(ctx context.Context, s lint.ShellScript) (notes []lint.ShellNote, known bool) {
	if notes, known = c.Known(s); known {
		return notes, true
	}
	c.look.Do(func() { c.start(ctx) })
	if c.Off() {
		return nil, false
	}
	notes, err := c.program.Check(ctx, s)
	if err != nil {
		c.fail(ctx, err)
		return nil, false
	}
	c.keep(s, notes)
	return notes, true
}

// Known is what the program has said of a script already.
func (c *Checker) Known(s lint.ShellScript) (notes []lint.ShellNote, known bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	notes, known = c.kept[s]
	return notes, known
}

// Want has the program asked about lists of scripts, in the place of those that the same
// asker wanted before. It does not wait. Where work is true there is nobody at work, and the
// caller has to have Work run.
func (c *Checker) Want(asker string, lists ...[]lint.ShellScript) (work bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.off {
		return false
	}
	if len(lists) == 0 {
		delete(c.wanted, asker)
		return false
	}
	if c.wanted == nil {
		c.wanted = map[string][][]lint.ShellScript{}
	}
	c.wanted[asker], c.asked = lists, time.Now()
	work = !c.busy
	c.busy = true
	return work
}

// How long a person must not have typed for Work to go on, and how long at most it keeps
// answers to itself.
const (
	quiet = 150 * time.Millisecond
	often = time.Second
)

// Work asks the program about what is wanted, one script after the other, until
// nothing is, and while nobody types. It calls news when there are answers.
func (c *Checker) Work(ctx context.Context, news func()) {
	last := time.Now()
	fresh := false
	for {
		c.settle(ctx)
		s, more := c.next()
		more = more && ctx.Err() == nil
		if more {
			c.Now(ctx, s)
			fresh = true
		}
		if fresh && (!more || time.Since(last) > often) {
			news()
			last, fresh = time.Now(), false
		}
		if !more && c.done(ctx) {
			return
		}
	}
}

// settle waits until nobody has wanted anything new for a while: the program takes as
// much of the machine as an answer to a keystroke does.
func (c *Checker) settle(ctx context.Context) {
	for {
		c.mu.Lock()
		left := quiet - time.Since(c.asked)
		c.mu.Unlock()
		if left <= 0 {
			return
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(left):
		}
	}
}

// next takes a script that is wanted and not known.
func (c *Checker) next() (lint.ShellScript, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for asker, lists := range c.wanted {
		for ; len(lists) > 0; lists = lists[1:] {
			for len(lists[0]) > 0 {
				s := lists[0][0]
				lists[0] = lists[0][1:]
				if _, known := c.kept[s]; !known && !c.off {
					c.wanted[asker] = lists
					return s, true
				}
			}
		}
		delete(c.wanted, asker)
	}
	return lint.ShellScript{}, false
}

// done tells whether the work is.
func (c *Checker) done(ctx context.Context) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.wanted) > 0 && ctx.Err() == nil {
		return false
	}
	c.busy = false
	return true
}

func (c *Checker) start(ctx context.Context) {
	program, err := Look(ctx, c.Path)
	if err != nil {
		if c.Path == "" && (errors.Is(err, exec.ErrNotFound) || errors.Is(err, fs.ErrNotExist)) {
			c.turnOff()
			return
		}
		c.fail(ctx, err)
		c.turnOff()
		return
	}
	c.program = program
}

// fail turns the program off for good, except where it was us who stopped it.
func (c *Checker) fail(ctx context.Context, err error) {
	if ctx.Err() != nil {
		return
	}
	if c.turnOff() && c.Failed != nil {
		c.Failed(err)
	}
}

// turnOff tells whether the program was on.
func (c *Checker) turnOff() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	was := !c.off
	c.off, c.kept, c.wanted = true, nil, nil
	c.count++ // what was made of its answers is out of date
	return was
}

// Off tells that the program is not asked: there is none, or it has failed.
func (c *Checker) Off() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.off
}

// keep keeps an answer. When there are too many, all go: those still wanted come back.
func (c *Checker) keep(s lint.ShellScript, notes []lint.ShellNote) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.off {
		return
	}
	if len(c.kept) >= maxKept {
		maps.DeleteFunc(c.kept, func(lint.ShellScript, []lint.ShellNote) bool { return true })
	}
	if c.kept == nil {
		c.kept = map[lint.ShellScript][]lint.ShellNote{}
	}
	c.kept[s] = notes
	c.count++
}
