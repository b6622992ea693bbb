package reference

import (
	"iter"
	"strings"
)

// instructions is in the order people reach for them.
var instructions = [...]*Instruction{
	&fromInstruction, &runInstruction, &copyInstruction, &workdirInstruction,
	&envInstruction, &argInstruction, &cmdInstruction, &entrypointInstruction,
	&exposeInstruction, &userInstruction, &addInstruction, &labelInstruction,
	&volumeInstruction, &healthcheckInstruction, &shellInstruction,
	&stopsignalInstruction, &onbuildInstruction, &maintainerInstruction,
}

// Instructions returns every instruction, the most used first.
func Instructions() iter.Seq[*Instruction] {
	return func(yield func(*Instruction) bool) {
		for _, in := range instructions {
			if !yield(in) {
				return
			}
		}
	}
}

// Find returns the instruction with this keyword, whatever its case.
func Find(keyword string) (*Instruction, bool) {
	for _, in := range instructions {
		if strings.EqualFold(in.Name, keyword) {
			return in, true
		}
	}
	return nil, false
}

// find returns the first element of list that matches. Lists here are so
// short that a map would cost more than it saves.
func find[T any](list []T, match func(*T) bool) (*T, bool) {
	for i := range list {
		if match(&list[i]) {
			return &list[i], true
		}
	}
	return nil, false
}

func findTopic(list []Topic, name string) (*Topic, bool) {
	return find(list, func(t *Topic) bool { return t.Name == name })
}

func findOption(list []Option, name string) (*Option, bool) {
	return find(list, func(o *Option) bool {
		if strings.EqualFold(o.Name, name) {
			return true
		}
		for _, alias := range o.Aliases {
			if strings.EqualFold(alias, name) {
				return true
			}
		}
		return false
	})
}
