package analysis

import (
	"maps"
	"sync"
)

// columns keep an answer for each stage of a file. Each edit makes a file, so that
// asking all stages anew would cost as much as the file is long: what is known of
// stages whose facts are the same goes from one version to the next.
type columns struct {
	mu   sync.Mutex
	list map[any]column

	compared   []Stage // those that were compared last
	head, tail int     // how many at the start and at the end have the same facts
}

// column is the answers of one kind, a slice, and the stages that they are about,
// which may be those of an earlier version.
type column struct {
	stages  []Stage
	cause   any
	answers any
}

// from takes over what is known of the stages of an earlier version.
func (c *columns) from(old *columns) {
	old.mu.Lock()
	defer old.mu.Unlock()
	c.list = maps.Clone(old.list)
}

// PerStage is what find tells of each stage, in the order of the stages. It is kept
// under key, for which a type of your own will do. find must depend on nothing but
// the facts, and not call PerStage. Never change the answer.
func PerStage[T any](f *File, key any, find func(*Facts) T) []T {
	return PerStageUnder(f, key, nil, find)
}

// PerStageUnder is PerStage where find depends on something else, too, and on nothing
// but cause, which can be compared. What was found under another cause is found anew.
func PerStageUnder[T any](f *File, key, cause any, find func(*Facts) T) []T {
	f.columns.mu.Lock()
	defer f.columns.mu.Unlock()
	was := f.columns.list[key]
	if was.cause != cause {
		was = column{}
	}
	answers, _ := was.answers.([]T)
	n := len(f.Stages)
	if answers != nil && sameSlice(f.Stages, was.stages) {
		return answers
	}
	head, tail := f.columns.kept(was.stages, f.Stages)
	list := make([]T, n)
	copy(list, answers[:head])
	for i := head; i < n-tail; i++ {
		list[i] = find(f.Stages[i].Facts)
	}
	copy(list[n-tail:], answers[len(answers)-tail:])
	if f.columns.list == nil {
		f.columns.list = map[any]column{}
	}
	f.columns.list[key] = column{f.Stages, cause, list}
	return list
}

// kept is how many stages at the start and at the end have the facts that they had.
func (c *columns) kept(was, now []Stage) (head, tail int) {
	if sameSlice(was, c.compared) {
		return c.head, c.tail
	}
	c.compared, c.head, c.tail = was, 0, 0
	most := min(len(was), len(now))
	for c.head < most && was[c.head].Facts == now[c.head].Facts {
		c.head++
	}
	for c.tail < most-c.head && was[len(was)-1-c.tail].Facts == now[len(now)-1-c.tail].Facts {
		c.tail++
	}
	return c.head, c.tail
}

// sameSlice tells whether two slices are one; slices of nothing are.
func sameSlice(a, b []Stage) bool {
	return len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0])
}
