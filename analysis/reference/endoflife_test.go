package reference

import (
	"regexp"
	"testing"
)

func TestImageEndOfLife(t *testing.T) {
	for image, want := range map[string]string{
		"python:3.7-alpine":                    "Python 3.7 2023-06-27",
		"python:3.7.17":                        "Python 3.7 2023-06-27",
		"docker.io/library/python:3.7":         "Python 3.7 2023-06-27",
		"python:3.70":                          "",
		"python:3":                             "",
		"python":                               "",
		"python:3.12-buster":                   "Debian 10 (buster) 2024-06-30",
		"python:3.12-slim-buster":              "Debian 10 (buster) 2024-06-30",
		"node:16-buster":                       "Node.js 16 2023-09-11",
		"node:22-alpine3.14":                   "Alpine 3.14 2023-05-01",
		"node:22-alpine3.1":                    "Alpine 3.1 2016-11-01",
		"node:22-alpine":                       "",
		"node:1":                               "",
		"debian:buster-slim":                   "Debian 10 (buster) 2024-06-30",
		"debian:10.13":                         "Debian 10 (buster) 2024-06-30",
		"debian:100":                           "",
		"debian":                               "",
		"ubuntu:18.04":                         "Ubuntu 18.04 (bionic) 2023-05-31",
		"ubuntu:bionic-20200101":               "Ubuntu 18.04 (bionic) 2023-05-31",
		"centos":                               "CentOS 2024-06-30",
		"openjdk:8-jre":                        "the image openjdk 2022-07",
		"mcr.microsoft.com/dotnet/aspnet:6.0":  ".NET 6.0 2024-11-12",
		"example.com/python:3.7":               "",
		"someone/node:16":                      "",
		"node:16@sha256:0123":                  "Node.js 16 2023-09-11",
		"mcr.microsoft.com/windows:1909-amd64": "Windows Server 1909 2021-05-11",
	} {
		got := ""
		if e, ok := ImageEndOfLife(image); ok {
			got = e.What + " " + e.Date
		}
		if got != want {
			t.Errorf("%s: %q, want %q", image, got, want)
		}
	}
}

func TestPast(t *testing.T) {
	for _, c := range []struct {
		date, today string
		want        bool
	}{
		{"2023-06-27", "2023-06-27", false},
		{"2023-06-27", "2023-06-28", true},
		{"2023-06-27", "", false},
		{"2026-10", "2026-10-31", false},
		{"2026-10", "2026-11-01", true},
		{"2026-10", "", false},
	} {
		if got := (EndOfLife{Date: c.date}).Past(c.today); got != c.want {
			t.Errorf("%s on %s: %v", c.date, c.today, got)
		}
	}
}

func TestProducts(t *testing.T) {
	date := regexp.MustCompile(`^20[12]\d-(0[1-9]|1[0-2])(-([0-2]\d|3[01]))?$`)
	for _, p := range products {
		for i, r := range p.releases {
			if !date.MatchString(r.date) {
				t.Errorf("%s %s: %s is no date", p.name, r.version, r.date)
			}
			for _, other := range p.releases[:i] {
				if other.version == r.version {
					t.Errorf("%s %s is there twice", p.name, r.version)
				}
			}
		}
	}
}
