package reference

// runFlags are the flags of RUN; the options of --mount are in mount_options.go.
var runFlags = []Flag{
	{
		Topic: Topic{
			Name:    "mount",
			Summary: "Make files available to this command only",
			Grammar: []string{
				"--mount=[type=bind,][from=<stage|image|context>,][source=<path>,]target=<path>[,rw]",
				"--mount=type=cache,target=<path>[,id=<id>][,sharing=shared|private|locked]",
				"--mount=type=secret,id=<id>[,target=<path>][,env=<variable>][,required]",
				"--mount=type=ssh[,id=<id>][,required]",
				"--mount=type=tmpfs,target=<path>[,size=<bytes>]",
			},
			Body: "What is mounted is there while the command runs; the image keeps nothing of it but, at times, the empty " +
				"directory it was mounted on. The flag may be repeated.\n\n" +
				"- The type is `bind` unless `type=` says otherwise, and a bind mount is read-only unless `rw` is given.\n" +
				"- Write `type=` first: `required` and `size` are refused when they come before it.\n" +
				"- Variables work in every value but that of `from` (since Dockerfile 1.3).\n" +
				"- No blanks around the commas: a blank ends the flag.",
			Example: `FROM golang:1.26
WORKDIR /src
RUN --mount=type=bind,target=. \
    --mount=type=cache,target=/go/pkg/mod \
    --mount=type=cache,target=/root/.cache/go-build \
    go build -o /usr/local/bin/app .
`,
			Since: "1.2",
			URL:   mountURL,
		},
		Kind:    Strings,
		Options: mountOptions,
	},
	{
		Topic: Topic{
			Name:    "network",
			Summary: "Choose the network the command sees",
			Grammar: []string{"--network=default|none|host"},
			Body:    "Without a network the command cannot fetch anything, which proves that a step needs only what was copied in.",
			Example: `FROM python:3.14
COPY wheels/ /wheels/
RUN --network=none pip install --no-index --find-links=/wheels app
`,
			Since: "1.3",
			URL:   refURL + "#run---network",
		},
		Kind:   String,
		Closed: true,
		Values: []Topic{
			{Name: "default", Summary: "The network of the build, as without the flag", Since: "1.3", URL: refURL + "#run---networkdefault"},
			{Name: "none", Summary: "No network but a loopback of its own", Since: "1.3", URL: refURL + "#run---networknone"},
			{
				Name: "host", Summary: "The network of the build host", Since: "1.3", URL: refURL + "#run---networkhost",
				Body: "Needs the entitlement `network.host`, allowed by the builder and by the build (`--allow network.host`).",
			},
		},
	},
	{
		Topic: Topic{
			Name:    "security",
			Summary: "Run the command inside or outside the sandbox",
			Grammar: []string{"--security=sandbox|insecure"},
			Body: "`insecure` is to a build what `docker run --privileged` is to a container. It needs the entitlement " +
				"`security.insecure`, allowed by the builder and by the build (`--allow security.insecure`).",
			Example: `FROM debian:13
RUN --security=insecure grep CapEff /proc/self/status
`,
			Since: "1.20",
			URL:   refURL + "#run---security",
		},
		Kind:   String,
		Closed: true,
		Values: []Topic{
			{Name: "sandbox", Summary: "Without extra privileges, as without the flag", Since: "1.20", URL: refURL + "#run---security"},
			{Name: "insecure", Summary: "With all privileges", Since: "1.20", URL: refURL + "#run---security"},
		},
	},
	{
		Topic: Topic{
			Name:    "device",
			Summary: "Give the command a device of the builder, such as a GPU",
			Grammar: []string{
				"--device=<vendor>/<class>[=<device>][,required]",
				"--device=name=<vendor>/<class>[=<device>][,required]",
			},
			Body: "Devices are those the builder knows through the Container Device Interface (CDI). `<vendor>/<class>` alone " +
				"takes the first one, `=*` all of them. A missing device is an error only with `required`. " +
				"Needs the entitlement `device`, allowed by the builder and by the build (`--allow device`), unless the CDI file allows it itself.",
			Example: `FROM ubuntu:24.04
RUN --device=nvidia.com/gpu=all,required nvidia-smi
`,
			Since: "1.27",
			URL:   refURL + "#run---device",
		},
		Kind: Strings,
		Options: []Option{
			{
				Topic: Topic{
					Name: "name", Summary: "The device, as the CDI file names it", Grammar: []string{"name=<vendor>/<class>[=<device>]"},
					Body:  "The key may be left out.",
					Since: "1.27", URL: refURL + "#run---device",
				},
				Kind: String,
			},
			{
				Topic: Topic{
					Name: "required", Summary: "Fail when the device is missing", Grammar: []string{"required[=true|false]"},
					Since: "1.27", URL: refURL + "#run---device",
				},
				Kind: Bool,
			},
		},
	},
}
