package server

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The schema has a key for each field of Settings, with its default.
func TestSettingsSchema(t *testing.T) {
	var schema struct {
		Properties map[string]struct {
			Properties map[string]struct {
				Default     any
				Description string
			}
		}
	}
	var fields map[string]map[string]any
	mustUnmarshal(SettingsSchema(), &schema)
	mustUnmarshal(mustMarshal(defaultSettings()), &fields)
	for _, group := range ownKeys {
		documented := map[string]any{}
		for name, s := range schema.Properties[group].Properties {
			if documented[name] = s.Default; s.Description == "" {
				t.Errorf("%s.%s has no description", group, name)
			}
		}
		if diff := cmp.Diff(fields[group], documented); diff != "" {
			t.Errorf("%s: Settings (-) and its schema (+) differ:\n%s", group, diff)
		}
		delete(fields, group)
	}
	if len(fields) > 0 {
		t.Errorf("fields of Settings that are not in ownKeys: %v", fields)
	}
	if _, ok := schema.Properties["lint"]; !ok || !json.Valid(SettingsSchema()) || slices.Contains(ownKeys, "lint") {
		t.Error("the settings of lint are not in it")
	}
}
