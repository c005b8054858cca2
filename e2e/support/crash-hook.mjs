// Loaded into every thread by NODE_OPTIONS=--import: ends one of the app's own threads as a crash would.
// CRASH_WORKER: the worker's file; CRASH_AT: on which message, 0 at its start; CRASH_HOW: throw, exit;
// CRASH_WHEN: before or after the message was worked on, its answer not yet sent; CRASH_FILE: only while it exists.
import { existsSync } from 'node:fs';
import { isMainThread, parentPort } from 'node:worker_threads';

const { CRASH_WORKER, CRASH_AT = '1', CRASH_HOW = 'throw', CRASH_WHEN = 'before', CRASH_FILE } = process.env;

function crash() {
  if (CRASH_HOW === 'exit') process.exit(7);
  throw new Error('a crash made by the test');
}

if (!isMainThread && parentPort && CRASH_WORKER && process.argv[1]?.endsWith(CRASH_WORKER)) {
  const isArmed = () => !CRASH_FILE || existsSync(CRASH_FILE);
  let messages = 0;
  if (CRASH_AT === '0' && isArmed()) crash();
  const { on } = parentPort;
  const crashing = (listener) => (value) => {
    const isDue = isArmed() && ++messages === Number(CRASH_AT);
    if (isDue && CRASH_WHEN === 'before') crash();
    listener(value);
    if (isDue) crash();
  };
  parentPort.on = function (name, listener) {
    return on.call(this, name, name === 'message' ? crashing(listener) : listener);
  };
}
