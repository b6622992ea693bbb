//go:build unix

package server

import (
	"os"
	"syscall"
)

// watch is a function that tells whether a process is alive. A dead one whose
// parent has not asked for it yet can still be signalled, and its number may be
// given to another; where it is our own parent, we see its end by getting a new
// one.
func watch(pid int) (alive func() bool) {
	parent := os.Getppid()
	return func() bool {
		if pid == parent && os.Getppid() != parent {
			return false
		}
		err := syscall.Kill(pid, 0)
		return err == nil || err == syscall.EPERM
	}
}
