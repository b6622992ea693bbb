package buildkittest

// ruleCase is the shortest file that makes BuildKit report a rule.
type ruleCase struct {
	name         string
	dockerfile   string
	dockerignore string
	experimental bool
	want         []string
}

func (c ruleCase) input() Input {
	return Input{
		Dockerfile:      []byte(c.dockerfile),
		Dockerignore:    c.dockerignore,
		HasDockerignore: c.dockerignore != "",
		Experimental:    c.experimental,
	}
}

var ruleCases = []ruleCase{
	{
		name:       "StageNameCasing",
		dockerfile: "FROM alpine AS Build\n",
		want:       []string{"1 StageNameCasing: Stage name 'Build' should be lowercase"},
	},
	{
		name:       "FromAsCasing",
		dockerfile: "FROM alpine as build\n",
		want:       []string{"1 FromAsCasing: 'as' and 'FROM' keywords' casing do not match"},
	},
	{
		name:       "NoEmptyContinuation",
		dockerfile: "FROM alpine\nRUN a && \\\n\n  b\n",
		want:       []string{"4 NoEmptyContinuation: Empty continuation line"},
	},
	{
		name:       "ConsistentInstructionCasing",
		dockerfile: "FROM alpine\nrun a\nRUN b\n",
		want:       []string{"2 ConsistentInstructionCasing: Command 'run' should match the case of the command majority (uppercase)"},
	},
	{
		name:       "DuplicateStageName",
		dockerfile: "FROM alpine AS a\nFROM alpine AS a\n",
		want:       []string{`2 DuplicateStageName: Duplicate stage name "a", stage names should be unique`},
	},
	{
		name:       "ReservedStageName",
		dockerfile: "FROM alpine AS context\n",
		want:       []string{`1 ReservedStageName: Stage name should not use the same name as reserved stage "context"`},
	},
	{
		name:       "JSONArgsRecommended",
		dockerfile: "FROM alpine\nCMD a\nENTRYPOINT b\n",
		want: []string{
			"2 JSONArgsRecommended: JSON arguments recommended for CMD to prevent unintended behavior related to OS signals",
			"3 JSONArgsRecommended: JSON arguments recommended for ENTRYPOINT to prevent unintended behavior related to OS signals",
		},
	},
	{
		name:       "MaintainerDeprecated",
		dockerfile: "FROM alpine\nMAINTAINER me\n",
		want:       []string{"2 MaintainerDeprecated: Maintainer instruction is deprecated in favor of using label"},
	},
	{
		name:       "UndefinedArgInFrom",
		dockerfile: "ARG VERSION=1\nFROM alpine:3$VERSIO\n",
		want:       []string{"2 UndefinedArgInFrom: FROM argument 'VERSIO' is not declared (did you mean VERSION?)"},
	},
	{
		name:       "WorkdirRelativePath",
		dockerfile: "FROM alpine\nWORKDIR app\n",
		want:       []string{`2 WorkdirRelativePath: Relative workdir "app" can have unexpected results if the base image changes`},
	},
	{
		name:       "UndefinedVar",
		dockerfile: "FROM alpine\nENV FOO=1\nLABEL a=$FO b=$NOTHING\n",
		want: []string{
			"3 UndefinedVar: Usage of undefined variable '$FO' (did you mean $FOO?)",
			"3 UndefinedVar: Usage of undefined variable '$NOTHING'",
		},
	},
	{
		name:       "MultipleInstructionsDisallowed",
		dockerfile: "FROM alpine\nCMD [\"a\"]\nCMD [\"b\"]\n",
		want:       []string{"2 MultipleInstructionsDisallowed: Multiple CMD instructions should not be used in the same stage because only the last one will be used"},
	},
	{
		name:       "LegacyKeyValueFormat",
		dockerfile: "FROM alpine\nENV a b\nLABEL c d\n",
		want: []string{
			`2 LegacyKeyValueFormat: "ENV key=value" should be used instead of legacy "ENV key value" format`,
			`3 LegacyKeyValueFormat: "LABEL key=value" should be used instead of legacy "LABEL key value" format`,
		},
	},
	{
		name:       "RedundantTargetPlatform",
		dockerfile: "FROM --platform=$TARGETPLATFORM alpine\n",
		want:       []string{"1 RedundantTargetPlatform: Setting platform to predefined $TARGETPLATFORM in FROM is redundant as this is the default behavior"},
	},
	{
		name:       "SecretsUsedInArgOrEnv",
		dockerfile: "FROM alpine\nARG api_key\nENV DB_PASSWORD=x\n",
		want: []string{
			`2 SecretsUsedInArgOrEnv: Do not use ARG or ENV instructions for sensitive data (ARG "api_key")`,
			`3 SecretsUsedInArgOrEnv: Do not use ARG or ENV instructions for sensitive data (ENV "DB_PASSWORD")`,
		},
	},
	{
		name:       "InvalidDefaultArgInFrom",
		dockerfile: "ARG TAG\nFROM alpine:$TAG\n",
		want: []string{
			"2 InvalidDefaultArgInFrom: Default value for ARG alpine:$TAG results in empty or invalid base image name",
			`2 error: failed to parse stage name "alpine:": invalid reference format`,
		},
	},
	{
		name:       "FromPlatformFlagConstDisallowed",
		dockerfile: "FROM --platform=linux/arm64 alpine\n",
		want:       []string{`1 FromPlatformFlagConstDisallowed: FROM --platform flag should not use constant value "linux/arm64"`},
	},
	{
		name:         "CopyIgnoredFile",
		dockerfile:   "FROM alpine\nCOPY a/b c /\nADD ./a/x /\n",
		dockerignore: "a\n",
		want: []string{
			`2 CopyIgnoredFile: Attempting to Copy file "a/b" that is excluded by .dockerignore`,
			`3 CopyIgnoredFile: Attempting to Add file "a/x" that is excluded by .dockerignore`,
		},
	},
	{
		name:         "InvalidDefinitionDescription",
		dockerfile:   "# about the argument\nARG A=1\n# more\nFROM alpine AS b\n",
		experimental: true,
		want: []string{
			"2 InvalidDefinitionDescription: Comment for ARG should follow the format: `# A <description>`",
			"4 InvalidDefinitionDescription: Comment for FROM should follow the format: `# b <description>`",
		},
	},
	{
		name:       "ExposeProtoCasing",
		dockerfile: "FROM alpine\nEXPOSE 80/TCP\n",
		want:       []string{"2 ExposeProtoCasing: Defined protocol '80/TCP' in EXPOSE instruction should be lowercase"},
	},
	{
		name:       "ExposeInvalidFormat",
		dockerfile: "FROM alpine\nEXPOSE 127.0.0.1:80:80\n",
		want:       []string{"2 ExposeInvalidFormat: EXPOSE instruction should not define an IP address or host-port mapping, found '127.0.0.1:80:80'"},
	},
}
