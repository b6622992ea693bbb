package refactor

import (
	"slices"
	"strings"
	"sync"

	"github.com/slipway-dev/slipway/analysis/reference"
)

// options are what a program calls its options: its letters with their long names.
type options struct {
	// letters are lines "x=long", or "x:long" where the option takes a value.
	letters string
	// subcommands are those for which the letters are meant; none means all.
	subcommands []string
	// gnu tells that other programs of that name, such as BusyBox's, do not know the
	// long names: they are used only where the image is of a family with GNU's.
	gnu bool
}

// longOptions by program, from the manuals of apt 3, apk-tools 3, dnf 4 and 5, curl 8,
// git 2, pip 25, npm 11, GNU coreutils 9, tar 1.35, wget 1, grep 3, sed 4 and shadow 4.
var longOptions = map[string]options{
	"apt-get":  {letters: aptLetters},
	"apt":      {letters: aptLetters},
	"apk":      {letters: "U=update-cache q=quiet v=verbose X:repository t:virtual u=upgrade", subcommands: []string{"add"}},
	"dnf":      {letters: "y=assumeyes q=quiet v=verbose", subcommands: dnfCommands},
	"yum":      {letters: "y=assumeyes q=quiet v=verbose", subcommands: dnfCommands},
	"microdnf": {letters: "y=assumeyes", subcommands: dnfCommands},
	"curl": {letters: `f=fail s=silent S=show-error L=location o:output O=remote-name k=insecure H:header X:request d:data u:user
		A:user-agent I=head v=verbose g=globoff J=remote-header-name #=progress-bar x:proxy T:upload-file 4=ipv4 6=ipv6 F:form
		b:cookie c:cookie-jar w:write-out m:max-time R=remote-time e:referer`},
	"git":  {letters: "q=quiet b:branch v=verbose n=no-checkout", subcommands: []string{"clone"}},
	"npm":  {letters: "g=global D=save-dev E=save-exact", subcommands: []string{"install", "i", "ci"}},
	"pip":  {letters: pipLetters, subcommands: []string{"install"}},
	"pip3": {letters: pipLetters, subcommands: []string{"install"}},

	"wget":     {gnu: true, letters: "q=quiet O:output-document P:directory-prefix c=continue N=timestamping r=recursive S=server-response T:timeout t:tries U:user-agent i:input-file"},
	"tar":      {gnu: true, letters: "x=extract c=create t=list z=gzip j=bzip2 J=xz v=verbose f:file C:directory p=preserve-permissions k=keep-old-files"},
	"rm":       {gnu: true, letters: "r=recursive R=recursive f=force v=verbose d=dir"},
	"mkdir":    {gnu: true, letters: "p=parents v=verbose m:mode"},
	"cp":       {gnu: true, letters: "a=archive r=recursive R=recursive f=force v=verbose L=dereference n=no-clobber s=symbolic-link l=link T=no-target-directory t:target-directory p=preserve=mode,ownership,timestamps"},
	"mv":       {gnu: true, letters: "f=force n=no-clobber v=verbose T=no-target-directory t:target-directory"},
	"ln":       {gnu: true, letters: "s=symbolic f=force n=no-dereference v=verbose r=relative T=no-target-directory t:target-directory"},
	"chmod":    {gnu: true, letters: "R=recursive v=verbose f=silent c=changes"},
	"chown":    {gnu: true, letters: "R=recursive v=verbose f=silent c=changes h=no-dereference"},
	"chgrp":    {gnu: true, letters: "R=recursive v=verbose f=silent c=changes h=no-dereference"},
	"useradd":  {gnu: true, letters: "m=create-home M=no-create-home r=system u:uid g:gid G:groups s:shell d:home-dir c:comment U=user-group N=no-user-group l=no-log-init o=non-unique p:password k:skel"},
	"usermod":  {gnu: true, letters: "a=append G:groups s:shell d:home u:uid g:gid l:login L=lock o=non-unique m=move-home c:comment p:password"},
	"groupadd": {gnu: true, letters: "g:gid r=system o=non-unique f=force"},
	"grep":     {gnu: true, letters: "q=quiet i=ignore-case v=invert-match r=recursive E=extended-regexp o=only-matching F=fixed-strings w=word-regexp c=count n=line-number l=files-with-matches x=line-regexp P=perl-regexp e:regexp m:max-count h=no-filename"},
	"sed":      {gnu: true, letters: "i=in-place e:expression E=regexp-extended r=regexp-extended n=quiet"},
}

const (
	aptLetters = "y=yes q=quiet f=fix-broken t:target-release d=download-only s=simulate o:option V=verbose-versions"
	pipLetters = "r:requirement U=upgrade q=quiet e:editable t:target c:constraint i:index-url f:find-links v=verbose I=ignore-installed"
)

var dnfCommands = strings.Fields("install update upgrade remove clean makecache groupinstall reinstall autoremove")

// long is the long name of an option, and whether it takes a value.
type long struct {
	name   string
	valued bool
}

// longNames are longOptions by letter.
var longNames = sync.OnceValue(func() map[string]map[rune]long {
	all := map[string]map[rune]long{}
	for program, o := range longOptions {
		all[program] = map[rune]long{}
		for _, field := range strings.Fields(o.letters) {
			all[program][rune(field[0])] = long{"--" + field[2:], field[1] == ':'}
		}
	}
	return all
})

// knows tells whether the program takes the long names on the image of a stage, for
// the words behind it.
func (o options) knows(image string, words []string) bool {
	if family := reference.SystemOf(image).Family; o.gnu && family != reference.Debian && family != reference.RedHat {
		return false
	}
	if len(o.subcommands) == 0 {
		return true
	}
	first := slices.IndexFunc(words, func(w string) bool { return !strings.HasPrefix(w, "-") })
	return first >= 0 && slices.Contains(o.subcommands, words[first])
}
