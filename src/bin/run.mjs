#!/usr/bin/env node
// Runs one task of this project on a machine that has only Node.js and npm: `node src/bin/run.mjs <file> [arguments]`.
//
// Plain JavaScript without a dependency, because it is what installs the dependencies: on a fresh clone the first
// `npm run dev` or `npm test` comes through here before there is a node_modules. package.json says which file is which task.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { constants } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
const lockFile = path.join(root, "package-lock.json");
const stampFile = path.join(root, "node_modules", ".masthead-lock");
const turnFile = path.join(root, ".data", "installing");

checkNodeVersion();
const [task, ...taskArguments] = process.argv.slice(2);
checkTask(task);
await installIfNeeded();
process.exitCode = await runTask(task, taskArguments);
// The tether to the task is closed by now; nothing else keeps this process alive.

function checkNodeVersion() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  console.error(
    `Masthead needs Node.js 20.19 or later; this is ${process.versions.node} (${process.execPath}).`,
  );
  process.exit(1);
}

function checkTask(file) {
  if (file?.endsWith(".ts") && existsSync(path.join(root, file))) return;
  console.error(`${file ? `There is no task ${file}.` : "Which task?"} \`npm run\` lists them.`);
  process.exit(2);
}

/** Installs the packages if they are missing or not those of package-lock.json. */
async function installIfNeeded() {
  if (isInstalled()) return;
  await takeTurn();
  try {
    if (!isInstalled()) await install();
  } finally {
    rmSync(turnFile, { force: true });
  }
}

function isInstalled() {
  const hash = createHash("sha256").update(readFileSync(lockFile)).digest("hex");
  if (existsSync(stampFile) && readFileSync(stampFile, "utf8") === hash) return true;
  if (!holdsLockedPackages()) return false;
  writeFileSync(stampFile, hash);
  return true;
}

/**
 * Whether node_modules, perhaps made by a person's own `npm install`, holds what package-lock.json asks for. npm keeps
 * its own list in node_modules/.package-lock.json and writes it last, so a torn installation has none.
 */
function holdsLockedPackages() {
  try {
    const wanted = JSON.parse(readFileSync(lockFile, "utf8")).packages;
    const present = JSON.parse(
      readFileSync(path.join(root, "node_modules", ".package-lock.json"), "utf8"),
    ).packages;
    return Object.entries(wanted).every(([place, entry]) => {
      if (place === "") return true;
      const found = present[place];
      return found
        ? found.version === entry.version
        : Boolean(entry.optional || entry.devOptional || entry.peer);
    });
  } catch {
    return false;
  }
}

/** Two tasks started at once on a fresh clone must not both write node_modules: the second waits here. */
async function takeTurn() {
  mkdirSync(path.dirname(turnFile), { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 });
  for (let waited = false; ; waited = true) {
    try {
      writeFileSync(turnFile, String(process.pid), { flag: "wx" });
      return;
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
    }
    if (!isAlive(Number(readIfThere(turnFile)))) rmSync(turnFile, { force: true });
    else if (!waited) console.log("Another command is installing the packages; waiting for it.");
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

function readIfThere(file) {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

function isAlive(pid) {
  try {
    return pid > 0 && process.kill(pid, 0);
  } catch (error) {
    return error.code === "EPERM";
  }
}

async function install() {
  const reason = existsSync(path.join(root, "node_modules"))
    ? "node_modules is not what package-lock.json asks for"
    : "there is no node_modules yet";
  console.log(`Installing the packages with npm ci, because ${reason}. This takes a minute or so.`);
  // `npm` itself may be a shell script or a .cmd file; the path that npm hands to its scripts is always JavaScript.
  const npm = process.env.npm_execpath?.endsWith(".js")
    ? [process.execPath, process.env.npm_execpath]
    : ["npm"];
  // The development packages too, whatever NODE_ENV says: tsx, which runs every task, is one of them.
  const [command, ...prefix] = npm;
  const code = await run(command, [...prefix, "ci", "--include=dev"], {
    stdio: "inherit",
    shell: npm.length === 1,
  });
  if (code !== 0) {
    console.error(`npm ci ended with ${code}; see its messages above.`);
    rmSync(turnFile, { force: true });
    process.exit(code);
  }
  writeFileSync(stampFile, createHash("sha256").update(readFileSync(lockFile)).digest("hex"));
}

/**
 * Runs the task and waits for it. The task notices by its message channel when this process dies, and then ends too.
 * `react-server` is the condition under which the package server-only is empty rather than an error.
 */
function runTask(file, args) {
  const flags = ["--conditions=react-server", "--import", "tsx"];
  return run(process.execPath, [...flags, path.join(root, file), ...args], {
    stdio: ["inherit", "inherit", "inherit", "ipc"],
  });
}

function run(command, args, options) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, ...options });
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
    watchStarter(() => child.kill("SIGTERM"));
    child.on("error", (error) => {
      console.error(`${command} could not be started: ${error.message}`);
      resolve(1);
    });
    child.on("exit", (code, signal) => resolve(code ?? 128 + (constants.signals[signal] ?? 0)));
  });
}

/**
 * npm hands a signal on to its shell alone, which dies of it and tells nobody: then whoever should stop would go on without
 * a parent. Started by hand, without npm, a process may well outlive its shell.
 */
function watchStarter(onEnd) {
  if (!process.env.npm_lifecycle_event) return;
  const starter = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === starter) return;
    clearInterval(timer);
    onEnd();
  }, 500);
  timer.unref();
}
