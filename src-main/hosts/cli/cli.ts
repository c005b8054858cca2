const MIN_NODE = [22, 22, 2] as const;

/** better-sqlite3 ends an older Node without a message, so this is asked before anything native is loaded. */
function isNodeRecent(version: string): boolean {
  const parts = version.split('.').map(Number);
  for (const [index, least] of MIN_NODE.entries()) {
    const part = parts[index] ?? 0;
    if (part !== least) return part > least;
  }
  return true;
}

if (isNodeRecent(process.versions.node)) {
  const { main } = await import('./main');
  process.exitCode = await main(process.argv.slice(2));
} else {
  process.stderr.write(
    `Macule needs Node ${MIN_NODE.join('.')} or newer; this is ${process.versions.node}. Run it by "npm run -s macule --".\n`,
  );
  process.exitCode = 2;
}
