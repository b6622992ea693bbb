package buildkittest

import (
	"context"
	"strings"
	"testing"

	"github.com/moby/buildkit/frontend/dockerfile/dockerfile2llb"
	"github.com/moby/buildkit/frontend/dockerui"
)

// A stage is a target by its name alone. Unlike in COPY --from=0 a number is none, nor is
// the name that BuildKit prints for a stage without one: such a stage cannot be built by
// itself, and editors have no «Build» for it.
func TestTargetIsAName(t *testing.T) {
	dockerfile := []byte("FROM scratch\nFROM scratch AS named\nFROM scratch\nCOPY --from=0 / /\n")
	for target, built := range map[string]bool{"named": true, "NAMED": true, "0": false, "stage-0": false} {
		_, err := dockerfile2llb.Dockerfile2LLB(context.Background(), dockerfile, dockerfile2llb.ConvertOpt{
			Config: dockerui.Config{Target: target},
		})
		if built != (err == nil) || err != nil && !strings.Contains(err.Error(), "could not be found") {
			t.Errorf("target %q: %v, want it built: %v", target, err, built)
		}
	}
}
