// Child processes: started by explicit path, their signals passed through, their end awaited.
import { spawn } from 'node:child_process';
import { constants } from 'node:os';

/** One Ctrl+C reaches us more than once (from the terminal and from npm): these belong together. */
const SAME_PRESS_MS = 600;

/** The exit code as a shell tells it: 128 + n for a process ended by signal n. */
export function exitCodeOf(code, signal) {
  return code ?? 128 + (constants.signals[signal] ?? 0);
}

/**
 * Runs a program to its end and answers `{ code, signal, stopped }`; it never rejects.
 * `stopped` names the signal that asked us to stop, which went on to the child. A second one kills the child.
 */
export function run(file, args, options = {}) {
  return new Promise((done) => {
    const child = spawn(file, args, { stdio: 'inherit', ...options });
    let stopped = null;
    let stoppedAt = 0;
    let repeat;
    const stop = (signal) => {
      if (stopped !== null) {
        if (Date.now() - stoppedAt > SAME_PRESS_MS) child.kill('SIGKILL');
        return;
      }
      stopped = signal;
      stoppedAt = Date.now();
      // A terminal sends its Ctrl+C to the child too. Only a child that is still there afterwards needs ours.
      const wait = signal === 'SIGINT' && process.stdin.isTTY ? SAME_PRESS_MS : 0;
      repeat = setTimeout(() => child.kill(wait > 0 ? 'SIGTERM' : signal), wait);
    };
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    for (const signal of signals) process.on(signal, stop);
    const end = (code, signal) => {
      clearTimeout(repeat);
      for (const name of signals) process.off(name, stop);
      done({ code: exitCodeOf(code, signal), signal, stopped });
    };
    child.once('error', (error) => {
      process.stderr.write(`${file} cannot be started: ${error.message}\n`);
      end(127, null);
    });
    child.once('exit', end);
  });
}
