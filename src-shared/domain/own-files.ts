const OWN_FILES = /\.macule(-wal|-shm|-journal|\.lock(\.[\w.]+)?|\.tmp(-[\w-]+)?|\.schema-[\d-]+\.backup)?$/i;

/** Whether a file name is that of a project or of what Macule and SQLite keep beside one: never something to import. */
export const isOwnFile = (name: string): boolean => OWN_FILES.test(name);
