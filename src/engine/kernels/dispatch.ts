/** One dispatch of a kernel of our own, described without a device: what to compile, bind and launch. */
import type { Program } from './pipelineCache';

export interface Dispatch {
  program: Program;
  /** Binding 0. */
  uniforms: Uint32Array<ArrayBuffer>;
  /** Names of the buffers from binding 1 on, undefined where the entry point has none; the last one is written. */
  bindings: (string | undefined)[];
  workgroups: [number, number];
}

export interface KernelPlan {
  dispatches: Dispatch[];
  /** Elements of buffers that live only during the operation, by name. */
  scratch: Map<string, number>;
}

export const defaultWorkgroupSize = 64;
const maxWorkgroups = 65_535;

/** A grid for that many invocations; beyond the limit of one dimension it continues in y. */
export function gridFor(invocations: number, workgroupSize = defaultWorkgroupSize): [number, number] {
  const workgroups = Math.max(1, Math.ceil(invocations / workgroupSize));
  const rows = Math.ceil(workgroups / maxWorkgroups);
  return [Math.ceil(workgroups / rows), rows];
}
