package completion

import (
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/text"
)

// destinations adds where files can be copied to: the working directory, folders
// that earlier instructions name, and those that the base image is used with.
func (p *place) destinations(o operand) {
	if st := p.stage(); st != nil && !strings.HasPrefix(p.line[o.Start:p.cur], "/") {
		it := Item{Label: "./", Kind: Folder, Detail: "the working directory"}
		if dir := p.file.Step(p.index).Before.Workdir; dir != "" {
			it.Detail = "WORKDIR " + dir
		}
		p.add(o.Start, o.End, it)
	}
	p.knownFolders(o.Span, o.form)
}

// knownFolders adds the folders that are known in the stage at the cursor.
func (p *place) knownFolders(over text.Span, as form) {
	st := p.stage()
	if st == nil || strings.ContainsAny(p.line[over.Start:over.End], p.special()) {
		return
	}
	for _, k := range p.knownPaths(st, p.index) {
		if k.dir {
			p.knownItem(over, as, k)
		}
	}
	if st.OS == "windows" {
		return
	}
	for _, dir := range imageFolders[p.root()] {
		p.knownItem(over, as, known{path: dir, dir: true, by: "in the base image"})
	}
	for _, dir := range []string{"/usr/local/bin", "/etc", "/opt"} {
		p.knownItem(over, as, known{path: dir, dir: true})
	}
}

// imageFolders are the folders in which official images look for what is to be
// added, from the pages about them on Docker Hub.
var imageFolders = map[string][]string{
	"caddy":                       {"/etc/caddy", "/usr/share/caddy", "/srv"},
	"golang":                      {"/go/src"},
	"grafana/grafana":             {"/etc/grafana/provisioning"},
	"haproxy":                     {"/usr/local/etc/haproxy"},
	"httpd":                       {"/usr/local/apache2/htdocs", "/usr/local/apache2/conf"},
	"mariadb":                     {"/docker-entrypoint-initdb.d", "/etc/mysql/conf.d"},
	"mongo":                       {"/docker-entrypoint-initdb.d"},
	"mysql":                       {"/docker-entrypoint-initdb.d", "/etc/mysql/conf.d"},
	"nginx":                       {"/usr/share/nginx/html", "/etc/nginx/conf.d", "/etc/nginx/templates", "/docker-entrypoint.d"},
	"nginxinc/nginx-unprivileged": {"/usr/share/nginx/html", "/etc/nginx/conf.d", "/etc/nginx/templates", "/docker-entrypoint.d"},
	"php":                         {"/var/www/html", "/usr/local/etc/php/conf.d"},
	"postgres":                    {"/docker-entrypoint-initdb.d"},
	"rabbitmq":                    {"/etc/rabbitmq/conf.d"},
	"redis":                       {"/usr/local/etc/redis"},
	"solr":                        {"/docker-entrypoint-initdb.d"},
	"tomcat":                      {"/usr/local/tomcat/webapps", "/usr/local/tomcat/conf"},
	"traefik":                     {"/etc/traefik"},
	"wordpress":                   {"/var/www/html/wp-content/themes", "/var/www/html/wp-content/plugins"},
}

// imageFiles are files that people copy out of images, by COPY --from, from the
// manuals of these programs.
var imageFiles = map[string][]string{
	"composer":                        {"/usr/bin/composer"},
	"composer/composer":               {"/usr/bin/composer"},
	"docker":                          {"/usr/local/bin/docker"},
	"ghcr.io/astral-sh/uv":            {"/uv", "/uvx"},
	"golang":                          {"/usr/local/go/"},
	"oven/bun":                        {"/usr/local/bin/bun"},
	"denoland/deno":                   {"/usr/bin/deno"},
	"hashicorp/terraform":             {"/bin/terraform"},
	"mikefarah/yq":                    {"/usr/bin/yq"},
	"node":                            {"/usr/local/bin/node", "/usr/local/lib/node_modules/"},
	"tianon/gosu":                     {"/gosu"},
	"mlocati/php-extension-installer": {"/usr/bin/install-php-extensions"},
}

// knownItem adds a path as a whole, a folder with a slash at its end.
func (p *place) knownItem(over text.Span, as form, k known) {
	it := Item{Label: k.path, Kind: File, Detail: k.by}
	if k.dir {
		it.Label, it.Kind = strings.TrimSuffix(k.path, "/")+"/", Folder
	}
	written, ok := p.write(it.Label, as)
	if it.Edit.New, it.FilterText = written, written; ok {
		p.add(over.Start, over.End, it)
	}
}

// stagePaths adds paths in the stage or the image of that name.
func (p *place) stagePaths(over text.Span, as form, from string) {
	if strings.ContainsAny(p.line[over.Start:over.End], p.special()) || p.trigger {
		return
	}
	st, ok := p.stageCalled(from)
	if c := p.around.Named[from]; !ok && c != nil {
		p.contextPaths(c, over, as, "", nil)
		return
	}
	if !ok {
		for _, name := range imageFiles[repository(from)] {
			p.knownItem(over, as, known{path: path.Clean(name), dir: strings.HasSuffix(name, "/"), by: "in the image"})
		}
		return
	}
	list := p.knownPaths(st, st.End)
	slices.SortStableFunc(list, func(a, b known) int { return rankOf(a) - rankOf(b) })
	for _, k := range list {
		p.knownItem(over, as, k)
	}
	for _, k := range list {
		p.mirrored(over, as, k)
	}
	if root := repository(st.Root()); root != "" {
		for _, name := range imageFiles[root] {
			p.knownItem(over, as, known{path: path.Clean(name), dir: strings.HasSuffix(name, "/"), by: "in the base image"})
		}
	}
}

// rankOf puts what a command made in front: it is what people come for.
func rankOf(k known) int {
	switch k.by {
	case "COPY", "ADD", "WORKDIR", "VOLUME":
		return 1
	}
	return 0
}

// mirrored adds what lies in a folder that was copied from the build context, where
// the cursor is behind its name.
func (p *place) mirrored(over text.Span, as form, k known) {
	typed := p.line[over.Start:p.cur]
	cut := strings.LastIndexByte(typed, '/') + 1
	rest, ok := strings.CutPrefix("/"+strings.TrimPrefix(typed[:cut], "/"), strings.TrimSuffix(k.path, "/")+"/")
	if k.mirror == "" || !ok || p.around.Context == nil || strings.Contains(rest, "..") {
		return
	}
	for _, e := range p.entries(p.around.Context, path.Join(k.mirror, rest), typed[cut:]) {
		p.entry(p.around.Context, over, over.Start+cut, e, as)
	}
}

// stageCalled is the stage that COPY --from means by a name or a number: one above
// the cursor's.
func (p *place) stageCalled(name string) (*analysis.Stage, bool) {
	current := p.stage()
	if current == nil {
		return nil, false
	}
	for _, st := range p.earlier() {
		if name == strconv.Itoa(st.Index) {
			return st, true
		}
	}
	st, ok := p.file.StageNamed(name)
	return st, ok && st.Index < current.Index
}
