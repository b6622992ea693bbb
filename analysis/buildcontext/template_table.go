package buildcontext

// group is a paragraph of an ignore file.
type group struct {
	comment string
	lines   []line
}

// line is a line of an ignore file that suits many projects.
type line struct {
	pattern string
	// what it keeps out; "" where that does no harm in an image.
	what string
	// dir tells that only folders are meant; beside and inside, that a file which one
	// of the patterns matches lies next to such a folder, or in it.
	dir            bool
	beside, inside []string
	// marks are texts of which a file must have one in it.
	marks []string
	// likely are patterns of names beside which the path will be one day. always
	// has the line in every template.
	likely []string
	always bool
	secret bool
}

// privateKey is what the text form of every private key has in it (RFC 7468, and
// the older forms of OpenSSL and OpenSSH).
var privateKey = []string{"PRIVATE KEY-----"}

// project are the manifests of languages whose tools leave folders behind.
var (
	nodeProject   = []string{"package.json"}
	pythonProject = []string{"requirements*.txt", "pyproject.toml", "setup.py", "Pipfile"}
	dotnetProject = []string{"*.csproj", "*.fsproj", "*.vbproj"}
)

// groups are all lines, in the order of the template. A line is left out where
// builds are known to need the file: READMEs are named in manifests, and what the
// tools of a bundler left in «dist» may be what is shipped.
var groups = []group{
	{"The history of the sources", []line{
		{pattern: "**/.git", what: "the history of the sources", always: true},
		{pattern: "**/.hg", what: "the history of the sources", dir: true},
		{pattern: "**/.svn", what: "the history of the sources", dir: true},
	}},
	{"Secrets and the settings of one machine", []line{
		{pattern: "**/.env", what: "settings and often passwords", always: true, secret: true},
		{pattern: "**/.env.local", what: "settings and often passwords", secret: true},
		{pattern: "**/.env.*.local", what: "settings and often passwords", secret: true},
		{pattern: "**/id_rsa", what: "a private key", secret: true, marks: privateKey},
		{pattern: "**/id_dsa", what: "a private key", secret: true, marks: privateKey},
		{pattern: "**/id_ecdsa", what: "a private key", secret: true, marks: privateKey},
		{pattern: "**/id_ed25519", what: "a private key", secret: true, marks: privateKey},
		{pattern: "**/*.pem", what: "a private key", secret: true, marks: privateKey},
		{pattern: "**/*.key", what: "a private key", secret: true, marks: privateKey},
		{pattern: "**/.netrc", what: "passwords", secret: true},
		{pattern: "**/.pypirc", what: "passwords", secret: true},
		{pattern: "**/.git-credentials", what: "passwords", secret: true},
		{pattern: "**/kubeconfig", what: "access to a cluster", secret: true},
		{pattern: "**/.kube", what: "access to a cluster", dir: true, secret: true},
		{pattern: "**/.aws", what: "access to a cloud", dir: true, inside: []string{"credentials"}, secret: true},
		{pattern: "**/.ssh", what: "keys", dir: true, secret: true},
		{pattern: "**/*.tfstate", what: "the state of Terraform, passwords included", secret: true},
	}},
	{"What is installed or built anew in the image", []line{
		{pattern: "**/node_modules", what: "installed packages", dir: true, likely: nodeProject},
		{pattern: "**/bower_components", dir: true},
		{pattern: "**/.next", dir: true},
		{pattern: "**/.nuxt", dir: true},
		{pattern: "**/.venv", what: "a virtual environment", dir: true, likely: pythonProject},
		{pattern: "**/venv", what: "a virtual environment", dir: true, inside: []string{"pyvenv.cfg"}},
		{pattern: "**/env", what: "a virtual environment", dir: true, inside: []string{"pyvenv.cfg"}},
		{pattern: "**/__pycache__", dir: true, likely: pythonProject},
		{pattern: "**/*.pyc"},
		{pattern: "**/.pytest_cache", dir: true},
		{pattern: "**/.mypy_cache", dir: true},
		{pattern: "**/.ruff_cache", dir: true},
		{pattern: "**/.tox", dir: true},
		{pattern: "**/target", dir: true, beside: []string{"Cargo.toml"}, likely: []string{"Cargo.toml"}},
		{pattern: "**/.gradle", dir: true, likely: []string{"build.gradle", "build.gradle.kts"}},
		{pattern: "**/bin", dir: true, beside: dotnetProject, likely: dotnetProject},
		{pattern: "**/obj", dir: true, beside: dotnetProject, likely: dotnetProject},
		{pattern: "**/.terraform", dir: true},
		{pattern: "**/.bundle", dir: true, likely: []string{"Gemfile"}},
		{pattern: "**/_build", dir: true, beside: []string{"mix.exs"}, likely: []string{"mix.exs"}},
	}},
	{"What editors and systems leave behind", []line{
		{pattern: "**/.idea", dir: true},
		{pattern: "**/.vscode", dir: true},
		{pattern: "**/.vs", dir: true},
		{pattern: "**/*.swp"},
		{pattern: "**/.DS_Store"},
		{pattern: "**/Thumbs.db"},
	}},
	{"What describes the build; a change of it need not copy everything again", []line{
		{pattern: "**/Dockerfile", always: true},
		{pattern: "**/Dockerfile.*"},
		{pattern: "**/.dockerignore", always: true},
		{pattern: "**/compose.y*ml"},
		{pattern: "**/compose.*.y*ml"},
		{pattern: "**/docker-compose*.y*ml"},
	}},
}
