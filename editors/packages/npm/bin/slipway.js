#!/usr/bin/env node
// Starts the slipway of this platform, which npm has installed beside this package
// as an optional dependency.
"use strict";
const { spawnSync } = require("node:child_process");

const name = `slipway-dockerfile-${process.platform}-${process.arch}`;
const program = process.platform === "win32" ? "slipway.exe" : "slipway";

let path;
try {
  path = require.resolve(`${name}/${program}`);
} catch {
  console.error(
    `slipway: the package ${name} is not installed. Install again without --omit=optional; ` +
      "if there is none for this platform, build slipway with go install.",
  );
  process.exit(2);
}
const { status, signal, error } = spawnSync(path, process.argv.slice(2), { stdio: "inherit" });
if (error) {
  console.error(`slipway: ${error.message}`);
  process.exit(2);
}
if (signal) process.kill(process.pid, signal);
process.exit(status ?? 2);
