/** In which order a draft can be computed, and what of it the answer needs. */
import type { ArchDraft, DraftEdge, DraftNode } from './archDraft';

/**
 * Depth first from each node as they are listed: after what it reads. `cut`: connections that close a circle, which the
 * order leaves out of account.
 */
export function orderOf({ nodes }: Pick<ArchDraft, 'nodes'>): { order: DraftNode[]; cut: DraftEdge[] } {
  const byId = new Map<string, DraftNode>();
  for (const node of nodes) if (!byId.has(node.id)) byId.set(node.id, node);
  const state = new Map<string, 'open' | 'done'>();
  const order: DraftNode[] = [];
  const cut: DraftEdge[] = [];
  for (const start of byId.values()) {
    if (state.has(start.id)) continue;
    state.set(start.id, 'open');
    // No recursion: a chain may be thousands long.
    const path: { node: DraftNode; next: number }[] = [{ node: start, next: 0 }];
    for (let top = path.at(-1); top; top = path.at(-1)) {
      const { node } = top;
      const slot = top.next++;
      const from = node.inputs[slot];
      if (from === undefined) {
        state.set(node.id, 'done');
        order.push(node);
        path.pop();
        continue;
      }
      const before = byId.get(from);
      if (!before) continue;
      if (state.get(from) === 'open') cut.push({ from, to: node.id, slot });
      else if (!state.has(from)) {
        state.set(from, 'open');
        path.push({ node: before, next: 0 });
      }
    }
  }
  return { order, cut };
}

/** Itself and everything it is computed from. */
export function neededBy({ nodes }: Pick<ArchDraft, 'nodes'>, output: string): Set<string> {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const needed = new Set<string>();
  const waiting = [output];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    if (needed.has(at)) continue;
    needed.add(at);
    waiting.push(...(byId.get(at)?.inputs ?? []));
  }
  return needed;
}
