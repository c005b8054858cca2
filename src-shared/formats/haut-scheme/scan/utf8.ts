// Node and browsers have both; the library of this folder's tsconfig names neither.
declare class TextDecoder {
  constructor(label?: string, options?: { ignoreBOM?: boolean });
  decode(bytes: Uint8Array): string;
}
declare class TextEncoder {
  encode(text: string): Uint8Array;
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const encoder = new TextEncoder();

/** Text of UTF-8 bytes; bytes that are none become U+FFFD. */
export const utf8Text = (bytes: Uint8Array): string => decoder.decode(bytes);
export const utf8Bytes = (text: string): Uint8Array => encoder.encode(text);
