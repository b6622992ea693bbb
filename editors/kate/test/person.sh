#!/usr/bin/env bash
# What a person does in Kate, with the keyboard: started by run.sh, on its own screen.
set -euo pipefail

file=$WORK/web/Dockerfile
kate --block --startanon --new "$file" >"$WORK/log" 2>&1 &
kate=$!
trap 'kill $kate 2>/dev/null && wait $kate || true' EXIT

# within SECONDS WHAT COMMAND...: waits until a command succeeds.
within() {
	local seconds=$1 what=$2
	shift 2
	for _ in $(seq $((seconds * 5))); do
		if "$@" >/dev/null 2>&1; then return; fi
		sleep 0.2
	done
	echo "FAIL: not within $seconds s: $what" >&2
	tail -c 2000 "$WORK/said" "$WORK/log" "$file" >&2 || true
	if [ -n "${SHOTS:-}" ]; then import -window root "$SHOTS/failed-kate.png"; fi
	exit 1
}
window() { xdotool search --onlyvisible --name "$1"; }
# answered QUESTION: waits until its window is gone, and turns to the text again, as there
# is no window manager that does.
answered() {
	within 10 "«$1» is answered" gone "$1"
	xdotool windowfocus --sync "$(window '^Dockerfile' | tail -1)"
}
gone() { ! window "$1"; }
says() { grep -q "$1" "$WORK/said"; }
# saved TEXT: saves, and tells whether the file has a text.
saved() {
	xdotool key ctrl+s
	sleep 0.3
	grep -qF -- "$1" "$file"
}
# at LINE: goes to the beginning of a line.
at() {
	xdotool key ctrl+g
	sleep 0.5
	xdotool type "$1"
	xdotool key Return
	sleep 0.5
}

within 20 "Kate asks whether it may start the server" window '^LSP server start'
xdotool key alt+y
answered '^LSP server start'
within 20 "findings" says JSONArgsRecommended
sleep 1 # they are shown
echo "findings"

at 10
xdotool key ctrl+period
if [ "$MAJOR" -gt 22 ]; then # it shows what there is, the fix first
	sleep 1
	xdotool key Down Return
fi
within 10 "the quick fix of CMD" saved 'CMD ["/app", "--port", "8080", "--name", "our app"]'
echo "quick fix"

at 3
xdotool key End
sleep 0.5
xdotool key alt+l # the menu «LSP Client»: F2 is taken by others, too
sleep 1
xdotool key r
within 10 "Kate asks for the new name" window '^Rename'
sleep 1 # it may be there before it listens
xdotool type --delay 50 compile
xdotool key Return
answered '^Rename'
within 10 "the new name" saved 'COPY --from=compile /app /app'
echo "rename"

xdotool key ctrl+t f
within 10 "the document is formatted" saved 'FROM alpine AS final'
echo "format"
