/**
 * Bytes → text of as many characters, each of its byte's number (ISO 8859-1). What TextDecoder calls latin1 is windows-1252: it makes
 * 0x80–0x9f other characters, as the Encoding standard wants and Node does from version 22 on.
 */
const windows1252 = new TextDecoder('latin1');

export function latin1Text(bytes: Uint8Array): string {
  if (!bytes.some((byte) => byte >= 0x80 && byte < 0xa0)) return windows1252.decode(bytes);
  let text = '';
  for (let i = 0; i < bytes.length; i += 4096) text += String.fromCharCode(...bytes.subarray(i, i + 4096));
  return text;
}
