package completion

import "github.com/slipway-dev/slipway/analysis/text"

// Kind is what a candidate is, with LSP's names.
type Kind int

// The kinds that are used; server turns them into LSP's numbers.
const (
	Keyword Kind = iota
	Property
	Value
	Enum
	Variable
	Class // a build stage
	Snippet
	File
	Folder
	Function
	Module // an image
)

// Item is one candidate for the text at the cursor.
type Item struct {
	Label  string
	Kind   Kind
	Detail string
	// Doc is Markdown.
	Doc string
	// FilterText is what the text in Edit's span is compared with, SortText orders.
	FilterText, SortText string
	// Edit is what choosing the candidate does. Its span holds the cursor and lies
	// on the cursor's line.
	Edit text.Edit
	// Snippet tells that Edit.New is in LSP's snippet syntax; Plain is then the
	// text for clients that do not know it.
	Snippet    bool
	Plain      string
	Deprecated bool
	// Again tells that more can be chosen behind it, such as what is in a folder.
	Again bool
}
