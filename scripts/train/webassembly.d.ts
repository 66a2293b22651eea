/** The part of WebAssembly's interface that the trainer uses; @types/node 20 has none of it. */
declare namespace WebAssembly {
  interface Module {
    readonly [Symbol.toStringTag]: 'WebAssembly.Module';
  }
  interface Instance {
    readonly exports: Readonly<Record<string, unknown>>;
  }
  interface Memory {
    readonly buffer: SharedArrayBuffer;
    grow(pages: number): number;
  }
  const Module: new (bytes: Uint8Array) => Module;
  const Instance: new (module: Module, imports?: object) => Instance;
  const Memory: new (limits: { initial: number; maximum: number; shared: true }) => Memory;
}
