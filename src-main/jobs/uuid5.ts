import { hash } from 'node:crypto';

const NAMESPACE_BYTES = 16;
/** Bytes of a namespace with room for a name behind them; there are a handful of namespaces, and a million names. */
const buffers = new Map<string, Buffer>();

function bufferOf(namespace: string, nameBytes: number): Buffer {
  const known = buffers.get(namespace);
  if (known && known.length >= NAMESPACE_BYTES + nameBytes) return known;
  const made = Buffer.alloc(Math.max(NAMESPACE_BYTES + nameBytes, 4096));
  made.write(namespace.replaceAll('-', ''), 'hex');
  if (made.length <= 65_536) buffers.set(namespace, made);
  return made;
}

/** UUIDv5 (RFC 9562 §5.5): SHA-1 over the namespace's bytes and the name's UTF-8. */
export function uuid5(namespace: string, name: string): string {
  const buffer = bufferOf(namespace, 3 * name.length); // UTF-8 has at most three bytes per UTF-16 unit
  const end = NAMESPACE_BYTES + buffer.write(name, NAMESPACE_BYTES);
  const hex = hash('sha1', buffer.subarray(0, end));
  const variant = ((parseInt(hex.charAt(16), 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
