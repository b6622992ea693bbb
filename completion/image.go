package completion

import (
	"strings"

	"github.com/slipway-dev/slipway/analysis/text"
)

// fileImages adds the images that other stages of the file start from, as they
// are written there.
func (p *place) fileImages(over text.Span) {
	for i := range p.file.Stages {
		st := &p.file.Stages[i]
		it := p.file.Items[st.First]
		if st.Base >= 0 || !p.isFrom(st.First) || len(it.Args) == 0 {
			continue
		}
		image := it.Args[0].Value
		if image != "scratch" && !strings.ContainsAny(image, "$'\"\\`") {
			p.add(over.Start, over.End, Item{Label: image, Kind: Module, Detail: "used in this file"})
		}
	}
}

// officialImages adds the names of the list. What stands behind the name, such as
// a tag, is kept.
func (p *place) officialImages(over text.Span) {
	end := p.part(over, ":@").End
	if strings.Contains(p.line[p.cur:end], "/") {
		return
	}
	for _, image := range officialImages {
		p.add(over.Start, end, Item{Label: image.name, Kind: Module, Detail: image.about, Doc: "[Docker Hub](https://hub.docker.com/_/" + image.name + ")"})
	}
}

// inName tells whether the cursor is in the first part of an image's name, which
// may be all of it, or a stage's.
func (p *place) inName(image text.Span) bool {
	return !strings.ContainsAny(p.line[image.Start:p.cur], ":@/")
}

// repository is the name of an image without tag, digest and the ways to spell
// Docker Hub's official images.
func repository(image string) string {
	image, _, _ = strings.Cut(image, "@")
	if colon := strings.LastIndexByte(image, ':'); colon > strings.LastIndexByte(image, '/') {
		image = image[:colon]
	}
	image = strings.TrimPrefix(image, "docker.io/")
	return strings.TrimPrefix(image, "library/")
}

// officialImages are images that Dockerfiles often start from, the most common
// first. Source: the directory library of
// github.com/docker-library/official-images, as of 2025; those that it calls
// deprecated are left out.
var officialImages = []struct{ name, about string }{
	{"alpine", "Small Linux with musl and BusyBox"},
	{"debian", "Debian GNU/Linux"},
	{"ubuntu", "Ubuntu"},
	{"golang", "Go"},
	{"node", "Node.js"},
	{"python", "Python"},
	{"nginx", "Web server and reverse proxy"},
	{"rust", "Rust"},
	{"eclipse-temurin", "Java, OpenJDK built by Eclipse Adoptium"},
	{"maven", "Apache Maven with a JDK"},
	{"gradle", "Gradle with a JDK"},
	{"php", "PHP"},
	{"ruby", "Ruby"},
	{"busybox", "BusyBox"},
	{"postgres", "PostgreSQL"},
	{"mysql", "MySQL"},
	{"mariadb", "MariaDB"},
	{"redis", "Redis"},
	{"mongo", "MongoDB"},
	{"httpd", "Apache HTTP Server"},
	{"tomcat", "Apache Tomcat"},
	{"caddy", "Web server with automatic HTTPS"},
	{"traefik", "Reverse proxy"},
	{"haproxy", "Load balancer"},
	{"amazoncorretto", "Java, OpenJDK built by Amazon"},
	{"amazonlinux", "Amazon Linux"},
	{"fedora", "Fedora"},
	{"rockylinux", "Rocky Linux"},
	{"almalinux", "AlmaLinux"},
	{"oraclelinux", "Oracle Linux"},
	{"archlinux", "Arch Linux"},
	{"buildpack-deps", "Debian or Ubuntu with compilers and headers"},
	{"gcc", "GNU compilers"},
	{"composer", "Composer, for PHP"},
	{"docker", "Docker in Docker"},
	{"bash", "GNU Bash on Alpine"},
	{"perl", "Perl"},
	{"elixir", "Elixir"},
	{"erlang", "Erlang/OTP"},
	{"haskell", "GHC, Cabal and Stack"},
	{"swift", "Swift"},
	{"dart", "Dart"},
	{"julia", "Julia"},
	{"r-base", "R"},
	{"clojure", "Clojure"},
	{"pypy", "PyPy"},
	{"rabbitmq", "RabbitMQ"},
	{"memcached", "memcached"},
	{"cassandra", "Apache Cassandra"},
	{"influxdb", "InfluxDB"},
	{"solr", "Apache Solr"},
	{"registry", "Registry for container images"},
	{"wordpress", "WordPress"},
	{"nextcloud", "Nextcloud"},
	{"ghost", "Ghost"},
	{"drupal", "Drupal"},
}
