package reference

import (
	"regexp"
	"sync"
)

// The patterns of getSecretsRegex in BuildKit's dockerfile2llb/validations.go.
var (
	secretWord = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?i)(?:_|^)(?:apikey|auth|credential|credentials|key|password|pword|passwd|secret|token)(?:_|$)`)
	})
	harmlessWord = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?i)(?:_|^)(?:public|file|version)(?:_|$)`)
	})
)

// SecretName tells of a variable by its name that it holds a secret, as BuildKit's
// check SecretsUsedInArgOrEnv takes it.
func SecretName(key string) bool {
	return secretWord().MatchString(key) && !NoSecretName(key)
}

// NoSecretName tells of a variable by its name that it holds no secret, but a public
// key, the path of a file, or the version of something.
func NoSecretName(key string) bool { return harmlessWord().MatchString(key) }
