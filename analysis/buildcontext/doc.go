// Package buildcontext knows what COPY and ADD can see: which folder is the build
// context, by compose and bake files, and the files in it that the ignore file leaves
// in.
//
// The ignore file is found and read as BuildKit does it, with BuildKit's own
// libraries. Files are read through the fs.FS that was handed in, only when a
// question needs them, and never outside of it. How much is looked at is
// limited: a question about a huge context has an answer in bounded time, which
// says so when it is not the whole answer.
//
// It is not a copy of the build: --exclude, --parents and the rights of files
// are not looked at.
//
// Start with Context and Context.Match; Find in find.go for which folder it is.
package buildcontext
