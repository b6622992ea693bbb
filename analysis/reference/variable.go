package reference

// Use says how a predefined variable can be used.
type Use uint8

const (
	// Proxy variables are passed with --build-arg and are then in the
	// environment of RUN without an ARG. $NAME in other instructions needs
	// an ARG, which also makes the value part of the cache and the history.
	Proxy Use = iota
	// Global variables are set by BuildKit and can be used in FROM at once;
	// inside a stage they need an ARG without a default.
	Global
	// Setting variables steer the builder. They are passed with --build-arg
	// and need no ARG.
	Setting
	// Declared variables steer the builder through an ARG in the Dockerfile,
	// or --build-arg together with such an ARG; they are never in the
	// environment.
	Declared
)

// Variable is a build argument that BuildKit itself knows.
type Variable struct {
	Topic
	Use Use
}

// Variables returns every predefined variable: platform, proxy, settings.
func Variables() []Variable { return variables }

// Predefined returns the variable with this name. The case counts: proxies
// are listed in both.
func Predefined(name string) (*Variable, bool) {
	return find(variables, func(v *Variable) bool { return v.Name == name })
}

const (
	platformURL = refURL + "#automatic-platform-args-in-the-global-scope"
	proxyURL    = refURL + "#predefined-args"
	settingURL  = refURL + "#buildkit-built-in-build-args"

	targetBody = "Usable in `FROM` as it is; inside a stage declare it first with `ARG`, without a default. " +
		"With several platforms the stage is built once for each."
	buildBody = "Usable in `FROM` as it is; inside a stage declare it first with `ARG`, without a default. " +
		"It is about the machine that builds, not about the image."
	proxyBody = "Pass it with `--build-arg` (Docker also takes it from its client configuration). Commands of `RUN` then see it, " +
		"without an `ARG`, and it leaves no trace in the image, the history or the cache. With an `ARG` of that name it does."
	settingBody  = "Pass it with `--build-arg`; no `ARG` is needed."
	crossExample = `FROM --platform=$BUILDPLATFORM golang:1.26 AS build
ARG TARGETOS TARGETARCH
WORKDIR /src
COPY . .
RUN GOOS=$TARGETOS GOARCH=$TARGETARCH go build -o /app .

FROM scratch
COPY --from=build /app /app
`
)

