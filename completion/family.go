package completion

// family is what is known of the programs in the image that a stage starts from.
type family struct{ programs []string }

func (f family) has(string) bool { return false }

func (p *place) family() family { return family{} }
