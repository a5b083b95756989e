/** Which backend the badge names before the engine is loaded: asks the browser only for an adapter. */
export async function quickProbe(): Promise<string> {
  const adapter = await navigator.gpu?.requestAdapter().catch(() => null);
  if (adapter) return 'WebGPU';
  return typeof WebAssembly === 'object' ? 'WASM' : 'CPU';
}