var variables = []Variable{
	{Use: Global, Topic: Topic{Name: "TARGETPLATFORM", Summary: "The platform the image is for, such as linux/arm64", Body: targetBody, Example: crossExample, URL: platformURL}},
	{Use: Global, Topic: Topic{Name: "TARGETOS", Summary: "The operating system of TARGETPLATFORM, such as linux", Body: targetBody, Example: crossExample, URL: platformURL}},
	{Use: Global, Topic: Topic{Name: "TARGETARCH", Summary: "The architecture of TARGETPLATFORM in Go's words, such as amd64 or arm64", Body: targetBody, Example: crossExample, URL: platformURL}},
	{Use: Global, Topic: Topic{Name: "TARGETVARIANT", Summary: "The variant of TARGETPLATFORM, such as v7; often empty", Body: targetBody, URL: platformURL}},
	{Use: Global, Topic: Topic{Name: "TARGETOSVERSION", Summary: "The version of the target operating system; empty but for Windows", Body: targetBody, Since: "1.13", URL: platformURL}},
	{Use: Global, Topic: Topic{Name: "BUILDPLATFORM", Summary: "The platform of the machine that builds", Body: buildBody, Example: crossExample, URL: platformURL}},
	{Use: Global, Topic: Topic{Name: "BUILDOS", Summary: "The operating system of BUILDPLATFORM", Body: buildBody, URL: platformURL}},
	{Use: Global, Topic: Topic{Name: "BUILDARCH", Summary: "The architecture of BUILDPLATFORM in Go's words, such as amd64", Body: buildBody, URL: platformURL}},
	{Use: Global, Topic: Topic{Name: "BUILDVARIANT", Summary: "The variant of BUILDPLATFORM, such as v7; often empty", Body: buildBody, URL: platformURL}},
	{Use: Global, Topic: Topic{Name: "BUILDOSVERSION", Summary: "The version of the operating system that builds; often empty", Body: buildBody, Since: "1.13", URL: platformURL}},
	{Use: Global, Topic: Topic{
		Name: "TARGETSTAGE", Summary: "The name of the stage that is being built", Since: "1.11", URL: platformURL,
		Body: "What `--target` names, else the name of the last stage, or `default` when that has none. " +
			"Usable in `FROM` as it is; inside a stage declare it first with `ARG`, without a default.",
	}},

	{Use: Proxy, Topic: Topic{Name: "HTTP_PROXY", Summary: "The proxy for http:// addresses", Body: proxyBody, URL: proxyURL}},
	{Use: Proxy, Topic: Topic{Name: "http_proxy", Summary: "The proxy for http:// addresses", Body: proxyBody, URL: proxyURL}},
	{Use: Proxy, Topic: Topic{Name: "HTTPS_PROXY", Summary: "The proxy for https:// addresses", Body: proxyBody, URL: proxyURL}},
	{Use: Proxy, Topic: Topic{Name: "https_proxy", Summary: "The proxy for https:// addresses", Body: proxyBody, URL: proxyURL}},
	{Use: Proxy, Topic: Topic{Name: "FTP_PROXY", Summary: "The proxy for ftp:// addresses", Body: proxyBody, URL: proxyURL}},
	{Use: Proxy, Topic: Topic{Name: "ftp_proxy", Summary: "The proxy for ftp:// addresses", Body: proxyBody, URL: proxyURL}},
	{Use: Proxy, Topic: Topic{Name: "NO_PROXY", Summary: "The hosts that are reached without a proxy, joined by commas", Body: proxyBody, URL: proxyURL}},
	{Use: Proxy, Topic: Topic{Name: "no_proxy", Summary: "The hosts that are reached without a proxy, joined by commas", Body: proxyBody, URL: proxyURL}},
	{Use: Proxy, Topic: Topic{Name: "ALL_PROXY", Summary: "The proxy for all other addresses", Body: proxyBody, Since: "1.3", URL: proxyURL}},
	{Use: Proxy, Topic: Topic{Name: "all_proxy", Summary: "The proxy for all other addresses", Body: proxyBody, Since: "1.3", URL: proxyURL}},

	{Use: Setting, Topic: Topic{
		Name: "SOURCE_DATE_EPOCH", Summary: "The time stamp of the image and its layers, in seconds since 1970", Since: "1.5", URL: settingURL,
		Body: "For builds that give the same result each time. Pass it with `--build-arg`; Buildx also takes it from its environment. " +
			"An `ARG` with a default before the first `FROM` sets it for those who pass nothing, and `ARG SOURCE_DATE_EPOCH` in a stage " +
			"shows it to `RUN`. Times of files inside the layers need the output option `rewrite-timestamp=true`.",
		Example: "ARG SOURCE_DATE_EPOCH=1767225600\nFROM alpine:3.22\nARG SOURCE_DATE_EPOCH\nRUN date -u -d @$SOURCE_DATE_EPOCH > /built\n",
	}},
	{Use: Setting, Topic: Topic{Name: "BUILDKIT_SYNTAX", Summary: "The frontend image, instead of that of # syntax=", Body: settingBody + " `dockerfile.v0` means the frontend inside BuildKit.", URL: settingURL}},
	{Use: Setting, Topic: Topic{Name: "BUILDKIT_DOCKERFILE_CHECK", Summary: "The build checks to run, instead of # check=", Body: settingBody + " The value is written as in the directive: `skip=all`, `error=true`.", Since: "1.8", URL: refURL + "#check"}},
	{Use: Setting, Topic: Topic{Name: "BUILDKIT_CONTEXT_KEEP_GIT_DIR", Summary: "Keep .git when the build context is a Git repository", Body: settingBody, URL: settingURL}},
	{Use: Setting, Topic: Topic{Name: "BUILDKIT_CACHE_MOUNT_NS", Summary: "A prefix for the ids of cache mounts, to keep projects apart", Body: settingBody, Since: "1.2", URL: settingURL}},
	{Use: Setting, Topic: Topic{Name: "BUILDKIT_INLINE_CACHE", Summary: "Store what the cache needs in the image itself", Body: settingBody + " For `docker build` and Buildx; `--cache-to type=inline` says the same.", URL: settingURL}},
	{Use: Setting, Topic: Topic{Name: "BUILDKIT_MULTI_PLATFORM", Summary: "Always make a multi-platform result, even for one platform", Body: settingBody, Since: "1.3", URL: settingURL}},
	{Use: Setting, Topic: Topic{Name: "BUILDKIT_SANDBOX_HOSTNAME", Summary: "The host name that RUN sees, buildkitsandbox by default", Body: settingBody, Since: "1.4", URL: settingURL}},
	{Use: Setting, Topic: Topic{Name: "BUILDKIT_GIT_ADVICE", Summary: "Show the advice Git prints when BuildKit calls it", Body: settingBody, URL: settingURL}},
	{Use: Setting, Topic: Topic{Name: "BUILDKIT_BUILD_NAME", Summary: "The name of the build in the build history", Body: settingBody, URL: settingURL}},

	{Use: Declared, Topic: Topic{
		Name: "BUILDKIT_SBOM_SCAN_CONTEXT", Summary: "Scan the build context too when an SBOM is made", URL: sbomURL,
		Body:    sbomBody,
		Example: "ARG BUILDKIT_SBOM_SCAN_CONTEXT=true\nFROM alpine:3.22\n",
	}},
	{Use: Declared, Topic: Topic{
		Name: "BUILDKIT_SBOM_SCAN_STAGE", Summary: "Scan this stage too when an SBOM is made", URL: sbomURL,
		Body:    sbomBody,
		Example: "FROM alpine:3.22 AS build\nARG BUILDKIT_SBOM_SCAN_STAGE=true\nRUN apk add --no-cache gcc\n\nFROM scratch\nCOPY --from=build /etc/os-release /\n",
	}},
}

const (
	sbomURL  = "https://docs.docker.com/build/metadata/attestations/sbom/"
	sbomBody = "Set it with an `ARG`, before the first `FROM` for all stages or inside one: `true`, `false`, or the names of stages joined by commas. " +
		"It is not in the environment of `RUN`."
)
