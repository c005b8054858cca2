const OLDEST = [22, 22, 2] as const;

/** Words when this Node cannot run the core; null when it can. SQLite's binding ends an older one without a message. */
export function nodeProblem(version: string): string | null {
  const parts = version.split('.').map(Number);
  const firstOther = OLDEST.findIndex((least, index) => parts[index] !== least);
  const isRecent = firstOther === -1 || (parts[firstOther] ?? 0) > (OLDEST[firstOther] ?? 0);
  return isRecent
    ? null
    : `Macule needs Node ${OLDEST.join('.')} or newer; this is ${version}. Start it by "npm start", which brings its own.`;
}
