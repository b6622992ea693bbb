package reference

// The checks of frontend/dockerfile/linter/ruleset.go, sorted by name.
var checks = []Check{
	{
		Topic: Topic{
			Name: "ConsistentInstructionCasing", Summary: "Write all instructions in the same case",
			Body: "`run` and `RUN` mean the same. A file that mixes them is harder to read, so the minority is reported; `Run` always is.",
			Example: `FROM alpine:3.22
RUN apk add --no-cache curl
`,
			URL: checkURL + "consistent-instruction-casing/",
		},
		Bad: "FROM alpine:3.22\nRUN apk add --no-cache curl\nrun rm -f /tmp/x\n",
	},
	{
		Topic: Topic{
			Name: "CopyIgnoredFile", Summary: "Do not copy what .dockerignore excludes",
			Body: "An excluded file is not sent to the builder, so copying it fails or copies nothing. " +
				"Here `.dockerignore` holds the line `secrets/`.",
			Example: "FROM scratch\nCOPY public/index.html /\n",
			URL:     checkURL + "copy-ignored-file/",
		},
		Bad: "FROM scratch\nCOPY secrets/key.pem /\n",
	},
	{
		Topic: Topic{
			Name: "DuplicateStageName", Summary: "Give each stage its own name",
			Body:    "A later stage of the same name hides the earlier one, so `COPY --from` and `--target` may mean another stage than you think. Case does not make a difference.",
			Example: "FROM golang:1.26 AS build\nFROM alpine:3.22 AS release\nCOPY --from=build /usr/local/go/LICENSE /\n",
			URL:     checkURL + "duplicate-stage-name/",
		},
		Bad: "FROM golang:1.26 AS build\nFROM alpine:3.22 AS build\n",
	},
	{
		Topic: Topic{
			Name: "ExposeInvalidFormat", Summary: "Keep addresses and host ports out of EXPOSE",
			Body:    "`EXPOSE` names ports of the container. Which host port or address leads there is for `docker run -p` to say; BuildKit ignores it here and will refuse it one day.",
			Example: "FROM nginx:1.29\nEXPOSE 80\n",
			URL:     checkURL + "expose-invalid-format/",
		},
		Bad: "FROM nginx:1.29\nEXPOSE 127.0.0.1:8080:80\n",
	},
	{
		Topic: Topic{
			Name: "ExposeProtoCasing", Summary: "Write the protocol in EXPOSE in lower case",
			Body:    "`TCP` is taken for `tcp`, but the image stores the lower-case form, and so should the file.",
			Example: "FROM nginx:1.29\nEXPOSE 80/tcp\n",
			URL:     checkURL + "expose-proto-casing/",
		},
		Bad: "FROM nginx:1.29\nEXPOSE 80/TCP\n",
	},
	{
		Topic: Topic{
			Name: "FromAsCasing", Summary: "Write AS in the same case as FROM",
			Body:    "Both ignore case; one line in two cases only looks careless.",
			Example: "FROM golang:1.26 AS build\n",
			URL:     checkURL + "from-as-casing/",
		},
		Bad: "FROM golang:1.26 as build\n",
	},
	{
		Topic: Topic{
			Name: "FromPlatformFlagConstDisallowed", Summary: "Do not fix the platform in FROM",
			Body: "The image can then be built for that platform only. Leave the flag out and pass `--platform` to the build, or use a variable. " +
				"When a stage really is for one platform, put it in its name, as in `build_amd64`; the check is silent then.",
			Example: "FROM --platform=$BUILDPLATFORM golang:1.26 AS build\n",
			URL:     checkURL + "from-platform-flag-const-disallowed/",
		},
		Bad: "FROM --platform=linux/amd64 golang:1.26 AS build\n",
	},
	{
		Topic: Topic{
			Name: "InvalidBaseImagePlatform", Summary: "Use a base image that exists for the platform of the build",
			Body: "The image that was found is for another platform, so its programs may not run. This can only be seen while building, " +
				"when the registry has answered.",
			Example: "FROM alpine:3.22\n",
			URL:     checksPage,
		},
		Bad: "FROM arm64v8/alpine:3.22\n",
	},
	{
		Topic: Topic{
			Name: "InvalidDefaultArgInFrom", Summary: "Make FROM valid with the defaults of its ARGs",
			Body:    "Without `--build-arg` the base image's name would be empty or wrong, and the build would fail. Give the `ARG` a default, or the expression.",
			Example: "ARG TAG=3.22\nFROM alpine:${TAG}\n",
			URL:     checkURL + "invalid-default-arg-in-from/",
		},
		Bad: "ARG TAG\nFROM alpine:${TAG}\n",
	},
	{
		Topic: Topic{
			Name: "InvalidDefinitionDescription", Summary: "Begin the comment above a stage or an ARG with its name",
			Body:    "`docker build --call=outline` shows such comments as descriptions. A comment that is not one should be set apart by a blank line.",
			Example: "# build compiles the program\nFROM golang:1.26 AS build\n# VERSION is shown by --version\nARG VERSION=dev\n",
			Since:   "1.11",
			URL:     checkURL + "invalid-definition-description/",
		},
		Bad:          "FROM golang:1.26\n# shown by --version\nARG VERSION=dev\n",
		Experimental: true,
	},
	{
		Topic: Topic{
			Name: "JSONArgsRecommended", Summary: "Write CMD and ENTRYPOINT as a JSON array",
			Body: "A plain command is run by a shell that is process 1, and the signal of `docker stop` may not get through to your program. " +
				"If you need what the shell does, name it: `[\"/bin/sh\", \"-c\", \"...\"]`, or set `SHELL`; the check is silent then.",
			Example: "FROM python:3.14-slim\nCMD [\"python\", \"-m\", \"http.server\"]\n",
			URL:     checkURL + "json-args-recommended/",
		},
		Bad: "FROM python:3.14-slim\nCMD python -m http.server\n",
	},
	{
		Topic: Topic{
			Name: "LegacyKeyValueFormat", Summary: "Write ENV and LABEL with an equals sign",
			Body:    "`ENV NAME value` sets one variable to everything up to the end of the line, so `ENV A 1 B=2` sets `A` to `1 B=2`.",
			Example: "FROM alpine:3.22\nENV APP_HOME=/app\n",
			URL:     checkURL + "legacy-key-value-format/",
		},
		Bad: "FROM alpine:3.22\nENV APP_HOME /app\n",
	},
	{
		Topic: Topic{
			Name: "MaintainerDeprecated", Summary: "Use a label instead of MAINTAINER",
			Body:    "Labels are shown by `docker inspect`, and there is an agreed one for authors.",
			Example: "FROM alpine:3.22\nLABEL org.opencontainers.image.authors=\"ada@example.com\"\n",
			URL:     checkURL + "maintainer-deprecated/",
		},
		Bad: "FROM alpine:3.22\nMAINTAINER ada@example.com\n",
	},
	{
		Topic: Topic{
			Name: "MultipleInstructionsDisallowed", Summary: "Write CMD, ENTRYPOINT and HEALTHCHECK once in a stage",
			Body:    "Only the last one counts, so the others mislead whoever reads the file.",
			Example: "FROM alpine:3.22\nCMD [\"sleep\", \"infinity\"]\n",
			URL:     checkURL + "multiple-instructions-disallowed/",
		},
		Bad: "FROM alpine:3.22\nCMD [\"date\"]\nCMD [\"sleep\", \"infinity\"]\n",
	},
	{
		Topic: Topic{
			Name: "NoEmptyContinuation", Summary: "Do not leave an empty line inside a continued instruction",
			Body:    "The instruction goes on after the empty line, which is easy to overlook; a later version will refuse it. Use a comment line to set parts apart.",
			Example: "FROM alpine:3.22\nRUN apk add --no-cache \\\n    # for downloads\n    curl\n",
			URL:     checkURL + "no-empty-continuation/",
		},
		Bad: "FROM alpine:3.22\nRUN apk add --no-cache \\\n\n    curl\n",
	},
	{
		Topic: Topic{
			Name: "RedundantTargetPlatform", Summary: "Leave out --platform=$TARGETPLATFORM",
			Body:    "It is the default.",
			Example: "FROM alpine:3.22\n",
			URL:     checkURL + "redundant-target-platform/",
		},
		Bad: "FROM --platform=$TARGETPLATFORM alpine:3.22\n",
	},
	{
		Topic: Topic{
			Name: "ReservedStageName", Summary: "Do not call a stage scratch or context",
			Body:    "`scratch` is the empty image and `context` the build context; a stage of that name is confusing at best.",
			Example: "FROM alpine:3.22 AS base\n",
			URL:     checkURL + "reserved-stage-name/",
		},
		Bad: "FROM alpine:3.22 AS scratch\n",
	},
	{
		Topic: Topic{
			Name: "SecretsUsedInArgOrEnv", Summary: "Keep secrets out of ARG and ENV",
			Body: "Both can be read from the image or its history by anyone who has it. Mount secrets into the `RUN` that needs them. " +
				"The check goes by the name: words such as `password`, `token` and `key`.",
			Example: "FROM alpine:3.22\nRUN --mount=type=secret,id=token,env=API_TOKEN wget -q --header=\"Authorization: $API_TOKEN\" https://example.com/\n",
			URL:     checkURL + "secrets-used-in-arg-or-env/",
		},
		Bad: "FROM alpine:3.22\nARG API_TOKEN\n",
	},
	{
		Topic: Topic{
			Name: "StageNameCasing", Summary: "Write stage names in lower case",
			Body:    "They ignore case, and in lower case they are not mistaken for instructions or variables.",
			Example: "FROM golang:1.26 AS build\n",
			URL:     checkURL + "stage-name-casing/",
		},
		Bad: "FROM golang:1.26 AS Build\n",
	},
	{
		Topic: Topic{
			Name: "UndefinedArgInFrom", Summary: "Declare the variables of FROM before the first FROM",
			Body:    "`FROM` sees only global `ARG`s and the platform arguments. Any other name is empty there, and often a misspelling.",
			Example: "ARG VARIANT=slim\nFROM python:3.14-${VARIANT}\n",
			URL:     checkURL + "undefined-arg-in-from/",
		},
		Bad: "FROM python:3.14${VARIANT}\n",
	},
	{
		Topic: Topic{
			Name: "UndefinedVar", Summary: "Define a variable before using it",
			Body: "An unknown name is replaced by nothing, without an error. A global `ARG` must be declared again inside the stage. " +
				"Commands of `RUN`, `CMD` and `ENTRYPOINT` are not looked at: the shell expands those.",
			Example: "FROM alpine:3.22\nARG VERSION=dev\nLABEL version=$VERSION\n",
			URL:     checkURL + "undefined-var/",
		},
		Bad: "ARG VERSION=dev\nFROM alpine:3.22\nLABEL version=$VERSION\n",
	},
	{
		Topic: Topic{
			Name: "WorkdirRelativePath", Summary: "Begin with an absolute WORKDIR",
			Body:    "A relative one is added to that of the base image, which may change with the next version of it.",
			Example: "FROM node:24\nWORKDIR /app\n",
			URL:     checkURL + "workdir-relative-path/",
		},
		Bad: "FROM node:24\nWORKDIR app\n",
	},
}
