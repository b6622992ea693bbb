package completion

import (
	"fmt"
	"strings"
	"testing"

	mode "github.com/tonistiigi/dchapes-mode"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/text"
)

// BuildKit takes every value that is offered for a flag or an option.
func TestUsualValuesAreRight(t *testing.T) {
	lines := map[string]string{
		"interval": "HEALTHCHECK --interval=%s CMD x", "timeout": "HEALTHCHECK --timeout=%s CMD x", "retries": "HEALTHCHECK --retries=%s CMD x",
		"start-period": "HEALTHCHECK --start-period=%s CMD x", "start-interval": "HEALTHCHECK --start-interval=%s CMD x",
		"chmod": "COPY --chmod=%s a b", "checksum": "ADD --checksum=%s https://example.com/a b",
		"mode": "RUN --mount=type=secret,id=a,mode=%s x", "uid": "RUN --mount=type=secret,id=a,uid=%s x", "gid": "RUN --mount=type=secret,id=a,gid=%s x",
		"size": "RUN --mount=type=tmpfs,target=/a,size=%s x",
	}
	for name, values := range usual {
		for _, v := range values {
			value, _, _ := strings.Cut(v, " ")
			if name == "checksum" {
				value += strings.Repeat("0", 64)
			}
			f := analysis.New(text.New(fmt.Sprintf("FROM scratch\n"+lines[name]+"\n", value)))
			if err := f.Items.At(1).Err; err != nil {
				t.Errorf("%s: %s", f.Text, err.Message)
			}
			if _, err := mode.Parse(value); name == "chmod" && err != nil {
				t.Errorf("%s: %v", f.Text, err)
			}
		}
	}
}
