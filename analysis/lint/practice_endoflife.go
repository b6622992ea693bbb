package lint

import (
	"github.com/moby/buildkit/frontend/dockerfile/instructions"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/reference"
)

var endOfLifeRules = []*Rule{
	{
		Code: "BaseImageEndOfLife", Category: Security, Severity: Info,
		URL:   "https://endoflife.date",
		Title: "The base image is past its end of life",
		Why: "After its end of life a release gets no fixes, also not for holes that everybody knows of. Its image is not built anew any more, " +
			"so that the packages of the system in it are as old as the last build. Take a release that is still kept up.\n\n" +
			"The dates are those of the projects, in a table of slipway: Python, Node.js, Go, PHP, Ruby, .NET, PostgreSQL, MySQL, MariaDB, MongoDB, Debian (with its long-term support), " +
			"Ubuntu (without paid support), Alpine, Fedora, CentOS, Windows Server, and images that Docker Hub calls deprecated. A system in the tag counts too: `python:3.12-buster`. " +
			"Silent for other images, for tags that name no release, and where the image hangs on an argument without a default.",
		Bad:  "FROM python:3.7-alpine\n",
		Good: "FROM python:3.14-alpine\n",
		File: endOfLife,
	},
}

// endKey is the key of what is known of the end of a stage's base.
type endKey struct{}

func endOf(st *analysis.Facts) reference.EndOfLife {
	return st.Memo(endKey{}, func() any {
		if _, ok := st.Steps[0].Command.(*instructions.Stage); !ok || !st.External() || st.Image.Err != nil || len(st.Image.Unmatched) > 0 {
			return reference.EndOfLife{}
		}
		e, _ := reference.ImageEndOfLife(st.Image.Result)
		return e
	}).(reference.EndOfLife)
}

func endOfLife(f *analysis.File, c Config, report Report) {
	if c.Today == "" {
		return
	}
	for _, st := range stagesWhere(f, endKey{}, func(st *analysis.Facts) bool { return endOf(st).Date != "" }) {
		end := endOf(st.Facts)
		if !end.Past(c.Today) {
			continue
		}
		it := f.Items.At(st.First)
		message := end.What + " reached its end of life on " + end.Date
		if len(end.Date) == len("2006-01") {
			message = end.What + " reached its end of life in " + end.Date
		}
		if end.Instead != "" {
			message += "; take " + end.Instead
		}
		report(Note{Step: st.First, Span: it.In(arg(it.Instruction, 0)), Message: message})
	}
}
