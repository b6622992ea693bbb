package shell

import (
	"fmt"
	"strings"
	"testing"

	"github.com/slipway-dev/slipway/analysis/text"
)

func TestUses(t *testing.T) {
	for _, c := range []struct {
		src  string
		kind Kind
		want string // the expansion, its modifier and operand, q for quoted, = for assigned before
	}{
		{`echo $A "${B}" '$C' \$D`, POSIX, `$A(A) / ${B}(B)q`},
		{`echo ${A:-x y} ${B-} "${C:+"$D"}"`, POSIX, `${A:-x y}(A) :-[x y] / ${B-}(B) - / ${C:+"$D"}(C)q :+["$D"] / $D(D)q`},
		{`echo ${A##*/} ${B%.*} ${#C} ${D:?no}`, POSIX, `${A##*/}(A) ##[*/] / ${B%.*}(B) %[.*] / ${#C}(C) length / ${D:?no}(D) :?[no]`},
		{`echo ${A//a/b} ${A/x} ${B:1:2} ${!C} ${D^^} ${E@Q}`, Bash, `${A//a/b}(A) //[a] / ${A/x}(A) /[x] / ${B:1:2}(B) : / ${!C}(C) indirect / ${D^^}(D) ^^ / ${E@Q}(E) @[Q]`},
		{`A=1; echo $A $B; B=2`, POSIX, `$A(A)= / $B(B)`},
		{`A=$A; echo $A`, POSIX, `$A(A) / $A(A)=`},
		{`A=1 make $A`, POSIX, `$A(A)`},
		{`for x in $y; do echo $x; done; read -r a b; echo $a $b`, POSIX, `$y(y) / $x(x)= / $a(a)= / $b(b)=`},
		{`export A=1 B; local C=$A; echo $B $C`, POSIX, `$A(A)= / $B(B)= / $C(C)=`},
		{`export A=1 B; readonly C=$A; echo $B $C`, Bash, `$A(A)= / $B(B)= / $C(C)=`},
		{`while getopts ab o; do echo $o; done`, POSIX, `$o(o)=`},
		{`echo ${A:=x} $A`, POSIX, `${A:=x}(A) :=[x] / $A(A)=`},
		{`echo $((x + $y)); : $((z = 1)); echo $((z+=w))`, POSIX, `x(x)q / $y(y) / z(z)q= / w(w)q`},
		{`((i++)); for ((j=0; j<n; j++)); do :; done`, Bash, `i(i)q / j(j)q= / n(n)q / j(j)q=`},
		{`mapfile -t L < f; read -ra R; printf -v P %s x; echo $L $R $P`, Bash, `$L(L)= / $R(R)= / $P(P)=`},
		{`echo $1 $@ $? ${10} $$ $#`, POSIX, `$1(1) / $@(@) / $?(?) / ${10}(10) / $$($) / $#(#)`},
		{"cat <<E\n$A\nE\n", POSIX, `$A(A)q`},
		{"cat <<'E'\n$A\nE\n", POSIX, ``},
		{`echo ${a[k]} ${b[$i]}`, Bash, `${a[k]}(a) / ${b[$i]}(b) / $i(i)`},
		{`echo $(echo "$A") ` + "`echo $B`", POSIX, `$A(A)q / $B(B)`},
		{`[[ -n $A && "$B" == x ]]`, Bash, `$A(A) / $B(B)q`},
		{`echo $A; echo "`, POSIX, `$A(A)`},
	} {
		var got []string
		for _, u := range Parse(c.src, c.kind).Uses() {
			got = append(got, showUse(c.src, u))
			if u.Special() != strings.ContainsAny(u.Name, "1@?$#") {
				t.Errorf("%s: special %v", u.Name, u.Special())
			}
		}
		if joined := strings.Join(got, " / "); joined != c.want {
			t.Errorf("%s (%v):\n got %s\nwant %s", c.src, c.kind, joined, c.want)
		}
	}
}

func showUse(src string, u Use) string {
	s := fmt.Sprintf("%s(%s)", cut(src, u.Span), cut(src, u.NameSpan))
	if u.Quoted {
		s += "q"
	}
	if u.Assigned {
		s += "="
	}
	if u.Modifier != "" {
		s += " " + u.Modifier
	}
	if !u.Operand.Empty() {
		s += "[" + cut(src, u.Operand) + "]"
	}
	return s
}

func cut(src string, s text.Span) string { return src[s.Start:s.End] }

func TestAssignments(t *testing.T) {
	for _, c := range []struct {
		src  string
		kind Kind
		want string // by: whole|name|value, t for temporary
	}{
		{`A=1 B="x $y" C=`, POSIX, `=:A=1|A|1 / =:B="x $y"|B|"x $y" / =:C=|C|`},
		{`A=1 make`, POSIX, `=:A=1|A|1t`},
		{`A+=1; B=(1 2)`, Bash, `+=:A+=1|A|1 / =:B=(1 2)|B|(1 2)`},
		{`export A=$x B "C=1"`, POSIX, `export:A=$x|A|$x / export:B|B|`},
		{`export A=$x B`, Bash, `export:A=$x|A|$x / export:B|B|`},
		{`declare -r A=1; typeset B`, Bash, `declare:A=1|A|1 / typeset:B|B|`},
		{`for x in a; do :; done; select y in a; do :; done`, Bash, `for:x|x| / select:y|y|`},
		{`read -r -p 'n? ' a b; getopts ab: o $x y`, POSIX, `read:a|a| / read:b|b| / getopts:o|o|`},
		{`printf -v A %s B; printf C`, Bash, `printf:A|A|`},
		{`: ${A:=1} ${B=2}`, POSIX, `:=:A|A| / =:B|B|`},
		{`: $((a = b + (c += 1)))`, POSIX, `arithmetic:a|a| / arithmetic:c|c|`},
		{`export "$A" $B=1`, POSIX, ``},
		{`reads a`, POSIX, ``},
	} {
		var got []string
		for _, a := range Parse(c.src, c.kind).Assignments() {
			s := fmt.Sprintf("%s:%s|%s|%s", a.By, cut(c.src, a.Span), cut(c.src, a.NameSpan), cut(c.src, a.Value))
			if a.Temporary {
				s += "t"
			}
			got = append(got, s)
			if a.Name != cut(c.src, a.NameSpan) {
				t.Errorf("%s: name %s", c.src, a.Name)
			}
		}
		if joined := strings.Join(got, " / "); joined != c.want {
			t.Errorf("%s (%v):\n got %s\nwant %s", c.src, c.kind, joined, c.want)
		}
	}
}
