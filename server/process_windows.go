package server

import "syscall"

// watch is a function that tells whether a process is alive. The handle is kept
// open, so that the number cannot be given to another.
func watch(pid int) (alive func() bool) {
	h, err := syscall.OpenProcess(syscall.SYNCHRONIZE, false, uint32(pid))
	if err != nil {
		return func() bool { return false }
	}
	return func() bool {
		event, err := syscall.WaitForSingleObject(h, 0)
		return err != nil || event == syscall.WAIT_TIMEOUT
	}
}
