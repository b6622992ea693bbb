package buildkittest

import (
	"context"
	"encoding/json"
	"io/fs"
	"strings"
	"time"

	"github.com/moby/buildkit/client/llb"
	"github.com/moby/buildkit/client/llb/sourceresolver"
	"github.com/moby/buildkit/frontend/gateway/client"
	gatewaypb "github.com/moby/buildkit/frontend/gateway/pb"
	"github.com/moby/buildkit/solver/pb"
	dockerspec "github.com/moby/docker-image-spec/specs-go/v1"
	digest "github.com/opencontainers/go-digest"
	ocispecs "github.com/opencontainers/image-spec/specs-go/v1"
	fstypes "github.com/tonistiigi/fsutil/types"
)

// gateway is the engine as BuildKit's frontend sees it: every image exists,
// the build context holds at most a .dockerignore, and no option is set, so
// there are no build arguments and no named contexts. The embedded nil
// interface makes any question beyond these a panic, which Lint reports.
type gateway struct {
	client.Client
	dockerignore    string
	hasDockerignore bool
	baseEnv         func(image string) []string
}

func (g *gateway) BuildOpts() client.BuildOpts {
	return client.BuildOpts{
		Opts:    map[string]string{},
		Workers: []client.WorkerInfo{{Platforms: []ocispecs.Platform{platform}}},
		Product: "buildkittest",
		LLBCaps: pb.Caps.CapSet(pb.Caps.All()),
		Caps:    gatewaypb.Caps.CapSet(gatewaypb.Caps.All()),
	}
}

func (g *gateway) Inputs(context.Context) (map[string]llb.State, error) { return nil, nil }

// Solve answers every request with the build context; BuildKit only asks for
// it to read .dockerignore.
func (g *gateway) Solve(context.Context, client.SolveRequest) (*client.Result, error) {
	result := client.NewResult()
	result.SetRef(contextRef{gateway: g})
	return result, nil
}

// ResolveSourceMetadata is asked when ARG SOURCE_DATE_EPOCH names the context
// or a stage. A date keeps BuildKit from downloading the source to look for one.
func (g *gateway) ResolveSourceMetadata(_ context.Context, op *pb.SourceOp, _ sourceresolver.Opt) (*sourceresolver.MetaResponse, error) {
	answer := &sourceresolver.MetaResponse{Op: op}
	if strings.HasPrefix(op.Identifier, "http://") || strings.HasPrefix(op.Identifier, "https://") {
		date := time.Unix(0, 0).UTC()
		answer.HTTP = &sourceresolver.ResolveHTTPResponse{LastModified: &date}
	}
	return answer, nil
}

// ResolveImageConfig makes up an image for any name: of the platform asked
// for, with one layer, so that BuildKit does not take it for scratch.
func (g *gateway) ResolveImageConfig(_ context.Context, ref string, opt sourceresolver.Opt) (string, digest.Digest, []byte, error) {
	image := dockerspec.DockerOCIImage{}
	image.Platform = platform
	if opt.ImageOpt != nil && opt.ImageOpt.Platform != nil {
		image.Platform = *opt.ImageOpt.Platform
	}
	image.RootFS = ocispecs.RootFS{Type: "layers", DiffIDs: []digest.Digest{digest.FromString(ref)}}
	if g.baseEnv != nil {
		image.Config.Env = g.baseEnv(ref)
	}
	config, err := json.Marshal(image)
	return ref, "", config, err
}

// contextRef is the solved build context.
type contextRef struct {
	client.Reference
	gateway *gateway
}

func (r contextRef) StatFile(_ context.Context, req client.StatRequest) (*fstypes.Stat, error) {
	return nil, &fs.PathError{Op: "stat", Path: req.Path, Err: fs.ErrNotExist}
}

func (r contextRef) ReadFile(_ context.Context, req client.ReadRequest) ([]byte, error) {
	if req.Filename != ".dockerignore" || !r.gateway.hasDockerignore {
		return nil, &fs.PathError{Op: "open", Path: req.Filename, Err: fs.ErrNotExist}
	}
	return []byte(r.gateway.dockerignore), nil
}
