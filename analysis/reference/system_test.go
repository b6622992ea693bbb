package reference

import "testing"

func TestSystemShell(t *testing.T) {
	for image, want := range map[string]string{
		"alpine": "ash", "alpine:3.22": "ash", "node:22-alpine": "ash", "docker.io/library/python:3.13-alpine3.22": "ash",
		"node": "dash", "debian:12": "dash", "public.ecr.aws/docker/library/golang:1.26@sha256:00": "dash",
		"fedora:43": "bash", "registry.access.redhat.com/ubi9/ubi": "bash", "tomcat:10-jre21": "dash", "nvidia/cuda:12.4.1-base-ubi9": "bash",
		"example.com/team/base": "", "example.com/team/base:1-bookworm": "dash", "scratch": "", "mcr.microsoft.com/windows/nanoserver:ltsc2022": "",
		"mcr.microsoft.com/dotnet/sdk:9.0-nanoserver-ltsc2022": "", "${BASE}": "",
	} {
		if got := SystemOf(image).Shell; got != want {
			t.Errorf("%s has %q, want %q", image, got, want)
		}
	}
}

func TestOldDash(t *testing.T) {
	for image, want := range map[string]bool{
		"debian:12": true, "debian:12.5-slim": true, "debian:bookworm-slim": true, "debian:13": false, "debian": false, "ubuntu:24.04": true,
		"ubuntu:25.10": false, "node:22": false, "node:22-bookworm": true, "node:22-trixie": false, "nvidia/cuda:12.4.1-base-ubuntu22.04": true,
	} {
		if got := OldDash(image); got != want {
			t.Errorf("%s: %v, want %v", image, got, want)
		}
	}
}

func TestSystemOf(t *testing.T) {
	for image, want := range map[string]System{
		"debian:13-slim": {Debian, "apt-get", "dash", false}, "amd64/debian": {Debian, "apt-get", "dash", false}, "node:24-alpine": {Alpine, "apk", "ash", false},
		"nginx": {Debian, "apt-get", "dash", true}, "example.com/team/base:1-bookworm": {Debian, "", "dash", true}, "example.com/team/base": {OwnUser: true},
		"centos:7": {RedHat, "yum", "bash", false}, "rockylinux:9-minimal": {UnknownFamily, "microdnf", "bash", false},
		"quay.io/fedora/fedora:43": {RedHat, "dnf", "bash", false}, "registry.access.redhat.com/ubi9/ubi-minimal": {UnknownFamily, "microdnf", "bash", false},
		"eclipse-temurin:21-ubi9-minimal": {UnknownFamily, "microdnf", "bash", false}, "gcr.io/distroless/static": {Family: Distroless},
		"mcr.microsoft.com/dotnet/runtime:10.0-noble-chiseled": {OwnUser: true}, "mcr.microsoft.com/windows/nanoserver": {Family: Windows}, "scratch": {Family: Scratch},
	} {
		if got := SystemOf(image); got != want {
			t.Errorf("%s is %+v, want %+v", image, got, want)
		}
	}
}
