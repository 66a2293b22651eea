/** Chooses the kernel for this machine. */
import { referenceKernel } from './reference.js';
import type { Kernel } from './kernel.js';

export async function selectKernel(): Promise<Kernel> {
  return referenceKernel;
}
