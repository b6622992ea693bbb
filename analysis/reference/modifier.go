package reference

const expansionURL = refURL + "#environment-replacement"

// Modifiers returns the operators of ${name…}, in the order people use them.
func Modifiers() []Topic { return modifiers }

// Modifier returns the modifier with this operator, such as :- or ##.
func Modifier(op string) (*Topic, bool) { return findTopic(modifiers, op) }

// These are the modifiers BuildKit itself understands, in the instructions
// where it replaces variables. A RUN is expanded by its shell, which may know
// others. Source: processDollar in frontend/dockerfile/shell/lex.go.
var modifiers = []Topic{
	{
		Name: ":-", Summary: "The value, or a default when it is unset or empty",
		Grammar: []string{"${name:-default}"},
		Example: "ARG TAG\nFROM alpine:${TAG:-3.22}\n",
		URL:     expansionURL,
	},
	{
		Name: "-", Summary: "The value, or a default when it is unset",
		Grammar: []string{"${name-default}"},
		Body:    "An empty value stays empty; `:-` replaces it too.",
		Example: "FROM alpine:3.22\nARG DIR\nWORKDIR ${DIR-/srv}\n",
		Since:   "1.6", URL: expansionURL,
	},
	{
		Name: ":+", Summary: "Another text when the value is set and not empty, else nothing",
		Grammar: []string{"${name:+text}"},
		Example: "ARG VARIANT\nFROM python:3.14${VARIANT:+-$VARIANT}\n",
		URL:     expansionURL,
	},
	{
		Name: "+", Summary: "Another text when the value is set, else nothing",
		Grammar: []string{"${name+text}"},
		Body:    "An empty value counts as set; for `:+` it does not.",
		Example: "FROM alpine:3.22\nARG DEBUG\nENV LOG_LEVEL=${DEBUG+debug}\n",
		Since:   "1.6", URL: expansionURL,
	},
	{
		Name: ":?", Summary: "The value, or fail the build when it is unset or empty",
		Grammar: []string{"${name:?message}"},
		Body:    "The message is shown as the error.",
		Example: "FROM alpine:3.22\nARG VERSION\nLABEL version=\"${VERSION:?pass --build-arg VERSION=...}\"\n",
		// Not in BuildKit 0.4 (Dockerfile 1.1.0), in 0.8 (1.2.0).
		Since: "1.2", URL: expansionURL,
	},
	{
		Name: "?", Summary: "The value, or fail the build when it is unset",
		Grammar: []string{"${name?message}"},
		Body:    "An empty value is accepted; `:?` refuses it too.",
		Example: "FROM alpine:3.22\nARG VERSION\nLABEL version=${VERSION?missing}\n",
		Since:   "1.6", URL: expansionURL,
	},
	{
		Name: "#", Summary: "The value without the shortest beginning that matches",
		Grammar: []string{"${name#pattern}"},
		Body:    patternBody,
		Example: "FROM alpine:3.22\nARG TAG=v1.2.3\nLABEL version=${TAG#v}\n",
		Since:   "1.7", URL: expansionURL,
	},
	{
		Name: "##", Summary: "The value without the longest beginning that matches",
		Grammar: []string{"${name##pattern}"},
		Body:    patternBody,
		Example: "FROM alpine:3.22\nARG REPO=https://github.com/example/app\nLABEL name=${REPO##*/}\n",
		Since:   "1.7", URL: expansionURL,
	},
	{
		Name: "%", Summary: "The value without the shortest end that matches",
		Grammar: []string{"${name%pattern}"},
		Body:    patternBody,
		Example: "FROM alpine:3.22\nARG VERSION=1.2.3\nLABEL series=${VERSION%.*}\n",
		Since:   "1.7", URL: expansionURL,
	},
	{
		Name: "%%", Summary: "The value without the longest end that matches",
		Grammar: []string{"${name%%pattern}"},
		Body:    patternBody,
		Example: "FROM alpine:3.22\nARG VERSION=1.2.3\nLABEL major=${VERSION%%.*}\n",
		Since:   "1.7", URL: expansionURL,
	},
	{
		Name: "/", Summary: "The value with the first match replaced",
		Grammar: []string{"${name/pattern/replacement}"},
		Body:    patternBody + " The second `/` is needed even when the replacement is empty.",
		Example: "FROM alpine:3.22\nARG TARGETARCH\nENV ARCH=${TARGETARCH/amd64/x86_64}\n",
		Since:   "1.7", URL: expansionURL,
	},
	{
		Name: "//", Summary: "The value with every match replaced",
		Grammar: []string{"${name//pattern/replacement}"},
		Body:    patternBody + " The last `/` is needed even when the replacement is empty.",
		Example: "FROM alpine:3.22\nARG BRANCH=feature/login/page\nLABEL branch=${BRANCH//\\//-}\n",
		Since:   "1.7", URL: expansionURL,
	},
}

const patternBody = "In the pattern `?` stands for one character and `*` for any number of them; `\\?` and `\\*` for themselves."
