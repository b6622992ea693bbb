package reference

var fromInstruction = Instruction{
	Topic: Topic{
		Name:    "FROM",
		Summary: "Start a build stage from a base image",
		Grammar: []string{
			"FROM [--platform=<platform>] <image>[:<tag>] [AS <name>]",
			"FROM [--platform=<platform>] <image>[:<tag>]@<digest> [AS <name>]",
			"FROM [--platform=<platform>] <stage> [AS <name>]",
		},
		Body: "Everything up to the next `FROM` belongs to this stage. A stage takes over nothing from the stages " +
			"before it, unless it is built on one of them or copies from it with `COPY --from`.\n\n" +
			"- The last stage is what gets built, or the one `--target` names. Stages it does not need are skipped.\n" +
			"- The base is an image, the name of an earlier stage, or `scratch`, the empty filesystem. " +
			"Without a tag, `latest` is meant; pin a tag, or a digest for a repeatable build.\n" +
			"- Variables come only from an `ARG` before the first `FROM`, and from the platform arguments such as `TARGETARCH`.\n" +
			"- Stage names ignore case. They begin with a letter; letters, digits, `-`, `_` and `.` may follow.",
		Example: `FROM golang:1.26 AS build
WORKDIR /src
COPY . .
RUN CGO_ENABLED=0 go build -o /app .

FROM scratch
COPY --from=build /app /app
ENTRYPOINT ["/app"]
`,
		URL: refURL + "#from",
	},
	BeforeFrom: true,
	Flags: []Flag{{
		Topic: Topic{
			Name:    "platform",
			Summary: "Choose the platform of the base image",
			Grammar: []string{"--platform=<os>/<architecture>[/<variant>]"},
			Body: "The default is the platform the build is for, so `--platform=$TARGETPLATFORM` says nothing new. " +
				"`$BUILDPLATFORM` runs the stage natively on the build machine, which is how to cross-compile quickly. " +
				"A fixed platform ties the stage to it; when that is meant, say so in the stage's name.",
			Example: `FROM --platform=$BUILDPLATFORM golang:1.26 AS build
ARG TARGETOS TARGETARCH
WORKDIR /src
COPY . .
RUN GOOS=$TARGETOS GOARCH=$TARGETARCH go build -o /app .

FROM debian:13-slim
COPY --from=build /app /usr/local/bin/app
`,
			URL: refURL + "#from",
		},
		Kind: String,
		Values: []Topic{
			{Name: "$BUILDPLATFORM", Summary: "The platform of the machine that builds", URL: refURL + "#from"},
			{Name: "linux/amd64", Summary: "64-bit x86", URL: refURL + "#from"},
			{Name: "linux/arm64", Summary: "64-bit ARM", URL: refURL + "#from"},
			{Name: "linux/arm/v7", Summary: "32-bit ARM, version 7", URL: refURL + "#from"},
			{Name: "windows/amd64", Summary: "Windows on 64-bit x86", URL: refURL + "#from"},
		},
	}},
	Snippets: []Snippet{
		{Label: "FROM", Doc: "Start a stage", Body: "FROM ${1:image}:${2:tag}"},
		{Label: "FROM … AS", Doc: "Start a named stage", Body: "FROM ${1:image}:${2:tag} AS ${3:build}"},
		{Label: "FROM scratch", Doc: "Start from the empty filesystem", Body: "FROM scratch"},
		{
			Label: "FROM --platform", Doc: "Start a stage that runs on the build machine, to cross-compile",
			Body: "FROM --platform=\\$BUILDPLATFORM ${1:image}:${2:tag} AS ${3:build}\nARG TARGETOS TARGETARCH",
		},
	},
}

var onbuildInstruction = Instruction{
	Topic: Topic{
		Name:    "ONBUILD",
		Summary: "Keep an instruction for builds that use this image as their base",
		Grammar: []string{"ONBUILD <instruction>"},
		Body: "The instruction is stored in the image and does nothing now. When a later build says `FROM` this image, " +
			"it runs there right after the `FROM`, with that build's context.\n\n" +
			"- It runs once: an image built that way does not hand it on to its own children.\n" +
			"- `FROM`, `MAINTAINER` and `ONBUILD` itself cannot be kept.\n" +
			"- A trigger that copies from a stage needs a stage of that name in the later Dockerfile (since Dockerfile 1.11).\n" +
			"- People do not expect it; tag such images so that it shows, as in `:1-onbuild`.",
		Example: `FROM node:24
WORKDIR /app
ONBUILD COPY package.json package-lock.json ./
ONBUILD RUN npm ci
ONBUILD COPY . .
`,
		URL: refURL + "#onbuild",
	},
	Snippets: []Snippet{
		{Label: "ONBUILD COPY", Doc: "Copy the context of the later build", Body: "ONBUILD COPY ${1:.} ${2:.}"},
		{Label: "ONBUILD RUN", Doc: "Run a command in the later build", Body: "ONBUILD RUN ${1:command}"},
	},
}
