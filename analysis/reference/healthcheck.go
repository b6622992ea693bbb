package reference

var healthcheckInstruction = Instruction{
	Topic: Topic{
		Name:    "HEALTHCHECK",
		Summary: "Tell how to test that the container still works",
		Grammar: []string{
			"HEALTHCHECK [--<flag>=<value>]... CMD <command>",
			`HEALTHCHECK [--<flag>=<value>]... CMD ["<program>", "<argument>", ...]`,
			"HEALTHCHECK NONE",
		},
		Body: "Docker runs the command inside the container from time to time: exit status 0 means healthy, 1 unhealthy; keep clear of the others. " +
			"`NONE` turns off the check of the base image.\n\n" +
			"- Only the last one of the stage counts.\n" +
			"- The program it calls must be in the image; slim ones often lack `curl`.\n" +
			"- Durations are Go's: `500ms`, `30s`, `1m30s`.\n" +
			"- Kubernetes does not look at it and has probes of its own.",
		Example: `FROM nginx:1.29-alpine
HEALTHCHECK --interval=1m --timeout=5s --start-period=10s \
    CMD ["wget", "--spider", "--quiet", "http://127.0.0.1/"]
`,
		URL: healthURL,
	},
	Trigger: true,
	JSON:    true,
	Flags: []Flag{
		{
			Topic: Topic{
				Name: "interval", Summary: "The time between two checks, 30s by default", Grammar: []string{"--interval=<duration>"},
				Body:    "The first check comes this long after the start, each next one this long after the one before has ended.",
				Example: "FROM nginx:1.29-alpine\nHEALTHCHECK --interval=1m CMD [\"wget\", \"-q\", \"--spider\", \"http://127.0.0.1/\"]\n",
				URL:     healthURL,
			},
			Kind: String,
		},
		{
			Topic: Topic{
				Name: "timeout", Summary: "The time after which a check has failed, 30s by default", Grammar: []string{"--timeout=<duration>"},
				Body:    "The command is then killed.",
				Example: "FROM nginx:1.29-alpine\nHEALTHCHECK --timeout=3s CMD [\"wget\", \"-q\", \"--spider\", \"http://127.0.0.1/\"]\n",
				URL:     healthURL,
			},
			Kind: String,
		},
		{
			Topic: Topic{
				Name: "start-period", Summary: "The time to start up, during which failures do not count, 0s by default", Grammar: []string{"--start-period=<duration>"},
				Body:    "It ends early with the first check that passes; failures count from then on.",
				Example: "FROM tomcat:11\nHEALTHCHECK --start-period=2m CMD [\"curl\", \"-f\", \"http://127.0.0.1:8080/\"]\n",
				URL:     healthURL,
			},
			Kind: String,
		},
		{
			Topic: Topic{
				Name: "start-interval", Summary: "The time between two checks during the start period, 5s by default", Grammar: []string{"--start-interval=<duration>"},
				Body:    "Needs Docker Engine 25.0 or later.",
				Example: "FROM tomcat:11\nHEALTHCHECK --start-period=2m --start-interval=2s CMD [\"curl\", \"-f\", \"http://127.0.0.1:8080/\"]\n",
				Since:   "1.6", URL: healthURL,
			},
			Kind: String,
		},
		{
			Topic: Topic{
				Name: "retries", Summary: "How many failures in a row make it unhealthy, 3 by default", Grammar: []string{"--retries=<number>"},
				Body:    "One check that passes makes it healthy again.",
				Example: "FROM nginx:1.29-alpine\nHEALTHCHECK --retries=5 CMD [\"wget\", \"-q\", \"--spider\", \"http://127.0.0.1/\"]\n",
				URL:     healthURL,
			},
			Kind: String,
		},
	},
	Snippets: []Snippet{
		{Label: "HEALTHCHECK", Doc: "Test with a program, without a shell", Body: `HEALTHCHECK --interval=${1:30s} --timeout=${2:5s} CMD ["${3:program}", "${4:argument}"]`},
		{Label: "HEALTHCHECK http", Doc: "Test that a page can be fetched", Body: "HEALTHCHECK --interval=${1:30s} --timeout=${2:5s} CMD curl -fsS ${3:http://127.0.0.1:8080/} || exit 1"},
		{Label: "HEALTHCHECK NONE", Doc: "Turn off the test of the base image", Body: "HEALTHCHECK NONE"},
	},
}

const healthURL = refURL + "#healthcheck"
