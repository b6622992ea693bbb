package reference

// mountOptions are the keys of RUN --mount, in the order people write them.
var mountOptions = []Option{
	{
		Topic: Topic{
			Name: "type", Summary: "What kind of mount it is", Grammar: []string{"type=bind|cache|secret|ssh|tmpfs"},
			Body: "`bind` when left out. It belongs first.", Since: "1.2", URL: mountURL,
		},
		Kind: String, Values: mountTypes, Closed: true,
	},
	{
		Topic: Topic{
			Name: "target", Summary: "Where the mount appears", Grammar: []string{"target=<path>"},
			Body: "A relative path begins at the working directory, so `target=.` is the `WORKDIR` itself. `/` is refused. " +
				"A secret may leave it out (`/run/secrets/<id>`), and so may an SSH agent.",
			Since: "1.2", URL: mountURL,
		},
		Aliases: []string{"dst", "destination"},
		Kind:    String,
	},
	{
		Topic: Topic{
			Name: "source", Summary: "The path to mount, inside from", Grammar: []string{"source=<path>"},
			Body:  "The root of `from`, or of the build context, when left out. For a secret it is another word for `id`.",
			Since: "1.2", URL: bindURL,
		},
		Aliases: []string{"src"},
		Types:   []string{"bind", "cache", "secret"},
		Kind:    String,
	},
	{
		Topic: Topic{
			Name: "from", Summary: "The stage, image or named context to mount", Grammar: []string{"from=<stage|image|context>"},
			Body: "A bind mount takes the build context when it is left out; a cache begins empty. " +
				"Variables do not work here: give the image a stage name with `FROM ... AS` and use that.",
			Since: "1.2", URL: bindURL,
		},
		Types: []string{"bind", "cache"},
		Kind:  String,
	},
	{
		Topic: Topic{
			Name: "id", Summary: "Which cache, secret or agent", Grammar: []string{"id=<id>"},
			Body: "A cache is known by its target when left out, so builds with the same target share it: give it an `id` " +
				"if they must not. A secret takes the last part of its target, an agent `default`.",
			Since: "1.2", URL: mountURL,
		},
		Types: []string{"cache", "secret", "ssh"},
		Kind:  String,
	},
	{
		Topic: Topic{
			Name: "sharing", Summary: "What happens when two commands want the cache at once", Grammar: []string{"sharing=shared|private|locked"},
			Body:  "`shared` when left out. Tools that lock their data, such as apt, want `locked`.",
			Since: "1.2", URL: cacheURL,
		},
		Types: []string{"cache"},
		Kind:  String, Closed: true,
		Values: []Topic{
			{Name: "shared", Summary: "Both use it at the same time", Since: "1.2", URL: cacheURL},
			{Name: "private", Summary: "The second one gets a new cache", Since: "1.2", URL: cacheURL},
			{Name: "locked", Summary: "The second one waits for the first", Since: "1.2", URL: cacheURL},
		},
	},
	{
		Topic: Topic{
			Name: "env", Summary: "The variable that receives the secret", Grammar: []string{"env=<variable>"},
			Body:  "There is no file then, unless `target` is given too. Only this command sees the variable.",
			Since: "1.10", URL: secretURL,
		},
		Types: []string{"secret"},
		Kind:  String,
	},
	{
		Topic: Topic{
			Name: "required", Summary: "Fail when the secret or the agent is missing", Grammar: []string{"required[=true|false]"},
			Body:  "Without it the command runs and finds nothing there.",
			Since: "1.2", URL: secretURL,
		},
		Types: []string{"secret", "ssh"},
		Kind:  Bool,
	},
	{
		Topic: Topic{
			Name: "readonly", Summary: "Forbid writing", Grammar: []string{"readonly[=true|false]", "ro[=true|false]"},
			Body:  "A bind mount is read-only anyway.",
			Since: "1.2", URL: cacheURL,
		},
		Aliases: []string{"ro"},
		Types:   []string{"bind", "cache"},
		Kind:    Bool,
	},
	{
		Topic: Topic{
			Name: "readwrite", Summary: "Allow writing", Grammar: []string{"readwrite[=true|false]", "rw[=true|false]"},
			Body:  "What is written to a bind mount is thrown away. A cache can be written to anyway.",
			Since: "1.2", URL: bindURL,
		},
		Aliases: []string{"rw"},
		Types:   []string{"bind", "cache"},
		Kind:    Bool,
	},
	{
		Topic: Topic{
			Name: "mode", Summary: "The permissions of a new cache, secret or socket, in octal", Grammar: []string{"mode=<octal>"},
			Body:  "When left out: `0755` for a cache, `0400` for a secret, `0600` for a socket.",
			Since: "1.2", URL: mountURL,
		},
		Types: ownedMounts,
		Kind:  String,
	},
	{
		Topic: Topic{
			Name: "uid", Summary: "The number of the owner", Grammar: []string{"uid=<number>"},
			Body:  "`0` when left out. A command that runs as another `USER` needs it, or it cannot write to a new cache or read a secret.",
			Since: "1.2", URL: mountURL,
		},
		Types: ownedMounts,
		Kind:  String,
	},
	{
		Topic: Topic{
			Name: "gid", Summary: "The number of the group", Grammar: []string{"gid=<number>"},
			Body: "`0` when left out.", Since: "1.2", URL: mountURL,
		},
		Types: ownedMounts,
		Kind:  String,
	},
	{
		Topic: Topic{
			Name: "size", Summary: "The most it may hold", Grammar: []string{"size=<bytes>"},
			Body:  "A number of bytes, or a number with a unit as in `64m` and `1g`.",
			Since: "1.2", URL: tmpfsURL,
		},
		Types: []string{"tmpfs"},
		Kind:  String,
	},
}
