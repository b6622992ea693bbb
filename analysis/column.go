package analysis

import (
	"maps"
	"slices"
	"sort"
	"sync"
)

// columns keep answers about the stages of a file. Each edit makes a file, so that
// asking all stages anew would cost as much as the file is long: what is known of
// stages whose facts are the same goes from one version to the next.
type columns struct {
	mu   sync.Mutex
	list map[any]column

	compared   []Stage // those that were compared last
	head, tail int     // how many at the start and at the end have the same facts
}

// column is the answers of one kind, a []OfStage, and the stages that they are about,
// which may be those of an earlier version.
type column struct {
	stages  []Stage
	cause   any
	answers any
}

// OfStage is what was found of a stage, by its index.
type OfStage[T any] struct {
	Value T
	Stage int
}

// from takes over what is known of the stages of an earlier version.
func (c *columns) from(old *columns) {
	old.mu.Lock()
	defer old.mu.Unlock()
	c.list = maps.Clone(old.list)
}

// PerStage is what find tells of stages, in the order of the stages; of those for which
// it gives false nothing is kept. The answers are kept under key, for which a type of your
// own will do. find must depend on nothing but the facts, and not call PerStage. Never
// change the answers.
func PerStage[T any](f *File, key any, find func(*Facts) (T, bool)) []OfStage[T] {
	return PerStageUnder(f, key, nil, find)
}

// PerStageUnder is PerStage where find depends on something else, too, and on nothing
// but cause, which can be compared. What was found under another cause is found anew.
func PerStageUnder[T any](f *File, key, cause any, find func(*Facts) (T, bool)) []OfStage[T] {
	f.columns.mu.Lock()
	defer f.columns.mu.Unlock()
	was, ok := f.columns.list[key]
	if !ok || was.cause != cause {
		was = column{cause: cause, answers: []OfStage[T](nil)}
	}
	list := was.answers.([]OfStage[T])
	if sameSlice(f.Stages, was.stages) {
		return list
	}
	head, tail := f.columns.kept(was.stages, f.Stages)
	var found []OfStage[T]
	for i := head; i < len(f.Stages)-tail; i++ {
		if v, ok := find(f.Stages[i].Facts); ok {
			found = append(found, OfStage[T]{v, i})
		}
	}
	was.answers = spliced(list, found, head, len(was.stages)-tail, len(f.Stages)-len(was.stages))
	was.stages = f.Stages
	if f.columns.list == nil {
		f.columns.list = map[any]column{}
	}
	f.columns.list[key] = was
	return was.answers.([]OfStage[T])
}

// spliced is a list with other answers about the stages from first up to end, those
// behind moved by shift. The list is left as it is, and shared where it can be.
func spliced[T any](list, found []OfStage[T], first, end, shift int) []OfStage[T] {
	from := sort.Search(len(list), func(i int) bool { return list[i].Stage >= first })
	to := sort.Search(len(list), func(i int) bool { return list[i].Stage >= end })
	if len(found) == 0 && from == to && (shift == 0 || to == len(list)) {
		return list
	}
	out := slices.Concat(list[:from], found, list[to:])
	if shift != 0 {
		for i := range out[from+len(found):] {
			out[from+len(found)+i].Stage += shift
		}
	}
	return out
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
