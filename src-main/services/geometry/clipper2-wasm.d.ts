/** The package's own types name no default export. */
declare module 'clipper2-wasm/dist/es/clipper2z.js' {
  import type { MainModule } from 'clipper2-wasm/dist/clipper2z';
  const load: (options: { wasmBinary: Uint8Array }) => Promise<MainModule>;
  export default load;
}
