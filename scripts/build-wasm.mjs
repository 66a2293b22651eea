// Compiles the one source of the fast kernels twice, into dist/simd.wasm and dist/relaxed-simd.wasm.
import { main } from 'assemblyscript/asc';

const ENTRY = 'src/engine/kernel/assembly/index.ts';

export async function buildWasm() {
  await compile('simd', ['simd']);
  await compile('relaxed-simd', ['simd', 'relaxed-simd']);
}

async function compile(name, features) {
  const { error, stderr } = await main([
    ENTRY,
    ...['--outFile', `dist/${name}.wasm`],
    ...['--enable', [...features, 'threads'].join(',')],
    ...['-O3', '--noAssert', '--runtime', 'stub'],
    // The host makes the memory, so that threads can share it; assembly/tables.ts has what is below the static data.
    ...['--importMemory', '--sharedMemory', '--maximumMemory', '65536', '--memoryBase', '4096'],
  ]);
  const said = stderr.toString();
  if (error) throw new Error(`${name}: ${said || error.message}`);
  if (said !== '') console.error(said);
}
