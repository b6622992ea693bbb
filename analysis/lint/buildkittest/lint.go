package buildkittest

import (
	"context"
	"fmt"

	"github.com/moby/buildkit/client/llb"
	"github.com/moby/buildkit/frontend/dockerfile/dockerfile2llb"
	"github.com/moby/buildkit/frontend/dockerfile/linter"
	"github.com/moby/buildkit/frontend/dockerfile/parser"
	"github.com/moby/buildkit/frontend/dockerui"
	"github.com/moby/buildkit/frontend/subrequests/lint"
	"github.com/moby/buildkit/solver/pb"
	ocispecs "github.com/opencontainers/image-spec/specs-go/v1"
)

// PanicMarker begins Result.Error when BuildKit panicked instead of answering.
const PanicMarker = "buildkit panicked: "

// RefusalMarker begins Result.Error when Lint did not ask BuildKit, because it
// might have dialled an address named in the file.
const RefusalMarker = "buildkittest refused: "

// Finding is one warning of BuildKit. Lines count from 1 and are BuildKit's:
// they cover the instruction, not the word that is wrong.
type Finding struct {
	Rule, Message, URL string
	StartLine, EndLine int
}

// Result is BuildKit's answer about one file.
type Result struct {
	// Findings are sorted by lines, rule and message. Duplicates are kept.
	Findings []Finding
	// Error is the error that stopped BuildKit, "" if none did, without
	// BuildKit's "(did you mean X?)": it picks X at random among equally near
	// words. Where several stages name images that no reference can be made
	// of, or several dependency cycles exist, BuildKit reports one of them at
	// random, and so does Error.
	Error string
	// ErrorStart and ErrorEnd are the first and last line BuildKit blames;
	// both are 0 where it blames none.
	ErrorStart, ErrorEnd int
}

// Input is a Dockerfile and the world around it.
type Input struct {
	Dockerfile []byte
	// Dockerignore is the text of .dockerignore; it counts only if
	// HasDockerignore is set.
	Dockerignore    string
	HasDockerignore bool
	// BaseEnv gives the environment of a base image as NAME=VALUE entries.
	// It is asked with the full reference, such as
	// docker.io/library/golang:1.26. A nil BaseEnv means empty environments;
	// BuildKit adds a PATH where there is none, except on Windows.
	// It may be called from several goroutines at once.
	BaseEnv func(image string) []string
	// Experimental enables InvalidDefinitionDescription, the one experimental
	// check. A `# check=` directive in the file keeps its effect.
	Experimental bool
}

// platform is the machine every file is judged on, so that no result depends
// on the machine the test runs on.
var platform = ocispecs.Platform{OS: "linux", Architecture: "amd64"}

// Lint gives BuildKit's own findings. All stages are visited, as they are by
// `docker build --check` without a target.
func Lint(in Input) (result Result) {
	defer func() {
		if p := recover(); p != nil {
			result = Result{Error: fmt.Sprint(PanicMarker, p)}
		}
	}()
	if why := mayDial(in.Dockerfile); why != "" {
		return Result{Error: RefusalMarker + why}
	}
	gw := &gateway{dockerignore: in.Dockerignore, hasDockerignore: in.HasDockerignore, baseEnv: in.BaseEnv}
	client, err := dockerui.NewClient(gw)
	if err != nil {
		panic(err)
	}
	if in.Experimental {
		client.LinterConfig = experimentalConfig(in.Dockerfile)
	}
	source := llb.NewSourceMap(nil, "Dockerfile", "Dockerfile", in.Dockerfile)
	source.Definition = &llb.Definition{}
	answer, err := dockerfile2llb.DockerfileLint(context.Background(), in.Dockerfile, dockerfile2llb.ConvertOpt{
		Config:         client.Config,
		Client:         client,
		SourceMap:      source,
		TargetPlatform: &platform,
		MetaResolver:   gw,
	})
	if err != nil {
		panic(err)
	}
	return stable(convert(answer), in.Dockerfile)
}

// experimentalConfig is the file's own `# check=` directive plus the
// experimental check. BuildKit reads the directive only if it is given no
// config, so the two are joined here. It is nil for a directive that BuildKit
// rejects: then BuildKit says so itself.
func experimentalConfig(dockerfile []byte) *linter.Config {
	options, _, _, _ := parser.ParseDirective("check", dockerfile)
	config, err := linter.ParseLintOptions(options)
	if err != nil {
		return nil
	}
	config.ExperimentalRules = append(config.ExperimentalRules, linter.RuleInvalidDefinitionDescription.Name)
	return config
}

func convert(answer *lint.LintResults) Result {
	var result Result
	for _, w := range answer.Warnings {
		start, end := lines(w.Location.Ranges)
		result.Findings = append(result.Findings, Finding{w.RuleName, w.Detail, w.URL, start, end})
	}
	if answer.Error != nil {
		result.Error = answer.Error.Message
		result.ErrorStart, result.ErrorEnd = lines(answer.Error.Location.Ranges)
	}
	return result
}

// lines is the first and last line of BuildKit's ranges, one of which stands
// for each line. No ranges give 0, 0.
func lines(ranges []*pb.Range) (start, end int) {
	for i, r := range ranges {
		if i == 0 || int(r.Start.Line) < start {
			start = int(r.Start.Line)
		}
		end = max(end, int(r.End.Line))
	}
	return start, end
}
