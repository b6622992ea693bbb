package reference

import (
	"slices"
	"strings"
	"testing"
)

// arguments make an instruction that has flags complete.
var arguments = map[string]string{
	"FROM": "scratch", "RUN": "true", "COPY": "a b", "ADD": "a b", "HEALTHCHECK": "CMD true",
}

// sample is a value for a flag or an option that has no closed list of them.
var sample = map[string]string{
	"platform": "linux/amd64", "from": "scratch", "chown": "1:1", "chmod": "755", "exclude": "*.md",
	"checksum": "sha256:0", "device": "a.com/b", "name": "a.com/b", "mount": "target=/x",
	"interval": "1s", "timeout": "1s", "start-period": "1s", "start-interval": "1s", "retries": "1",
	"target": "/x", "source": "/x", "id": "x", "env": "X", "mode": "0700", "uid": "1", "gid": "1", "size": "1m",
}

func accepted(in *Instruction, flag string) error {
	_, err := parse("FROM scratch\n" + in.Name + " " + flag + " " + arguments[in.Name] + "\n")
	return err
}

func TestFlagsAreAccepted(t *testing.T) {
	for in := range Instructions() {
		for _, f := range in.Flags {
			values := []string{}
			for _, v := range f.Values {
				values = append(values, v.Name)
			}
			if !f.Closed {
				values = append(values, sample[f.Name])
			}
			for _, v := range values {
				if err := accepted(in, "--"+f.Name+"="+v); err != nil {
					t.Errorf("%s --%s=%s: %v", in.Name, f.Name, v, err)
				}
			}
			if err := accepted(in, "--"+f.Name); (err == nil) != (f.Kind == Bool) {
				t.Errorf("%s --%s without a value: %v", in.Name, f.Name, err)
			}
			if err := accepted(in, "--"+f.Name+"=nonsense"); f.Closed && err == nil {
				t.Errorf("%s --%s takes any value", in.Name, f.Name)
			}
			again := "--" + f.Name + "=" + values[0]
			if err := accepted(in, again+" "+again); (err == nil) != (f.Kind == Strings) {
				t.Errorf("%s --%s twice: %v", in.Name, f.Name, err)
			}
		}
		if len(in.Flags) > 0 {
			if err := accepted(in, "--nonsense=x"); err == nil || !strings.Contains(err.Error(), "unknown flag") {
				t.Errorf("%s --nonsense: %v", in.Name, err)
			}
		}
	}
}

// mountBase is a complete mount of each type, to add one option to.
var mountBase = map[string]string{
	"bind": "type=bind,dst=/d", "cache": "type=cache,dst=/d", "tmpfs": "type=tmpfs,dst=/d",
	"secret": "type=secret,dst=/d", "ssh": "type=ssh",
}

func TestMountOptionsAreAccepted(t *testing.T) {
	run, _ := Find("RUN")
	typeOption, _ := runFlags[0].Option("type")
	for _, typ := range typeOption.Values {
		for _, o := range runFlags[0].Options {
			for _, name := range append([]string{o.Name}, o.Aliases...) {
				for _, setting := range settings(o, name) {
					err := accepted(run, "--mount="+mountBase[typ.Name]+","+setting)
					if o.Name != "type" && o.For(typ.Name) && err != nil {
						t.Errorf("%s on %s: %v", setting, typ.Name, err)
					}
				}
			}
		}
	}
	// What BuildKit refuses must not be offered.
	for option, types := range map[string][]string{
		"sharing=locked": {"cache"}, "required": {"secret", "ssh"}, "size=1m": {"tmpfs"},
		"uid=1": {"cache", "secret", "ssh"}, "from=x": {"bind", "cache", "tmpfs", "ssh"},
	} {
		name, _, _ := strings.Cut(option, "=")
		o, _ := runFlags[0].Option(name)
		for _, typ := range typeOption.Values {
			err := accepted(run, "--mount="+mountBase[typ.Name]+","+option)
			if (err == nil) != slices.Contains(types, typ.Name) || err != nil && o.For(typ.Name) {
				t.Errorf("%s on %s: %v", option, typ.Name, err)
			}
		}
	}
}

// settings are the ways to write the option under this name.
func settings(o Option, name string) []string {
	if o.Kind == Bool {
		return []string{name, name + "=true", name + "=false"}
	}
	var out []string
	for _, v := range o.Values {
		out = append(out, name+"="+v.Name)
	}
	if !o.Closed {
		out = append(out, name+"="+sample[o.Name])
	}
	return out
}

func TestClosedOptions(t *testing.T) {
	run, _ := Find("RUN")
	for _, o := range runFlags[0].Options {
		if o.Closed && accepted(run, "--mount=type=cache,dst=/d,"+o.Name+"=nonsense") == nil {
			t.Errorf("%s takes any value", o.Name)
		}
	}
	for _, value := range []string{"a.com/b", "name=a.com/b,required", "a.com/b=c,required=true"} {
		if err := accepted(run, "--device="+value); err != nil {
			t.Errorf("--device=%s: %v", value, err)
		}
	}
	if accepted(run, "--mount=required,type=secret,id=x") == nil {
		t.Error("required may come before type: the text of --mount is wrong")
	}
}
