const text = (bytes: Uint8Array, from: number, to: number): string =>
  Buffer.from(bytes.subarray(from, to)).toString('latin1');

/** The text of an ICC `desc` tag: ASCII in version 2 profiles, UTF-16 in version 4 ones (ICC.1:2022 §10.15). */
function tagText(view: DataView, bytes: Uint8Array, at: number): string | null {
  const kind = text(bytes, at, at + 4);
  if (kind === 'desc') return text(bytes, at + 12, at + 12 + view.getUint32(at + 8)).replace(/\0[^]*$/, '');
  if (kind !== 'mluc' || view.getUint32(at + 8) === 0) return null;
  const length = view.getUint32(at + 20);
  const from = at + view.getUint32(at + 24);
  return new TextDecoder('utf-16be').decode(bytes.subarray(from, from + length)).replaceAll('\0', '');
}

const MAX_TAGS = 200;
const MAX_NAME_LENGTH = 80;

/** The description in a colour profile, "Display P3"; null when the profile is damaged or has none. */
export function iccName(profile: Uint8Array): string | null {
  const view = new DataView(profile.buffer, profile.byteOffset, profile.byteLength);
  try {
    const tags = Math.min(view.getUint32(128), MAX_TAGS);
    for (let tag = 0; tag < tags; tag++) {
      const entry = 132 + 12 * tag;
      if (text(profile, entry, entry + 4) !== 'desc') continue;
      const name = tagText(view, profile, view.getUint32(entry + 4));
      return (
        name
          ?.replaceAll(/[^\p{L}\p{N}\p{P}\p{S} ]/gu, '')
          .trim()
          .slice(0, MAX_NAME_LENGTH) || null
      );
    }
    return null;
  } catch {
    return null; // a place outside the profile
  }
}
