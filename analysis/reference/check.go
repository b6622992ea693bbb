package reference

// Check is one of BuildKit's build checks. Example is a Dockerfile that it
// has nothing to say about.
type Check struct {
	Topic
	// Bad is a Dockerfile that BuildKit accepts and the check reports.
	Bad string
	// Experimental checks run only when asked for.
	Experimental bool
}

// Markdown is Topic's, with the example of what is reported.
func (c Check) Markdown() string {
	lists := "Reported:\n\n" + fence(c.Bad)
	if c.Experimental {
		lists = "Experimental: off unless `# check=experimental=" + c.Name + "` asks for it.\n\n" + lists
	}
	return c.render(c.Name, lists)
}

// Checks returns every build check, sorted by name.
func Checks() []Check { return checks }

// FindCheck returns the build check with this name. The case counts.
func FindCheck(name string) (*Check, bool) {
	return find(checks, func(c *Check) bool { return c.Name == name })
}
