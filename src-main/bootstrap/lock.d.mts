export function withLock<Value>(
  path: string,
  work: () => Value | Promise<Value>,
  onWait?: (pid: number) => void,
): Promise<Value>;
