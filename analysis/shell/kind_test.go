package shell

import (
	"slices"
	"strings"
	"testing"
)

func TestKindOf(t *testing.T) {
	for argv, want := range map[string]Kind{
		"/bin/sh -c":                             POSIX,
		"ash -c":                                 POSIX,
		"/bin/bash -o pipefail -c":               Bash,
		"/usr/bin/env bash -e":                   Bash,
		"env -i A=b -u X bash -c":                Bash,
		"/usr/bin/env -S bash -e":                Bash,
		"/usr/bin/env -Sbash -e":                 Bash,
		"/bin/busybox sh -c":                     POSIX,
		"env busybox ash -c":                     POSIX,
		"/bin/mksh -c":                           Ksh,
		"zsh -c":                                 Zsh,
		"powershell -Command":                    PowerShell,
		`C:\Windows\System32\PowerShell.EXE -No`: PowerShell,
		"C:/Program/pwsh.exe -c":                 PowerShell,
		"cmd /S /C":                              Cmd,
		`C:\windows\system32\cmd.exe /S /C`:      Cmd,
		"/usr/bin/python3 -c":                    Unknown,
		"env":                                    Unknown,
		"busybox":                                Unknown,
		"env env env env sh":                     Unknown,
		"":                                       Unknown,
	} {
		if got := KindOf(strings.Fields(argv)); got != want {
			t.Errorf("KindOf(%q) = %v, want %v", argv, got, want)
		}
	}
}

func TestShebang(t *testing.T) {
	for _, c := range []struct {
		script string
		argv   []string
		kind   Kind
	}{
		{"#!/bin/bash -eu\necho", []string{"/bin/bash", "-eu"}, Bash},
		{"#! /usr/bin/env python3\r\nprint()", []string{"/usr/bin/env", "python3"}, Unknown},
		{"#!/bin/sh", []string{"/bin/sh"}, POSIX},
		{"#!", nil, Unknown},
		{"# !/bin/sh", nil, Unknown},
		{"\n#!/bin/sh", nil, Unknown},
	} {
		argv, ok := Shebang(c.script)
		if !slices.Equal(argv, c.argv) || ok != (c.argv != nil) || KindOf(argv) != c.kind {
			t.Errorf("Shebang(%q) = %q, %v of kind %v", c.script, argv, ok, KindOf(argv))
		}
	}
}
