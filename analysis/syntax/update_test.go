package syntax_test

// «go test ./... -update» gives its flag to every package; this one takes it too.
import _ "github.com/slipway-dev/slipway/analysis/fixture"
