import { hash } from 'node:crypto';

const bytes = new Map<string, Buffer>();

function bytesOf(namespace: string): Buffer {
  const known = bytes.get(namespace);
  if (known) return known;
  const read = Buffer.from(namespace.replaceAll('-', ''), 'hex');
  bytes.set(namespace, read); // there are a handful of namespaces, and a million names
  return read;
}

/** UUIDv5 (RFC 9562 §5.5): SHA-1 over the namespace's bytes and the name's UTF-8. */
export function uuid5(namespace: string, name: string): string {
  const hex = hash('sha1', Buffer.concat([bytesOf(namespace), Buffer.from(name, 'utf8')]));
  const variant = ((parseInt(hex.charAt(16), 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
