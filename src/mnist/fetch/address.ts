/** Addresses as messages and records may show them. */

/** An address without the user and the password that it may hold. */
export function withoutUser(address: string): string {
  return address.replace(/\/\/[^/@]*@/, '//');
}
