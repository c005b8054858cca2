// Loaded into every thread by NODE_OPTIONS=--import: ends one of the app's own threads as a crash would.
// CRASH_WORKER: the worker's file; CRASH_AT: on which message; CRASH_HOW: throw, exit; CRASH_FILE: only while it exists.
import { existsSync } from 'node:fs';
import { isMainThread, parentPort } from 'node:worker_threads';

const { CRASH_WORKER, CRASH_AT = '1', CRASH_HOW = 'throw', CRASH_FILE } = process.env;

if (!isMainThread && parentPort && CRASH_WORKER && process.argv[1]?.endsWith(CRASH_WORKER)) {
  let messages = 0;
  const crash = () => {
    if (CRASH_HOW === 'exit') process.exit(7);
    throw new Error('a crash made by the test');
  };
  const { on } = parentPort;
  // Before the app's own listener, so that the message is never answered; after it, so that its work was done.
  const count = () => {
    if (CRASH_FILE && !existsSync(CRASH_FILE)) return;
    messages += 1;
    if (messages === Number(CRASH_AT)) crash();
  };
  parentPort.on = function (name, listener) {
    return on.call(this, name, name === 'message' ? (value) => (count(), listener(value)) : listener);
  };
}
