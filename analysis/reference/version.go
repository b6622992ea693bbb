package reference

// Version is that of the Dockerfile frontend whose words these are: the one that
// BuildKit is built with, as slipway is.
const Version = "1.28"
