package syntax

import (
	"sync"
	"sync/atomic"
)

// Memo keeps what was found out about an immutable thing, for as long as the
// thing lives. Its zero value is ready. It may be used by several goroutines; of
// two that look for the same at once both may search, and one answer is kept.
type Memo struct {
	notes atomic.Pointer[[]note] // replaced whole, so that looking takes no lock
	mu    sync.Mutex             // held to replace them
}

type note struct{ key, value any }

// Do is the answer kept under key, or that of find. Use a type of your own as the
// key. find must depend on nothing but the thing and the key.
func (m *Memo) Do(key any, find func() any) any {
	if v, ok := m.lookup(key); ok {
		return v
	}
	v := find()
	m.mu.Lock()
	defer m.mu.Unlock()
	if kept, ok := m.lookup(key); ok {
		return kept
	}
	var notes []note
	if old := m.notes.Load(); old != nil {
		notes = *old
	}
	notes = append(notes, note{key, v}) // behind what those who look can see
	m.notes.Store(&notes)
	return v
}

func (m *Memo) lookup(key any) (any, bool) {
	notes := m.notes.Load()
	if notes == nil {
		return nil, false
	}
	for i := range *notes {
		if n := &(*notes)[i]; n.key == key {
			return n.value, true
		}
	}
	return nil, false
}

// Memo keeps what was found out about the instruction; see the type Memo.
func (in *Instruction) Memo(key any, find func() any) any { return in.memo.Do(key, find) }
