package reference

import "strings"

// BaseEnv returns the names of the environment variables that the image is
// known to set, sorted, or nil for an image it does not know. The image is
// written as in FROM, such as "node", "golang:1.26" or
// "docker.io/library/python@sha256:…".
//
// A name is listed when any tag in common use between 2023 and 2026 sets it,
// and left out when in doubt: the list is for keeping quiet about a variable
// that the base image may define, never for claiming that it is there. PATH is
// not listed, because BuildKit sets it in every stage.
func BaseEnv(image string) []string {
	name := familiarName(image)
	entry, ok := find(baseEnvs, func(e *baseEnv) bool { return e.image == name })
	if !ok {
		return nil
	}
	return entry.names
}

// familiarName strips the tag, the digest and the ways to spell Docker Hub's
// official images, among them Amazon's copy of them.
func familiarName(image string) string {
	name, _ := splitTag(image)
	return name
}

// splitTag is the familiar name of an image and its tag, "" where it has none.
func splitTag(image string) (name, tag string) {
	image, _, _ = strings.Cut(image, "@")
	if colon := strings.LastIndexByte(image, ':'); colon > strings.LastIndexByte(image, '/') {
		image, tag = image[:colon], image[colon+1:]
	}
	for _, prefix := range []string{"docker.io/", "index.docker.io/", "public.ecr.aws/docker/"} {
		image = strings.TrimPrefix(image, prefix)
	}
	return strings.TrimPrefix(image, "library/"), tag
}

type baseEnv struct {
	image string
	names []string
}

var (
	dotnetEnv = []string{
		"APP_UID", "ASPNETCORE_HTTP_PORTS", "ASPNETCORE_URLS", "ASPNET_VERSION", "DOTNET_GENERATE_ASPNET_CERTIFICATE",
		"DOTNET_NOLOGO", "DOTNET_RUNNING_IN_CONTAINER", "DOTNET_SDK_VERSION", "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT",
		"DOTNET_USE_POLLING_FILE_WATCHER", "DOTNET_VERSION", "NUGET_XMLDOC_MODE", "POWERSHELL_DISTRIBUTION_CHANNEL",
	}
	nginxEnv = []string{"ACME_VERSION", "DYNPKG_RELEASE", "NGINX_VERSION", "NJS_RELEASE", "NJS_VERSION", "PKG_RELEASE"}
)

// Read in the templates of github.com/docker-library (php, python, ruby), in the
// image metadata of docker-library/repo-info (eclipse-temurin, golang, gradle,
// maven, nginx, node, rabbitmq, tomcat) or in published metadata (postgres),
// November 2026. The others are long-standing ENV lines of their maintainers'
// Dockerfiles, written down from knowledge and not read again.
var baseEnvs = []baseEnv{
	{"amazoncorretto", []string{"JAVA_HOME", "LANG"}},
	{"composer", []string{"COMPOSER_ALLOW_SUPERUSER", "COMPOSER_HOME", "COMPOSER_VERSION", "PHP_INI_DIR", "PHP_VERSION"}},
	{"dart", []string{"DART_SDK"}},
	{"denoland/deno", []string{"DENO_DIR", "DENO_INSTALL_ROOT", "DENO_VERSION"}},
	{"docker", []string{"DIND_COMMIT", "DOCKER_BUILDX_VERSION", "DOCKER_COMPOSE_VERSION", "DOCKER_TLS_CERTDIR", "DOCKER_VERSION"}},
	{"eclipse-temurin", []string{"JAVA_HOME", "JAVA_VERSION", "LANG", "LANGUAGE", "LC_ALL"}},
	{"elixir", []string{"ELIXIR_VERSION", "LANG", "OTP_VERSION", "REBAR3_VERSION"}},
	{"erlang", []string{"OTP_VERSION", "REBAR3_VERSION"}},
	{"ghost", []string{"GHOST_CLI_VERSION", "GHOST_CONTENT", "GHOST_INSTALL", "GHOST_VERSION", "GOSU_VERSION", "NODE_ENV", "NODE_VERSION", "YARN_VERSION"}},
	{"golang", []string{"GOLANG_VERSION", "GOPATH", "GOTOOLCHAIN"}},
	{"gradle", []string{"GRADLE_HOME", "GRADLE_VERSION", "JAVA_HOME", "JAVA_VERSION", "LANG", "LANGUAGE", "LC_ALL"}},
	{"haproxy", []string{"HAPROXY_SHA256", "HAPROXY_URL", "HAPROXY_VERSION"}},
	{"httpd", []string{"HTTPD_PATCHES", "HTTPD_PREFIX", "HTTPD_SHA256", "HTTPD_VERSION"}},
	{"julia", []string{"JULIA_GPG", "JULIA_PATH", "JULIA_VERSION"}},
	{"mariadb", []string{"GOSU_VERSION", "LANG", "MARIADB_VERSION"}},
	{"maven", []string{"JAVA_HOME", "JAVA_VERSION", "LANG", "LANGUAGE", "LC_ALL", "MAVEN_CONFIG", "MAVEN_HOME"}},
	{"mcr.microsoft.com/dotnet/aspnet", dotnetEnv},
	{"mcr.microsoft.com/dotnet/runtime", dotnetEnv},
	{"mcr.microsoft.com/dotnet/runtime-deps", dotnetEnv},
	{"mcr.microsoft.com/dotnet/sdk", dotnetEnv},
	{"memcached", []string{"MEMCACHED_SHA1", "MEMCACHED_URL", "MEMCACHED_VERSION"}},
	{"mongo", []string{"GOSU_VERSION", "JSYAML_VERSION", "MONGO_MAJOR", "MONGO_PACKAGE", "MONGO_REPO", "MONGO_VERSION"}},
	{"mysql", []string{"GOSU_VERSION", "MYSQL_MAJOR", "MYSQL_SHELL_VERSION", "MYSQL_VERSION"}},
	{"nginx", nginxEnv},
	{"nginxinc/nginx-unprivileged", nginxEnv},
	{"node", []string{"NODE_VERSION", "YARN_VERSION"}},
	{"nvidia/cuda", []string{
		"CUDA_VERSION", "LD_LIBRARY_PATH", "LIBRARY_PATH", "NCCL_VERSION", "NVARCH", "NVIDIA_DRIVER_CAPABILITIES", "NVIDIA_PRODUCT_NAME",
		"NVIDIA_REQUIRE_CUDA", "NVIDIA_VISIBLE_DEVICES", "NV_CUDA_CUDART_VERSION", "NV_CUDA_LIB_VERSION",
	}},
	{"openjdk", []string{"JAVA_HOME", "JAVA_VERSION", "LANG"}},
	{"php", []string{
		"APACHE_CONFDIR", "APACHE_ENVVARS", "GPG_KEYS", "PHPIZE_DEPS", "PHP_ASC_URL", "PHP_CFLAGS", "PHP_CPPFLAGS",
		"PHP_INI_DIR", "PHP_LDFLAGS", "PHP_SHA256", "PHP_URL", "PHP_VERSION",
	}},
	{"postgres", []string{"DOCKER_PG_LLVM_DEPS", "GOSU_VERSION", "LANG", "PGDATA", "PG_MAJOR", "PG_SHA256", "PG_VERSION"}},
	{"pypy", []string{"LANG", "PYPY_VERSION"}},
	{"python", []string{
		"GPG_KEY", "LANG", "PYTHON_GET_PIP_SHA256", "PYTHON_GET_PIP_URL", "PYTHON_PIP_VERSION",
		"PYTHON_SETUPTOOLS_VERSION", "PYTHON_SHA256", "PYTHON_VERSION",
	}},
	{"rabbitmq", []string{"HOME", "LANG", "LANGUAGE", "LC_ALL", "RABBITMQ_DATA_DIR", "RABBITMQ_HOME", "RABBITMQ_PGP_KEY_ID", "RABBITMQ_VERSION"}},
	{"redis", []string{"GOSU_VERSION", "REDIS_DOWNLOAD_SHA", "REDIS_DOWNLOAD_URL", "REDIS_VERSION"}},
	{"ruby", []string{"BUNDLE_APP_CONFIG", "BUNDLE_SILENCE_ROOT_WARNING", "GEM_HOME", "LANG", "RUBY_DOWNLOAD_SHA256", "RUBY_DOWNLOAD_URL", "RUBY_VERSION"}},
	{"rust", []string{"CARGO_HOME", "RUSTUP_HOME", "RUST_VERSION"}},
	{"swift", []string{"SWIFT_BRANCH", "SWIFT_PLATFORM", "SWIFT_SIGNING_KEY", "SWIFT_VERSION", "SWIFT_WEBROOT"}},
	{"tomcat", []string{
		"CATALINA_HOME", "GPG_KEYS", "JAVA_HOME", "JAVA_VERSION", "LANG", "LANGUAGE", "LC_ALL", "LD_LIBRARY_PATH",
		"TOMCAT_MAJOR", "TOMCAT_NATIVE_LIBDIR", "TOMCAT_SHA512", "TOMCAT_VERSION",
	}},
}
